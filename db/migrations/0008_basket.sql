-- Baskets and wishlists of accounts, and which orders were made out of a basket (BAS-1 to BAS-9). A basket holds no stock:
-- what it says about price and stock is read anew each time, and only the writer decides. An item refers to its tier for
-- ever, so that what is no longer sold can still be named.

create table basket_item (
  account_id  text not null references account,
  list        text not null check (list in ('basket', 'wishlist')),
  tier_id     text not null references tier,
  quantity    integer not null check (quantity between 1 and 100),
  added_at    timestamptz not null default now(),
  primary key (account_id, list, tier_id)
);

-- One row for each order that was asked for out of a basket, written before the writer is asked. What the writer granted
-- leaves the basket in the transaction that sets settled_at: once, whoever dies in between and however often it is asked.
create table basket_order (
  -- The id of the writer's command; its stored answer says what became of it.
  command_id  text primary key,
  account_id  text not null references account,
  asked_at    timestamptz not null default now(),
  settled_at  timestamptz
);
create index basket_order_open on basket_order (account_id) where settled_at is null;

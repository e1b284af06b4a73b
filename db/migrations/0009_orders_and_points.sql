-- Orders that are given back in part, points as a ledger, and a kept list of what could not be done.

-- What goods wait to be prepared is found by this, and not by reading every order there ever was.
create index order_paid on "order" (id) where state = 'paid';

alter table "order"
  -- Part of the price that was paid with points; total_amount is the money beside it.
  add column points_spent     bigint not null default 0 check (points_spent >= 0),
  -- What parts gave back so far; `units` are those that the order still has.
  add column refunded_amount  bigint not null default 0,
  add column refunded_points  bigint not null default 0,
  add constraint order_refunded_amount check (refunded_amount between 0 and total_amount),
  add constraint order_refunded_points check (refunded_points between 0 and points_spent),
  add constraint order_points_account check (points_spent = 0 or account_id is not null);
alter table order_line
  add column refunded_quantity  integer not null default 0,
  add constraint order_line_refunded check (refunded_quantity between 0 and quantity);

alter table ledger drop constraint ledger_kind_check;
alter table ledger add constraint ledger_kind_check check (kind in
  ('capacity', 'reserve', 'confirm', 'lapse', 'cancel', 'late', 'refund', 'part_refund', 'return'));

-- Units that went back while the rest of the order stayed, by the command that decided it. Their money is a row of `refund`,
-- their points entries of the points' ledger.
create table part_refund (
  command_key  text primary key,
  order_id     text not null references "order",
  -- [{"lineNo", "quantity"}]
  lines        jsonb not null,
  amount       bigint not null check (amount >= 0),
  points       bigint not null check (points >= 0),
  reason       text,
  made_by      text not null,
  at           timestamptz not null
);
create index part_refund_order on part_refund (order_id);

-- What could not be done, one row a thing, with why and how often it was tried. The thing itself stays where it is.
create table dead_letter (
  id          text primary key,
  source      text not null check (source in ('command', 'reserve', 'due', 'outbox')),
  source_id   text not null,
  sale_id     text,
  order_id    text,
  -- The command's kind or the outbox row's topic, and its key.
  what        text not null,
  key         text,
  cause       text not null,
  tries       integer not null default 1 check (tries > 0),
  state       text not null default 'open' check (state in ('open', 'replayed', 'set_aside')),
  reason      text,
  decided_by  text,
  first_at    timestamptz not null default now(),
  last_at     timestamptz not null default now(),
  unique (source, source_id)
);
create index dead_letter_listed on dead_letter (state, last_at desc, id desc);

-- Points are counted apart for each currency: one point is one minor unit of it.
create table points_account (
  account_id  text not null references account,
  currency    text not null,
  balance     bigint not null default 0,
  primary key (account_id, currency)
);
create table points_entry (
  id             bigint generated always as identity primary key,
  account_id     text not null,
  currency       text not null,
  kind           text not null check (kind in ('earn', 'spend', 'giveBack', 'takeBack')),
  -- What the balance changes by.
  amount         bigint not null,
  balance_after  bigint not null,
  -- Null for points that were held for an order that never came to be.
  order_id       text references "order",
  -- Names the fact: the same one is written once.
  key            text not null unique,
  -- Of earned points: the money they were earned on.
  of_amount      bigint,
  at             timestamptz not null default now(),
  foreign key (account_id, currency) references points_account,
  check (amount <> 0 and (amount > 0) = (kind in ('earn', 'giveBack'))),
  -- A balance falls below nothing only because earned points are taken back.
  check (kind <> 'spend' or balance_after >= 0)
);
create index points_entry_account on points_entry (account_id, id desc);
create index points_entry_order on points_entry (order_id) where order_id is not null;
-- Points that were taken from a balance for a reserve: `spent` by the writer with the order, or given back.
create table points_hold (
  command_id  text primary key,
  account_id  text not null,
  currency    text not null,
  amount      bigint not null check (amount > 0),
  state       text not null check (state in ('held', 'spent', 'released')),
  tries       integer not null default 1,
  touched_at  timestamptz not null default now(),
  foreign key (account_id, currency) references points_account
);
create index points_hold_open on points_hold (touched_at) where state = 'held';

-- For whoever helps a buyer: the buyer's orders, and the letters and acts about one. No more than these: each order of a
-- crowd pays for every index.
create index order_email on "order" (email_index, id);
create index outbox_order on outbox ((payload ->> 'orderId')) where topic = 'mail';
create index audit_order on audit ((detail ->> 'orderId')) where detail ? 'orderId';

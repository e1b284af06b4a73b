-- Money that goes back in parts, disputes, what staff must see, what the provider knows and we do not, and mail that bounces.

-- What was decided to go back, and what the provider says has gone: never more than was captured.
alter table payment
  add column refund_asked bigint not null default 0,
  add column refunded_amount bigint not null default 0;
update payment set refund_asked = amount where state in ('refund_pending', 'refunded');
update payment set refunded_amount = amount where state = 'refunded';
alter table payment
  add constraint payment_refund_asked check (refund_asked between 0 and amount),
  add constraint payment_refunded_amount check (refunded_amount >= 0);

-- One row a refund; its id is the key at the provider, so that repeating it gives nothing twice. `provider`: somebody gave
-- it back there, without us.
create table refund (
  id            text primary key,
  order_id      text not null references "order",
  payment_id    text not null references payment,
  amount        bigint not null check (amount > 0),
  currency      text not null,
  state         text not null default 'pending' check (state in ('pending', 'refunded', 'refused')),
  origin        text not null default 'shop' check (origin in ('shop', 'provider')),
  provider_ref  text,
  reason        text,
  -- Names the act: staging it again is the same refund.
  key           text not null unique,
  created_at    timestamptz not null default now(),
  changed_at    timestamptz not null default now(),
  closed_at     timestamptz,
  check ((state = 'pending') = (closed_at is null))
);
create index refund_payment on refund (payment_id);
create index refund_order on refund (order_id);
create index refund_pending on refund (changed_at) where state = 'pending';

create table dispute (
  provider    text not null,
  ref         text not null,
  payment_id  text not null references payment,
  state       text not null check (state in ('open', 'won', 'lost')),
  amount      bigint not null check (amount >= 0),
  currency    text not null,
  reason      text,
  opened_at   timestamptz not null default now(),
  closed_at   timestamptz,
  primary key (provider, ref),
  check ((state = 'open') = (closed_at is null))
);
create index dispute_payment on dispute (payment_id);

-- What a member of the staff must look at. `key` names the fact: it is raised once.
create table order_flag (
  id          bigint generated always as identity primary key,
  order_id    text references "order",
  payment_id  text references payment,
  kind        text not null,
  key         text not null unique,
  detail      jsonb not null default '{}',
  raised_at   timestamptz not null default now(),
  cleared_at  timestamptz,
  cleared_by  text
);
create index order_flag_order on order_flag (order_id);
create index order_flag_open on order_flag (id) where cleared_at is null;

-- Money at a provider that no payment of ours stands for.
create table stray_payment (
  provider    text not null,
  ref         text not null,
  payment_id  text,
  order_id    text,
  amount      bigint not null check (amount >= 0),
  currency    text not null,
  state       text not null default 'found' check (state in ('found', 'attached', 'refunded')),
  found_at    timestamptz not null default now(),
  tried_at    timestamptz not null default now(),
  closed_at   timestamptz,
  primary key (provider, ref),
  check ((state = 'found') = (closed_at is null))
);
create index stray_payment_found on stray_payment (tried_at) where state = 'found';

-- How far the provider's own account of what happened has been read: all before from_at; of the window up to to_at, what
-- comes before `after`.
create table provider_cursor (
  provider   text primary key,
  from_at    timestamptz not null,
  to_at      timestamptz,
  after      text,
  heard_at   timestamptz not null default now()
);

-- How a mail ended. A bounce ends the mail and nothing else.
alter table mail_sent
  add column outcome text not null default 'taken' check (outcome in ('taken', 'bounced', 'given_up')),
  add column answer text;

-- A mail that the mail server put off: when it is tried again, and since when.
create table mail_try (
  outbox_id  bigint primary key references outbox,
  tries      integer not null check (tries > 0),
  first_at   timestamptz not null default now(),
  next_at    timestamptz not null,
  answer     text
);

-- Who stopped reminders about their place keeps it, and gets none.
alter table line_contact add column stopped_at timestamptz;

-- Orders, money, and what the writer keeps. Everything here that touches stock is written by the writer alone, in one
-- transaction a batch whose first statement checks the epoch of its lease (WRT-1).

create table writer_lease (
  sale_id      text primary key references sale,
  holder       text,
  epoch        bigint not null default 0,
  expires_at   timestamptz not null default now(),
  -- The last sequence of the sale's ledger: updated with the fence, so that the sequence has no gap.
  ledger_seq   bigint not null default 0
);

create table "order" (
  id               text primary key,
  sale_id          text not null references sale,
  visitor_id       text not null,
  admission_id     text references admission,
  account_id       text,
  email_index      text not null,
  contact_sealed   text not null,
  address_sealed   text,
  state            text not null check (state in ('held', 'paying', 'expiring', 'paid', 'issued', 'preparing',
                     'shipping', 'delivered', 'confirmed', 'return_requested', 'returned', 'lapsed', 'cancelled',
                     'refund_pending', 'refunded')),
  units            integer not null check (units > 0),
  total_amount     bigint not null check (total_amount >= 0),
  currency         text not null,
  late             boolean not null default false,
  created_at       timestamptz not null default now(),
  hold_expires_at  timestamptz not null,
  hold_cap_at      timestamptz not null,
  paid_at          timestamptz,
  -- The payment that paid it; another one is given back (ORD-6).
  payment_id       text,
  closed_at        timestamptz,
  reason           text,
  check (hold_cap_at >= hold_expires_at)
);
-- The lapse sweep reads in this order (ORD-4); it is the timer, and it cannot be lost.
create index order_due on "order" (sale_id, hold_expires_at) where state in ('held', 'paying', 'expiring');
create index order_visitor on "order" (sale_id, visitor_id);
create index order_admission on "order" (admission_id);

create table order_line (
  order_id     text not null references "order",
  line_no      integer not null,
  tier_id      text not null,
  quantity     integer not null check (quantity between 1 and 100),
  unit_amount  bigint not null check (unit_amount >= 0),
  primary key (order_id, line_no)
);

-- One row for each movement of a tier's stock; the fold of them is the stock (VER-1).
create table ledger (
  sale_id          text not null,
  seq              bigint not null,
  epoch            bigint not null,
  at               timestamptz not null default now(),
  kind             text not null check (kind in ('capacity', 'reserve', 'confirm', 'lapse', 'cancel', 'late', 'refund', 'return')),
  tier_id          text not null,
  order_id         text,
  command_id       text not null,
  available_delta  integer not null,
  held_delta       integer not null,
  sold_delta       integer not null,
  primary key (sale_id, seq)
);

-- The stored answer of a command: the same id has one answer and one effect, for ever (WRT-5). json and not jsonb: it is
-- kept to be said again word for word, and taking it apart would cost a seventh of a batch.
create table command_answer (
  id         text primary key,
  sale_id    text not null,
  body_hash  text not null,
  answer     json not null,
  at         timestamptz not null default now()
);

-- Commands that must not be lost wait here for the writer; `key` makes staging them twice harmless.
create table command (
  id          bigint generated always as identity primary key,
  sale_id     text not null references sale,
  kind        text not null check (kind in ('confirm', 'release', 'lapse', 'refund', 'adjust')),
  key         text not null unique,
  order_id    text,
  payload     jsonb not null default '{}',
  created_at  timestamptz not null default now(),
  done_at     timestamptz,
  result      jsonb
);
create index command_open on command (sale_id, id) where done_at is null;

create table payment (
  id             text primary key,
  order_id       text not null references "order",
  provider       text not null,
  provider_ref   text,
  state          text not null check (state in ('created', 'pending', 'succeeded', 'declined', 'cancelled', 'refund_pending', 'refunded')),
  amount         bigint not null check (amount >= 0),
  currency       text not null,
  redirect_url   text,
  refund_reason  text,
  created_at     timestamptz not null default now(),
  changed_at     timestamptz not null default now(),
  captured_at    timestamptz,
  refunded_at    timestamptz,
  unique (provider, provider_ref)
);
-- One open attempt an order: a second tab gets the first one's page.
create unique index payment_open on payment (order_id) where state in ('created', 'pending');
create index payment_order on payment (order_id);
create index payment_unsettled on payment (changed_at) where state in ('created', 'pending', 'refund_pending');

create table webhook_inbox (
  provider     text not null,
  event_id     text not null,
  body         text not null,
  received_at  timestamptz not null default now(),
  primary key (provider, event_id)
);

create table ticket (
  id             text primary key,
  sale_id        text not null references sale,
  order_id       text not null references "order",
  line_no        integer not null,
  unit_no        integer not null,
  tier_id        text not null references tier,
  state          text not null default 'valid' check (state in ('valid', 'void', 'used')),
  issued_at      timestamptz not null default now(),
  checked_in_at  timestamptz,
  door           text,
  unique (order_id, line_no, unit_no),
  check ((state = 'used') = (checked_in_at is not null))
);

-- What must follow a fact, staged in the fact's own transaction; relayed into BullMQ at least once.
create table outbox (
  id          bigint generated always as identity primary key,
  sale_id     text,
  topic       text not null,
  key         text not null unique,
  payload     jsonb not null,
  created_at  timestamptz not null default now(),
  relayed_at  timestamptz,
  done_at     timestamptz
);
create index outbox_open on outbox (id) where done_at is null;

-- One row a mail that was handed to the mail server: a repeated job finds it and sends nothing.
create table mail_sent (
  outbox_id   bigint primary key references outbox,
  message_id  text not null,
  at          timestamptz not null default now()
);

-- Sales, their tiers and who may steer them.
--
-- A tier's three counts are counters and not sums over orders, because the writer decides a batch against them and
-- commits their new values in the same transaction (WRT-3). The CHECKs are the last line of defence: with the writer
-- gone wrong in any way, PostgreSQL still refuses to sell a unit twice.

create table sale (
  id                text primary key,
  slug              text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  title             text not null check (length(title) between 1 and 200),
  description       text not null default '',
  category          text not null default '',
  venue             text,
  starts_at         timestamptz,
  picture           text,
  accent            text check (accent ~ '^#[0-9a-f]{6}$'),
  mode              text not null default 'line' check (mode in ('line', 'raffle', 'passthrough', 'shelf')),
  lobby             text not null default 'shuffle' check (lobby in ('shuffle', 'arrival')),
  audience          text not null default 'anyone' check (audience in ('anyone', 'accounts')),
  state             text not null default 'draft'
                    check (state in ('draft', 'lobby', 'open', 'paused', 'soldOut', 'closed')),
  currency          text not null check (currency ~ '^[A-Z]{3}$'),
  opens_at          timestamptz,
  closes_at         timestamptz,
  floor_max         integer not null check (floor_max between 1 and 100000),
  admit_per_minute  integer not null check (admit_per_minute between 1 and 600000),
  pass_minutes      integer not null check (pass_minutes between 1 and 120),
  claim_seconds     integer not null check (claim_seconds between 5 and 3600),
  hold_minutes      integer not null check (hold_minutes between 1 and 15),
  per_visitor_max   integer not null check (per_visitor_max between 1 and 1000),
  fulfilment        text not null default 'ticket' check (fulfilment in ('ticket', 'shipping')),
  message_ko        text,
  message_en        text,
  message_at        timestamptz,
  reason            text,
  next_news_at      timestamptz,
  -- The draw: the seed stays secret until the line is open; its hash is public from the first moment (LIN-9).
  draw_seed         text not null,
  draw_seed_hash    text not null,
  draw_size         bigint check (draw_size >= 0),
  frozen_at         timestamptz,
  opened_at         timestamptz,
  closed_at         timestamptz,
  created_at        timestamptz not null default now(),
  changed_at        timestamptz not null default now(),
  check (closes_at is null or opens_at is null or closes_at > opens_at)
);

-- The clock's sweep asks for sales that are not over.
create index sale_live on sale (state) where state not in ('draft', 'closed');

create table tier (
  id            text primary key,
  sale_id       text not null references sale,
  position      integer not null,
  name          text not null check (length(name) between 1 and 100),
  price_amount  bigint not null check (price_amount >= 0),
  capacity      integer not null check (capacity >= 0),
  available     integer not null check (available >= 0),
  held          integer not null default 0 check (held >= 0),
  sold          integer not null default 0 check (sold >= 0),
  unique (sale_id, position),
  check (available + held + sold = capacity)
);

create table staff (
  id             text primary key,
  email          text not null unique check (email = lower(email)),
  name           text not null,
  role           text not null check (role in ('owner', 'operator', 'support', 'door')),
  password_hash  text not null,
  created_at     timestamptz not null default now()
);

-- One row a sign-in. The refresh token rotates; showing an old one ends the family, because then two hold it.
create table staff_login (
  id              text primary key,
  staff_id        text not null references staff,
  refresh_digest  text not null unique,
  created_at      timestamptz not null default now(),
  refreshed_at    timestamptz not null default now(),
  expires_at      timestamptz not null,
  ended_at        timestamptz,
  ended_because   text
);

create table spent_refresh (
  digest    text primary key,
  login_id  text not null references staff_login
);

-- Every act of staff and every change that the product makes to a sale by itself.
create table audit (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  actor     text not null,
  act       text not null,
  sale_id   text references sale,
  detail    jsonb not null default '{}',
  reason    text
);
create index audit_sale on audit (sale_id, id desc);

-- The registry: who runs, where, and when last heard. Lost rows come back with the next heartbeat.
create unlogged table process (
  name          text primary key,
  kind          text not null,
  url           text,
  private_url   text not null,
  pid           integer not null,
  ready         boolean not null,
  detail        jsonb not null default '{}',
  started_at    timestamptz not null default now(),
  heartbeat_at  timestamptz not null default now()
);

-- The line at full strength: draws that can be checked, raffles and reserve lists, lanes and codes, turns given back.

alter table sale
  add column registration_closes_at timestamptz,
  add column winners                integer check (winners >= 1),
  add column claim_hours            integer not null default 24 check (claim_hours between 1 and 336),
  add column reserve_hours          integer not null default 2 check (reserve_hours between 1 and 336),
  add column code_required          boolean not null default false,
  -- Percent of each batch that the priority lane may take while somebody stands in it.
  add column priority_share         integer not null default 30 check (priority_share between 0 and 90),
  add column autopilot              boolean not null default true,
  -- Sites that may show the waiting room in a frame.
  add column embed_origins          text[] not null default '{}',
  -- The draw, in the order in which it becomes public: hash of the seed, root with size, beacon, seed (LIN-9).
  add column draw_root              text,
  add column draw_root_at           timestamptz,
  add column draw_beacon_state      text not null default 'none'
                                    check (draw_beacon_state in ('none', 'awaited', 'mixed', 'missing')),
  add column draw_beacon_url        text,
  add column draw_beacon_round      bigint,
  add column draw_beacon            text,
  -- What the places are computed from: seed, root and beacon in one. Secret until the line is open.
  add column draw_key               text,
  add check (mode <> 'raffle' or winners is not null),
  add check (draw_key is null or draw_root is not null);

-- The leaves of a draw, 512 a row (domain/merkle.ts LEAVES_PER_CHUNK): 32 bytes each, the entry's hash at its lobby
-- index, zeros where nobody stood. Hashes do not compress: trying to would cost a second of the opening.
create table draw_chunk (
  sale_id       text not null references sale,
  chunk_no      integer not null,
  entry_hashes  bytea not null,
  root          text not null,
  primary key (sale_id, chunk_no)
);
alter table draw_chunk alter column entry_hashes set storage external;

-- Who may be written to when something comes back: the registrations of a raffle, later its reserve list, and those who
-- asked for it when a sale was sold out. Kept here and not in Redis alone, because nobody stays connected for days.
create table reserve_entry (
  sale_id         text not null references sale,
  visitor_id      text not null,
  origin          text not null check (origin in ('raffle', 'soldOut')),
  lobby_index     bigint,
  -- The order of the list; null until it is drawn.
  number          bigint,
  state           text not null check (state in ('registered', 'waiting', 'called', 'done', 'left')),
  secret_hash     text,
  contact_sealed  text,
  language        text not null default 'en' check (language in ('ko', 'en')),
  at              timestamptz not null default now(),
  primary key (sale_id, visitor_id),
  unique (sale_id, number),
  unique (sale_id, lobby_index),
  check ((state = 'registered') = (number is null) or state = 'left')
);
create index reserve_waiting on reserve_entry (sale_id, number) where state = 'waiting';
create index reserve_registered on reserve_entry (sale_id, lobby_index) where state = 'registered';
create index reserve_called on reserve_entry (sale_id) where state = 'called';

alter table admission drop constraint admission_lane_check;
alter table admission
  add constraint admission_lane_check check (lane in
    ('ordinary', 'returned', 'passthrough', 'staff', 'priority', 'slow', 'raffle', 'reserve')),
  -- A turn that our own failure broke goes back to the front once it has ended.
  add column given_back_at  timestamptz,
  add constraint admission_given_back_check check (given_back_at is null or state = 'ended');

-- Turns of raffles and reserve lists: the units that are promised to them are counted in every batch of the writer.
create index admission_invited on admission (sale_id, state) where lane in ('raffle', 'reserve');

-- Requests inside the shop that failed by our fault: the right to another turn.
create table checkout_failure (
  id            bigint generated always as identity primary key,
  sale_id       text not null references sale,
  admission_id  text not null references admission,
  what          text not null,
  at            timestamptz not null default now()
);
create index checkout_failure_sale on checkout_failure (sale_id, at);

-- What a visitor did or met beyond joining and calls: snoozed, woken, checked, given a turn back.
create table visitor_event (
  id          bigint generated always as identity primary key,
  sale_id     text not null references sale,
  visitor_id  text not null,
  at          timestamptz not null default now(),
  what        text not null,
  detail      jsonb not null default '{}'
);
create index visitor_event_visitor on visitor_event (sale_id, visitor_id, id);

-- Who left an address to be told that the turn is near.
create table line_contact (
  sale_id         text not null references sale,
  visitor_id      text not null,
  contact_sealed  text not null,
  language        text not null default 'en' check (language in ('ko', 'en')),
  at              timestamptz not null default now(),
  near_mailed_at  timestamptz,
  primary key (sale_id, visitor_id)
);
create index line_contact_open on line_contact (sale_id) where near_mailed_at is null;

-- Access codes: only the hash is kept. `lane` is where the code leads: the line, its priority lane, or straight in.
create table access_code (
  id            text primary key,
  sale_id       text not null references sale,
  code_hash     text not null,
  label         text not null default '',
  lane          text not null default 'ordinary' check (lane in ('ordinary', 'priority', 'staff')),
  uses_max      integer not null check (uses_max between 1 and 1000000),
  uses          integer not null default 0 check (uses between 0 and uses_max),
  ends_at       timestamptz,
  withdrawn_at  timestamptz,
  created_at    timestamptz not null default now(),
  unique (sale_id, code_hash)
);
create table access_code_use (
  code_id     text not null references access_code,
  visitor_id  text not null,
  at          timestamptz not null default now(),
  primary key (code_id, visitor_id)
);

-- Signing in with a place that is better than the account's own: from then on that place is the account's, on every
-- device. Kept here because the proof of a draw, orders and passes name the entry that joined.
create table account_place (
  sale_id             text not null references sale,
  account_visitor_id  text not null,
  visitor_id          text not null,
  at                  timestamptz not null default now(),
  primary key (sale_id, account_visitor_id)
);

-- Suspects: why they were asked for a check, and how it was cleared. Cleared ones are the false positives.
create table line_check (
  sale_id     text not null references sale,
  visitor_id  text not null,
  reason      text not null,
  at          timestamptz not null default now(),
  cleared_at  timestamptz,
  cleared_by  text check (cleared_by in ('work', 'email', 'staff')),
  primary key (sale_id, visitor_id),
  check ((cleared_at is null) = (cleared_by is null))
);
-- A code sent by mail: the way round the check for who cannot do it. One live code a visitor; a new one replaces it.
create table email_code (
  purpose      text not null,
  subject      text not null,
  email_index  text not null,
  code_hash    text not null,
  tries_left   integer not null check (tries_left >= 0),
  expires_at   timestamptz not null,
  primary key (purpose, subject)
);

-- What the autopilot has set; never above the operator's rate. No row: the operator's rate holds.
create table pace_state (
  sale_id          text primary key references sale,
  rate_per_minute  integer not null check (rate_per_minute >= 1),
  why              text not null check (why in ('reserve', 'pay', 'writer', 'calm')),
  why_ms           integer not null,
  at               timestamptz not null default now(),
  slowed_at        timestamptz not null default now()
);

-- What admission measured at its last tick: chances, estimates and the dashboard go by the same figures. Lost rows come
-- back with the next tick.
create unlogged table pace_seen (
  sale_id        text primary key references sale,
  at             timestamptz not null default now(),
  undecided      integer not null,
  turns_settled  integer not null,
  turns_bought   integer not null,
  holds_settled  integer not null,
  holds_paid     integer not null,
  units_paid     integer not null,
  calls_settled  integer not null,
  calls_missed   integer not null,
  -- Who takes a slot of the floor, and how many came and went, a minute.
  floor              integer not null,
  called_per_minute  real not null,
  ended_per_minute   real not null,
  turn_seconds       real not null
);

-- How often a promised range of waiting held.
create table eta_score (
  sale_id   text primary key references sale,
  promised  bigint not null default 0,
  held      bigint not null default 0 check (held <= promised)
);

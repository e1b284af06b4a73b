-- What of the line must outlive Redis: the generation, reserved numbers, who was called, who left.

-- Redis' memory has a generation, bound to the run_id of the server that holds it (LIN-5). One row.
create table line_generation (
  "only"         boolean primary key default true check ("only"),
  generation     bigint not null default 0,
  run_id         text,
  state          text not null default 'rebuilding' check (state in ('rebuilding', 'resuming', 'ready')),
  rebuilder      text,
  lease_until    timestamptz not null default now(),
  changed_at     timestamptz not null default now()
);
insert into line_generation default values;

-- Gateways that have put their connected visitors back after a loss.
create table line_resumed (
  generation  bigint not null,
  gateway     text not null,
  at          timestamptz not null default now(),
  primary key (generation, gateway)
);

-- Numbers up to number_end may have been handed out; they are never handed out again (LIN-4).
create table line_numbers (
  sale_id     text primary key references sale,
  number_end  bigint not null default 0 check (number_end >= 0)
);

create table admission (
  id            text primary key,
  sale_id       text not null references sale,
  visitor_id    text not null,
  number        bigint not null check (number >= 0),
  lane          text not null default 'ordinary' check (lane in ('ordinary', 'returned', 'passthrough', 'staff')),
  call_no       integer not null check (call_no >= 1),
  state         text not null check (state in ('called', 'missed', 'shopping', 'finished', 'ended', 'left')),
  called_at     timestamptz not null default now(),
  claim_by      timestamptz not null,
  claimed_at    timestamptz,
  pass_ends_at  timestamptz,
  ended_at      timestamptz,
  check ((state in ('called', 'shopping')) = (ended_at is null)),
  check (state <> 'shopping' or (claimed_at is not null and pass_ends_at is not null)),
  -- A crash between calling and recording drives the same call again: this makes it one.
  unique (sale_id, visitor_id, number, call_no)
);
-- One live call or pass per visitor (ADM-3).
create unique index admission_live on admission (sale_id, visitor_id) where state in ('called', 'shopping');
create index admission_claim_due on admission (sale_id, claim_by) where state = 'called';
create index admission_pass_due on admission (sale_id, pass_ends_at) where state = 'shopping';
create index admission_called on admission (sale_id, called_at);
-- Pacing measures conversion by the latest calls that came to an end.
create index admission_ended on admission (sale_id, ended_at desc) where ended_at is not null;

-- Who left: receipts with this number or a smaller one are void.
create table line_exit (
  sale_id     text not null references sale,
  visitor_id  text not null,
  number      bigint not null,
  at          timestamptz not null default now(),
  primary key (sale_id, visitor_id)
);

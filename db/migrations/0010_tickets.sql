-- Tickets that change hands, and everything a door does with them. A ticket is one row for its whole life; passing it on
-- makes the next serial, and only a code of the newest serial opens a door (TIC-4).

-- Who a ticket was offered to, and what became of it: rows are never deleted, so they are the ticket's history.
create table ticket_transfer (
  id                text primary key,
  ticket_id         text not null references ticket,
  -- The serial that is passed on; claiming makes the next one.
  from_serial       integer not null check (from_serial >= 1),
  -- Who gives: null is the buyer, otherwise whoever got the ticket by that transfer.
  from_transfer_id  text references ticket_transfer,
  state             text not null default 'offered' check (state in ('offered', 'claimed', 'withdrawn')),
  -- Address and name of the receiver, bound to this row.
  receiver_sealed   text not null,
  language          text not null check (language in ('ko', 'en')),
  offered_at        timestamptz not null default now(),
  settled_at        timestamptz,
  check ((state = 'offered') = (settled_at is null)),
  check ((from_serial = 1) = (from_transfer_id is null))
);
-- One offer at a time, and each serial is passed on once.
create unique index ticket_transfer_open on ticket_transfer (ticket_id) where state = 'offered';
create unique index ticket_transfer_claimed on ticket_transfer (ticket_id, from_serial) where state = 'claimed';
create index ticket_transfer_ticket on ticket_transfer (ticket_id, offered_at);

alter table ticket
  add column serial              integer not null default 1 check (serial >= 1),
  -- The transfer that brought it to who has it now; null: the buyer.
  add column holder_transfer_id  text references ticket_transfer,
  add constraint ticket_holder check ((serial = 1) = (holder_transfer_id is null));
-- The list for a door is read in this order, sale by sale.
create index ticket_sale on ticket (sale_id, id);
-- A typed code names the end of the ticket's id (tokens/ticket-code.ts).
create index ticket_id_end on ticket ("right"(id, 8));

-- One row a scan of a ticket of ours, under the id that the scanner gave it, so that sending it twice is sending it once.
create table ticket_scan (
  id           text primary key,
  ticket_id    text not null references ticket,
  -- Of the code that was shown.
  serial       integer not null,
  -- When it was scanned, on PostgreSQL's clock: a scanner's own time less what its clock is wrong, never after received_at.
  at           timestamptz not null,
  received_at  timestamptz not null default now(),
  door         text not null,
  device       text not null default '',
  staff_id     text references staff,
  -- overtaken: somebody was let in, and another door had let that ticket in earlier; undone: it was a mistake.
  outcome      text not null check (outcome in ('in', 'already', 'void', 'overtaken', 'undone'))
);
-- A ticket lets one in (DOR-1).
create unique index ticket_scan_in on ticket_scan (ticket_id) where outcome = 'in';
create index ticket_scan_overtaken on ticket_scan (device, received_at) where outcome = 'overtaken';

-- Who of the role door works at a sale; a sale without any row is open to all of that role.
create table door_duty (
  sale_id   text not null references sale,
  staff_id  text not null references staff,
  primary key (sale_id, staff_id)
);

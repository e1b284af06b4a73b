-- A batch of calls as it is recorded: one row, however many it calls (ADM-17). Its calls become rows of `admission` a moment
-- later, by whoever looks at one of them first, and it goes: a row that stays is of a process that died in between.
create table call_batch (
  -- The id of each call is this one and the call's place in the batch, from 001 on.
  id         text primary key,
  sale_id    text not null,
  called_at  timestamptz not null,
  claim_by   timestamptz not null,
  -- One of each a call, in the order in which they are called.
  visitors   text[] not null,
  numbers    bigint[] not null,
  lanes      text[] not null,
  call_nos   integer[] not null
);
create index call_batch_sale on call_batch (sale_id);
-- It lives for milliseconds: packing it would take longer than writing it.
alter table call_batch alter column visitors set storage external, alter column numbers set storage external,
  alter column lanes set storage external, alter column call_nos set storage external;

-- The calls of a sale by their time are asked for by that name of the sale alone (sale_id collate "C"): for a sale that is
-- new PostgreSQL took this index for the shortest way to one visitor's call too, and read all calls of the sale for each of
-- five hundred.
drop index admission_called;
create index admission_called on admission (sale_id collate "C", called_at);

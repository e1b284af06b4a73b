-- Returns of some units of an order: each is a row of its own, because several may be asked for, decided apart, and come
-- back on different days (SHP-5, SHP-6).

create table order_return (
  id           text primary key,
  order_id     text not null references "order",
  -- [{"lineNo", "quantity"}]
  lines        jsonb not null,
  reason       text not null,
  state        text not null default 'asked' check (state in ('asked', 'taken_back', 'refused')),
  -- Names the asking, where the buyer named it, and the lines as they were asked for; null: all. Asked again, the same.
  key          text unique,
  asked_lines  jsonb,
  asked_at     timestamptz not null default now(),
  -- When its goods are taken back by themselves; null once the writer was asked to, or somebody has decided.
  due_at       timestamptz,
  decided_at   timestamptz,
  decided_by   text,
  -- Why it was refused, for the buyer.
  answer       text,
  -- The command that took it back: its ledger rows and its part of the money carry this name.
  command_key  text unique,
  check ((state = 'asked') = (decided_at is null)),
  check (state = 'asked' or due_at is null),
  check ((state = 'refused') = (answer is not null)),
  check ((state = 'taken_back') = (command_key is not null))
);
create index order_return_order on order_return (order_id);
create index order_return_due on order_return (due_at) where due_at is not null;

-- While returns are open: until when others may be asked for. An order that is delivered has it as its next step.
alter table "order" add column returns_until timestamptz;

-- `return` gave back whole orders; its rows stay as they were settled.
alter table command drop constraint command_kind_check;
alter table command add constraint command_kind_check
  check (kind in ('confirm', 'release', 'lapse', 'refund', 'return', 'take_back', 'adjust'));

-- What was asked back as a whole before. `return_reason` is kept for processes of before, and read by nobody else.
insert into order_return (id, order_id, lines, reason, due_at)
select 'ret_' || substr(asked.id, 5), asked.id,
       (select jsonb_agg(jsonb_build_object('lineNo', line_no, 'quantity', quantity - refunded_quantity) order by line_no)
        from order_line where order_id = asked.id and quantity > refunded_quantity),
       coalesce(return_reason, 'returned'), coalesce(next_step_at, now())
from "order" as asked where state = 'return_requested';
update "order" set next_step_at = null where state = 'return_requested';
update command set kind = 'take_back', payload = payload || jsonb_build_object('returnId', 'ret_' || substr(order_id, 5))
where kind = 'return' and done_at is null;

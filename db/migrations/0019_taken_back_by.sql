-- Who ended an order or took it back, so that its page and its letters say who it was. `reason` is what they said.

alter table "order" add column taken_back_by text
  check (taken_back_by in ('buyer', 'staff', 'bank', 'provider', 'return'));

-- Of what ended before, as far as the commands that did it say so.
with last as (
  select distinct on (order_id) order_id, kind, payload->>'by' as made_by, payload->>'reason' as reason
  from command
  where kind in ('release', 'refund', 'return', 'take_back') and result->>'outcome' = 'done'
  order by order_id, id desc
)
update "order" set taken_back_by = case
    when last.kind in ('return', 'take_back') then 'return'
    when made_by = 'buyer' then 'buyer'
    when made_by like 'staff:%' then 'staff'
    when last.reason = 'dispute_lost' then 'bank'
    when last.reason = 'refunded_at_provider' then 'provider'
  end
from last
where last.order_id = "order".id and state in ('cancelled', 'returned', 'refund_pending', 'refunded');

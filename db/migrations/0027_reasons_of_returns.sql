-- Why goods were given back is what their buyer wrote (ORD-31). Until now orders, parts and refunds of returns had the same word
-- for all of them, 'returned'. A payment keeps that word: it says what its money is for.

update "order" set reason = last.reason
from (
  select distinct on (order_id) order_id, reason from order_return
  where state = 'taken_back' order by order_id, decided_at desc, id desc
) as last
where last.order_id = "order".id and taken_back_by = 'return';

update part_refund set reason = order_return.reason
from order_return where order_return.command_key = part_refund.command_key;

update refund set reason = order_return.reason
from order_return where order_return.command_key = refund.key;

-- The story of an order tells its buyer's cancel.
create index command_release_order on command (order_id) where kind = 'release';

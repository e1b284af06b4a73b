/** Rule 10: a stored "granted" and an order are the same thing seen from two sides. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const grantedOrders: Invariant = {
  name: 'granted-orders',
  says: 'a reservation was granted exactly where its order exists, once, with that total',
  check: ({ db }) =>
    findBySql(db, {
      of: 'stored answers',
      checked: sql`select count(*) from command_answer`,
      broken: sql`
        with granted as (
          select answer#>>'{order,id}' as order_id, count(*) as answers, min(id) as command_id,
                 max((answer#>>'{order,totalAmount}')::bigint) as total
          from command_answer where answer->>'outcome' = 'granted' group by 1
        ), reserved as (
          select distinct order_id, command_id from ledger where kind = 'reserve'
        )
        select format('order %s of %s: granted %s times, by command %s, for %s; reserved by command %s',
                      coalesce("order".id, granted.order_id), coalesce(total_amount::text, 'no order'),
                      coalesce(answers, 0), granted.command_id, total, reserved.command_id) as example
        from "order" full join granted on granted.order_id = "order".id
             left join reserved on reserved.order_id = "order".id
        where (answers, total, reserved.command_id) is distinct from (1, total_amount, granted.command_id)
           or "order".id is null`,
    }),
};

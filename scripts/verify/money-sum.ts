/**
 * Rule 4, by the till and not by states: what was ever captured and not given back is what the sold orders cost. A capture
 * that some later word about the payment has painted over still shows in its time of capture.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { moneyStates } from './order-states.ts';

export const moneySum: Invariant = {
  name: 'money-sum',
  says: 'captured − refunded = the total of all sold orders, sale by sale',
  check: ({ db }) =>
    findBySql(db, {
      of: 'sales',
      checked: sql`select count(*) from sale`,
      broken: sql`
        with kept as (
          select sale_id, sum(payment.amount - coalesce((
                   select sum(part_refund.amount) from part_refund where part_refund.order_id = "order".id
                     and "order".payment_id = payment.id), 0)) as amount
          from payment join "order" on "order".id = order_id
          where captured_at is not null and refunded_at is null and payment.state <> 'refund_pending'
            and not exists (select from command where key = 'confirm:' || payment.id and done_at is null)
          group by sale_id
        ), sold as (
          select sale_id, sum(total_amount - refunded_amount) as amount from "order" where state = any(${moneyStates}::text[])
          group by sale_id
        )
        select format('sale %s kept %s, its sold orders cost %s', id, coalesce(kept.amount, 0),
                      coalesce(sold.amount, 0)) as example
        from sale left join kept on kept.sale_id = id left join sold on sold.sale_id = id
        where coalesce(kept.amount, 0) <> coalesce(sold.amount, 0)`,
    }),
};

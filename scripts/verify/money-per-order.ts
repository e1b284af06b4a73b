/**
 * Rule 4, order by order: a sold order keeps exactly one payment, of its total; every other captured payment is on its way
 * back or back. Money whose confirmation the writer has not settled yet is under way (commands-settled watches that).
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { moneyStates } from './order-states.ts';

export const moneyPerOrder: Invariant = {
  name: 'money-per-order',
  says: 'a sold order keeps one payment of its total; any other captured money goes back',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        with kept as (
          select order_id, count(*) as payments, sum(amount) as amount, min(currency) as currency,
                 min(payment.id) as payment_id
          from payment
          where state = 'succeeded'
            and not exists (select from command where key = 'confirm:' || payment.id and done_at is null)
          group by order_id
        )
        select format('order %s is %s, total %s, paid by %s: %s payments kept, of %s', "order".id, "order".state,
                      total_amount, "order".payment_id, coalesce(payments, 0), coalesce(amount, 0)) as example
        from "order" left join kept on kept.order_id = "order".id
        where case when "order".state = any(${moneyStates}::text[])
                   -- Where parts gave all of the money back, only units that cost nothing are left.
                   then (payments, amount, kept.currency, kept.payment_id)
                        is distinct from (1, total_amount, "order".currency, "order".payment_id)
                        and (payments is not null or total_amount = 0 or refunded_amount < total_amount)
                   else coalesce(payments, 0) <> 0 end`,
    }),
};

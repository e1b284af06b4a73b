/** Rules 2 and 4: an order's units and total are those of its lines, at the prices of the sale and in its currency. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const orderTotals: Invariant = {
  name: 'order-totals',
  says: 'units, and total with points, of an order are the sums of its lines, in the currency of its sale',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        with summed as (
          select order_id, sum(quantity - refunded_quantity) as units, sum(quantity * unit_amount) as total,
                 count(*) filter (where tier.sale_id is distinct from "order".sale_id) as strangers
          from order_line join "order" on "order".id = order_id left join tier on tier.id = tier_id
          group by order_id
        )
        select format('order %s: %s units for %s %s, its lines say %s for %s', "order".id, "order".units,
                      total_amount, "order".currency, summed.units, summed.total) as example
        from "order" join sale on sale.id = sale_id left join summed on order_id = "order".id
        where (summed.units, summed.total, summed.strangers)
              is distinct from ("order".units, total_amount + points_spent, 0)
           or "order".currency <> sale.currency`,
    }),
};

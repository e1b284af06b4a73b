/** Rules 1 and 2: held and sold units are those of the orders; no unit is in two live orders, because the sums agree. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates, soldStates } from './order-states.ts';

export const stockInOrders: Invariant = {
  name: 'stock-in-orders',
  says: 'held and sold of a tier are the units of its held and sold orders',
  check: ({ db }) =>
    findBySql(db, {
      of: 'tiers',
      checked: sql`select count(*) from tier`,
      broken: sql`
        with asked as (
          select tier_id,
                 coalesce(sum(quantity) filter (where state = any(${holdStates}::text[])), 0) as held,
                 coalesce(sum(quantity - refunded_quantity) filter (where state = any(${soldStates}::text[])), 0) as sold
          from order_line join "order" on "order".id = order_id group by tier_id
        )
        select format('tier %s: %s held and %s sold, its orders hold %s and bought %s',
                      id, tier.held, tier.sold, coalesce(asked.held, 0), coalesce(asked.sold, 0)) as example
        from tier left join asked on asked.tier_id = tier.id
        where tier.held <> coalesce(asked.held, 0) or tier.sold <> coalesce(asked.sold, 0)`,
    }),
};

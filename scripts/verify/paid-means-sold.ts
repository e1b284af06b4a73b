/** Rule 3: what the ledger moved for an order is what its state says: held units, sold units, or none. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates, soldStates } from './order-states.ts';

export const paidMeansSold: Invariant = {
  name: 'paid-means-sold',
  says: 'an order is paid exactly when its units are sold, and holds units exactly while it is held',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        with asked as (
          select order_id, tier_id, sum(quantity) as units, sum(quantity - refunded_quantity) as kept
          from order_line group by order_id, tier_id
        ), moved as (
          select order_id, tier_id, sum(held_delta) as held, sum(sold_delta) as sold, sum(available_delta) as free
          from ledger where order_id is not null group by order_id, tier_id
        ), due as (
          select order_id, tier_id, state,
                 case when state = any(${holdStates}::text[]) then asked.units else 0 end as held,
                 case when state = any(${soldStates}::text[]) then asked.kept else 0 end as sold
          from asked join "order" on "order".id = order_id
        )
        select format('order %s is %s: of tier %s it should hold %s and own %s; the ledger says %s and %s',
                      coalesce(due.order_id, moved.order_id), due.state, coalesce(due.tier_id, moved.tier_id),
                      due.held, due.sold, moved.held, moved.sold) as example
        from due full join moved on moved.order_id = due.order_id and moved.tier_id = due.tier_id
        where (due.held, due.sold, -due.held - due.sold) is distinct from (moved.held, moved.sold, moved.free)`,
    }),
};

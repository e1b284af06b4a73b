/**
 * Rules 2 and 14: one ticket a unit of an issued order, as many that open a door as units were not given back, and none for
 * an order that is not paid, was cancelled, refunded or returned.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { soldStates } from './order-states.ts';

export const ticketsPerUnit: Invariant = {
  name: 'tickets-per-unit',
  says: 'each unit that an issued order keeps has one ticket that opens a door, and no other order has one',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        with made as (
          select order_id, line_no, tier_id, sale_id, count(*) as made, count(distinct unit_no) as units,
                 min(unit_no) as first, max(unit_no) as last, count(*) filter (where state <> 'void') as valid
          from ticket group by order_id, line_no, tier_id, sale_id
        ), due as (
          select order_id, line_no, tier_id, sale_id, quantity, state,
                 case when state = 'issued' then quantity - refunded_quantity when state = any(${soldStates}::text[]) then null else 0 end
                 as valid
          from order_line join "order" on "order".id = order_id
        )
        select format('order %s, %s, line %s: %s units, %s tickets of %s units, %s of them valid',
                      coalesce(due.order_id, made.order_id), due.state, coalesce(due.line_no, made.line_no),
                      due.quantity, coalesce(made.made, 0), coalesce(made.units, 0), coalesce(made.valid, 0)) as example
        from due full join made
          on made.order_id = due.order_id and made.line_no = due.line_no and made.tier_id = due.tier_id
             and made.sale_id = due.sale_id
        where due.order_id is null or coalesce(made.made, 0) > due.quantity or made.made <> made.units
           or made.first < 1 or made.last > due.quantity
           or coalesce(made.valid, 0) <> due.valid`,
    }),
};

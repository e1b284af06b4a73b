/** Rules 2 and 14: one ticket a unit of an issued order, and none that opens a door for an order that is not paid. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { soldStates } from './order-states.ts';

export const ticketsPerUnit: Invariant = {
  name: 'tickets-per-unit',
  says: 'an issued order has one ticket a unit, and no other order has one that opens a door',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        with made as (
          select order_id, line_no, tier_id, count(*) as made, count(distinct unit_no) as units,
                 count(*) filter (where state <> 'void') as valid
          from ticket group by order_id, line_no, tier_id
        ), due as (
          select order_id, line_no, tier_id, quantity, state,
                 case when state = 'issued' then quantity - refunded_quantity when state = any(${soldStates}::text[]) then null else 0 end
                 as valid
          from order_line join "order" on "order".id = order_id
        )
        select format('order %s, %s, line %s: %s units, %s tickets of %s units, %s of them valid',
                      coalesce(due.order_id, made.order_id), due.state, coalesce(due.line_no, made.line_no),
                      due.quantity, coalesce(made.made, 0), coalesce(made.units, 0), coalesce(made.valid, 0)) as example
        from due full join made
          on made.order_id = due.order_id and made.line_no = due.line_no and made.tier_id = due.tier_id
        where due.order_id is null or coalesce(made.made, 0) > due.quantity or made.made <> made.units
           or coalesce(made.valid, 0) <> due.valid`,
    }),
};

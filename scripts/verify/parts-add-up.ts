/**
 * Rule 4, part by part (ORD-15): what an order says that parts gave back is what was decided, unit by unit, in money and in
 * points; and every sum of money that was decided is on its way, or back.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const partsAddUp: Invariant = {
  name: 'parts-add-up',
  says: 'units, money and points that parts gave back are those decided, and their money is asked for',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders given back in part',
      checked: sql`select count(distinct order_id) from part_refund`,
      broken: sql`
        with decided as (
          select order_id, sum(amount) as amount, sum(points) as points,
                 coalesce(sum(part.units) filter (where not units_stay), 0) as units,
                 coalesce(sum(part.units) filter (where units_stay), 0) as staying
          from part_refund, lateral (
            select sum((line->>'quantity')::int) as units from jsonb_array_elements(lines) as line) as part
          group by order_id
        ), counted as (
          select order_id, sum(refunded_quantity) as units, sum(repaid_quantity) as staying,
                 sum((refunded_quantity + repaid_quantity) * unit_amount) as worth
          from order_line group by order_id
        ), asked as (
          select part_refund.order_id, sum(refund.amount) as amount
          from part_refund join refund on refund.key = command_key and refund.order_id = part_refund.order_id
          group by part_refund.order_id
        )
        select format('order %s: parts gave back %s units and paid for %s that stay, %s and %s points; decided were %s and %s '
                      'for %s and %s; asked for %s',
                      id, counted.units, counted.staying, refunded_amount, refunded_points, coalesce(decided.units, 0),
                      coalesce(decided.staying, 0), coalesce(decided.amount, 0), coalesce(decided.points, 0),
                      coalesce(asked.amount, 0)) as example
        from "order" join counted on counted.order_id = id left join decided on decided.order_id = id
             left join asked on asked.order_id = id
        where (refunded_amount, refunded_points, counted.units, counted.staying) is distinct from
              (coalesce(decided.amount, 0), coalesce(decided.points, 0), coalesce(decided.units, 0),
               coalesce(decided.staying, 0))
           -- Less only by what others gave back: goods that come back after that bring what is left (SHP-6).
           or counted.worth - refunded_amount - refunded_points not between 0 and coalesce((
             select sum(refund.amount) from refund
             where refund.payment_id = "order".payment_id and refund.origin = 'provider'), 0)
           or coalesce(asked.amount, 0) <> refunded_amount`,
    }),
};

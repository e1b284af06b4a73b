/**
 * Goods that come back (SHP-5, SHP-6), unit by unit: no more is asked back than is left; an order waits for returns exactly
 * while one is open; and what was taken back came into stock by its own command, with its part of the money, or with the
 * order's end.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

const ended = ['returned', 'refund_pending', 'refunded'];

export const returnsAddUp: Invariant = {
  name: 'returns-add-up',
  says: 'no unit is asked back or taken back twice, and each that was taken back is in stock and its money goes home',
  check: ({ db }) =>
    findBySql(db, {
      of: 'returns',
      checked: sql`select count(*) from order_return`,
      broken: sql`
        with part as (
          select order_return.id, order_id, state, command_key, (line->>'lineNo')::int as line_no,
                 (line->>'quantity')::int as units
          from order_return, jsonb_array_elements(lines) as line
        ), told as (
          select order_id, line_no, coalesce(sum(units) filter (where state = 'asked'), 0) as asked,
                 coalesce(sum(units) filter (where state = 'taken_back'), 0) as taken
          from part group by order_id, line_no
        ), moved as (
          select command_id, order_id, sum(available_delta) as units from ledger where kind = 'return' group by 1, 2
        ), taken as (
          select id, order_id, command_key, sum(units) as units from part where state = 'taken_back' group by 1, 2, 3
        )
        select format('order %s, line %s: %s units asked back and %s taken back of %s, of which %s went back in parts and %s stay',
                      order_id, line_no, asked, taken, quantity, refunded_quantity, repaid_quantity) as example
        from told left join order_line using (order_id, line_no) left join "order" on "order".id = order_id
        where quantity is null or asked + refunded_quantity + repaid_quantity > quantity
           or taken > case when state = any(${ended}::text[]) then quantity - repaid_quantity else refunded_quantity end
        union all
        select format('order %s is %s; %s of its returns are open', id, state,
                      (select count(*) from order_return where order_id = "order".id and order_return.state = 'asked'))
        from "order"
        where (state = 'return_requested' and next_step_at is null)
              is distinct from exists (select from order_return where order_id = "order".id and order_return.state = 'asked')
          and (state = 'return_requested' or id in (select order_id from order_return))
        union all
        select format('return %s of order %s took %s units back; the ledger moved %s for it', taken.id, taken.order_id,
                      taken.units, coalesce(moved.units, 0))
        from taken join "order" on "order".id = taken.order_id
             left join moved on moved.command_id = command_key and moved.order_id = taken.order_id
        where moved.units is distinct from taken.units
           or (state <> all(${ended}::text[]) and not exists (
             select from part_refund where part_refund.command_key = taken.command_key))`,
    }),
};

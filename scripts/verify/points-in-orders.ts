/**
 * Points and orders say the same (PNT-2, PNT-5): what an order was paid with was taken once; what did not become an order,
 * or went back with it, was given back once; and nobody keeps points of money that went home.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

const undone = ['cancelled', 'lapsed', 'returned', 'refund_pending', 'refunded'];

export const pointsInOrders: Invariant = {
  name: 'points-in-orders',
  says: 'points were taken, given back and taken home as the orders say, and none are held for nothing',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'orders and holds with points',
      checked: sql`select count(*) from points_hold`,
      broken: sql`
        with told as (
          select order_id, coalesce(-sum(amount) filter (where kind = 'spend'), 0) as spent,
                 coalesce(sum(amount) filter (where kind = 'giveBack'), 0) as given,
                 coalesce(sum(amount) filter (where kind = 'earn'), 0) as earned,
                 coalesce(-sum(amount) filter (where kind = 'takeBack'), 0) as taken
          from points_entry where order_id is not null group by order_id
        ), settled as (
          select id, state, points_spent, case when state = any(${undone}::text[])
                   -- Staff gave back all that was paid; a bank or the provider knows of money alone.
                   or (state = 'written_off' and taken_back_by = 'staff') then points_spent
                 else refunded_points end as back
          from "order"
          where not exists (
            select from outbox where topic = 'points' and payload->>'orderId' = "order".id and done_at is null
              and created_at > now() - ${patienceSeconds} * interval '1 second')
        )
        select format('order %s is %s: %s points spent, %s due back; its entries say %s and %s', id, state, points_spent,
                      back, coalesce(spent, 0), coalesce(given, 0)) as example
        from settled left join told on order_id = id
        where (points_spent, back) is distinct from (coalesce(spent, 0), coalesce(given, 0))
           or ((state = any(${undone}::text[]) or state = 'written_off') and coalesce(earned, 0) <> coalesce(taken, 0))
        union all
        select format('hold %s is %s since %s', command_id, state, touched_at)
        from points_hold
        where (state = 'held' and touched_at < now() - ${patienceSeconds} * interval '1 second')
           or (state = 'spent') is distinct from exists (
             select from points_entry where key = 'spend:' || command_id || ':' || tries and order_id is not null)
           or (state = 'released') is distinct from exists (
             select from points_entry where key = 'giveBack:' || command_id || ':' || tries)`,
    }),
};

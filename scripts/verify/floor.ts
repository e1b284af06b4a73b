/**
 * Rule 7: never more than `floorMax` called and inside at once. A slot is taken from the call until the admission has
 * ended, which the writer decides when the pass has ended and no order of it is held: that it did not end earlier is
 * checked beside it.
 */
import { sql } from 'kysely';
import { mostInForce } from './in-force.ts';
import { findBySql, type Invariant } from './invariant.ts';

/** Turns of raffles, reserve lists and staff take no slot of it. */
const ofTheFloor = sql`lane in ('ordinary', 'returned', 'priority', 'slow')`;

export const floor: Invariant = {
  name: 'floor',
  says: 'called + shopping never exceed the largest floor that was in force',
  check: ({ db }) =>
    findBySql(db, {
      of: 'admissions by the line',
      checked: sql`select count(*) from admission where ${ofTheFloor}`,
      broken: sql`
        with limits as (${mostInForce('floorMax')}), step as (
          select sale_id, called_at as at, 1 as taken from admission where ${ofTheFloor}
          union all
          -- The writer rounds its time up to the next millisecond.
          select sale_id, ended_at - interval '1 millisecond', -1 from admission where ${ofTheFloor} and ended_at is not null
        ), inside as (
          select sale_id, at, sum(taken) over (partition by sale_id order by at, taken rows unbounded preceding) as n
          from step
        )
        select format('sale %s had %s visitors called or inside, its floor was %s', inside.sale_id, max(n), most)
               as example
        from inside join limits on limits.sale_id = inside.sale_id
        group by inside.sale_id, most having max(n) > most`,
    }),
};

export const slotWhileOrdering: Invariant = {
  name: 'slot-while-ordering',
  says: 'a slot is not given on while an order of it is held or paying',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders with an admission',
      checked: sql`select count(*) from "order" where admission_id is not null`,
      broken: sql`
        with settled as (
          select order_id, min(at) as at from ledger
          where order_id is not null and kind <> 'reserve' group by order_id
        )
        select format('admission %s ended at %s, its order %s was settled at %s', admission.id, ended_at, "order".id,
                      coalesce(settled.at::text, 'no time yet')) as example
        from "order" join admission on admission.id = admission_id left join settled on order_id = "order".id
        where ended_at < coalesce(settled.at, 'infinity')`,
    }),
};

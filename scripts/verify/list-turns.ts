/**
 * Rules of raffles and reserve lists (RAF-2, RAF-5 … RAF-7): the numbers are those of the draw, the list was asked in its
 * order, no raffle gave more turns than it has winners, and every turn that lasts still finds a unit.
 */
import { sql } from 'kysely';
import { orderStates, soldUnits } from '../../domain/order-lifecycle.ts';
import { findBySql, findingOf, type Invariant } from './invariant.ts';
import { draws } from './line-history.ts';

export const raffleNumbers: Invariant = {
  name: 'raffle-numbers',
  says: 'every registration has the number that the draw gives its index',
  async check({ db }) {
    const drawn = await draws(db);
    const rows = await db
      .selectFrom('reserve_entry')
      .select(['sale_id', 'visitor_id', 'lobby_index', 'number'])
      .where('origin', '=', 'raffle')
      .where('number', 'is not', null)
      .execute();
    const broken = rows.flatMap(({ sale_id, visitor_id, lobby_index, number }) => {
      const due = drawn.get(sale_id)?.(lobby_index ?? 0);
      return due === number
        ? []
        : [`${visitor_id} registered as ${lobby_index}: number ${number}, drawn ${due}`];
    });
    return findingOf('drawn registrations', rows.length, broken);
  },
};

export const listInOrder: Invariant = {
  name: 'list-in-order',
  says: 'nobody of a list was asked before a smaller number that was on it and not inside',
  check: ({ db }) =>
    findBySql(db, {
      of: 'turns of lists',
      checked: sql`select count(*) from admission where lane in ('raffle', 'reserve')`,
      broken: sql`
        with turn as materialized (
          select sale_id, visitor_id, number, called_at from admission where lane in ('raffle', 'reserve')
        ), furthest as (
          select sale_id, max(number) as number from turn group by sale_id
        ), early as materialized (
          select entry.*, coalesce(own.called_at, case when entry.state = 'waiting' then 'infinity'::timestamptz end) as asked_at
          from reserve_entry as entry join furthest on furthest.sale_id = entry.sale_id
            left join turn as own on own.sale_id = entry.sale_id and own.visitor_id = entry.visitor_id
                                     and own.number = entry.number
          where entry.number < furthest.number
        )
        select format('number %s of sale %s was asked at %s, number %s only %s', turn.number, early.sale_id,
                      turn.called_at, early.number, early.asked_at) as example
        from early cross join lateral (
          select * from turn
          where turn.sale_id = early.sale_id and turn.number > early.number and turn.called_at > early.at
            and turn.called_at < early.asked_at
          order by called_at limit 1) as turn
        where not exists (
          select from admission as inside
          where inside.sale_id = early.sale_id and inside.visitor_id = early.visitor_id
            and inside.called_at <= turn.called_at and coalesce(inside.ended_at, 'infinity') >= turn.called_at)`,
    }),
};

const sold = orderStates.filter(soldUnits);

export const winnersBounded: Invariant = {
  name: 'winners-bounded',
  says: 'turns of a raffle that last or have bought never exceed its winners',
  check: ({ db }) =>
    findBySql(db, {
      of: 'turns of raffles',
      checked: sql`select count(*) from admission join sale on sale.id = sale_id
                   where mode = 'raffle' and lane in ('raffle', 'reserve')`,
      broken: sql`
        with turn as (
          select admission.*, exists (select from "order" where admission_id = admission.id
                                      and "order".state = any(${sold}::text[])) as has_bought,
            (select max(ledger.at) from ledger join "order" on "order".id = order_id
             where admission_id = admission.id and kind = 'refund') as refunded_at
          from admission where lane in ('raffle', 'reserve')
        ), step as (
          select sale_id, called_at as at, 1 as taken from turn
          union all
          -- The writer rounds its time up to the next millisecond.
          select sale_id, greatest(ended_at, refunded_at) - interval '1 millisecond', -1 from turn
          where ended_at is not null and not has_bought
        ), count as (
          select sale_id, sum(taken) over (partition by sale_id order by at, taken rows unbounded preceding) as n
          from step
        )
        select format('sale %s has %s winners and gave %s turns at once', sale.id, winners, max(n)) as example
        from count join sale on sale.id = sale_id
        where mode = 'raffle' group by sale.id having max(n) > winners`,
    }),
};

export const promisesKept: Invariant = {
  name: 'promises-kept',
  says: 'every turn of a list that has nothing in its basket finds a unit, unless the organiser took units away',
  check: ({ db }) =>
    findBySql(db, {
      of: 'sales with such turns',
      checked: sql`select count(distinct sale_id) from admission where lane in ('raffle', 'reserve')`,
      broken: sql`
        with promised as (
          select sale_id, count(*) as turns from admission
          where lane in ('raffle', 'reserve') and state in ('called', 'shopping') and not exists (
            select from "order" where admission_id = admission.id and "order".state in ('held', 'paying', 'expiring'))
          group by sale_id
        )
        select format('sale %s has %s units free for %s turns', sale_id, free, turns) as example
        from promised cross join lateral (
          select coalesce(sum(available), 0) as free from tier where tier.sale_id = promised.sale_id) as stock
        where free < turns
          and not exists (select from ledger where ledger.sale_id = promised.sale_id and available_delta < 0
                          and kind = 'capacity')`,
    }),
};

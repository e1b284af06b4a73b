/**
 * Rule 7: in any 60 seconds the line calls no more than the rate, one burst and one tick; nothing is saved up in a lull.
 * A tick more is granted because a call counts here when it is recorded, a moment after it was decided.
 */
import { sql } from 'kysely';
import { BURST_MS_MAX, TICK_MS } from '../../domain/limits.ts';
import { mostInForce } from './in-force.ts';
import { findBySql, type Invariant } from './invariant.ts';

const WINDOW_MS = 60_000 + BURST_MS_MAX + TICK_MS;

export const pace: Invariant = {
  name: 'pace',
  says: 'no 60 seconds have more calls than the rate, one burst and one tick',
  check: ({ db }) =>
    findBySql(db, {
      of: 'calls by the line',
      checked: sql`select count(*) from admission where lane in ('ordinary', 'returned')`,
      broken: sql`
        with limits as (${mostInForce('admitPerMinute')}), minute as (
          select sale_id, called_at,
                 count(*) over (partition by sale_id order by called_at
                                range between interval '60 seconds' preceding and current row) as calls
          from admission where lane in ('ordinary', 'returned')
        )
        select format('sale %s called %s visitors in the minute before %s, its rate was %s', minute.sale_id, calls,
                      called_at, most) as example
        from minute join limits on limits.sale_id = minute.sale_id
        where calls > 1 + ceil(most::numeric * ${WINDOW_MS} / 60000)
        order by calls desc`,
    }),
};

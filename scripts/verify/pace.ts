/**
 * Rule 7: in any 60 seconds the line calls no more than the rate, one burst and one tick; nothing is saved up in a lull.
 * A tick more is granted because a call counts here when it is recorded, a moment after it was decided.
 *
 * From the first call on that nobody answered, as many more may be called as the correction for those who do not come
 * allows at most (PAC-4); before that the rate is exact. Turns by invitation or code are no calls of the line.
 */
import { sql } from 'kysely';
import { BURST_MS_MAX, NO_SHOW_BOOST_MAX, TICK_MS } from '../../domain/limits.ts';
import { mostInForce } from './in-force.ts';
import { findBySql, type Invariant } from './invariant.ts';

const WINDOW_MS = 60_000 + BURST_MS_MAX + TICK_MS;
const ofLine = sql`lane in ('ordinary', 'priority', 'slow', 'returned')`;

export const pace: Invariant = {
  name: 'pace',
  says: 'no 60 seconds have more calls than the rate, one burst and one tick, corrected for those who did not come',
  check: ({ db }) =>
    findBySql(db, {
      of: 'calls by the line',
      checked: sql`select count(*) from admission where ${ofLine}`,
      broken: sql`
        with limits as (${mostInForce('admitPerMinute')}), minute as (
          select sale_id, called_at,
                 count(*) over (partition by sale_id order by called_at
                                range between interval '60 seconds' preceding and current row) as calls
          from admission where ${ofLine}
        ), stayed_away as (
          select sale_id, min(claim_by) as since from admission
          where ${ofLine} and claimed_at is null and ended_at is not null group by sale_id
        )
        select format('sale %s called %s visitors in the minute before %s, its rate was %s', minute.sale_id, calls,
                      called_at, most) as example
        from minute join limits on limits.sale_id = minute.sale_id
        left join stayed_away on stayed_away.sale_id = minute.sale_id
        where calls > 1 + ceil(most::numeric * ${WINDOW_MS} / 60000
                               * case when called_at >= since then ${NO_SHOW_BOOST_MAX}::numeric else 1 end)
        order by calls desc`,
    }),
};

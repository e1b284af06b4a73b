/** Rule 7: at any moment a visitor has at most one call or pass in a sale. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const liveOnce: Invariant = {
  name: 'live-once',
  says: 'a visitor never has two calls or passes of a sale at the same time',
  check: ({ db }) =>
    findBySql(db, {
      of: 'admissions',
      checked: sql`select count(*) from admission`,
      broken: sql`
        with turn as (
          select *, lag(id) over visitor as before,
                 max(coalesce(ended_at, 'infinity')) over (visitor rows between unbounded preceding and 1 preceding)
                 as until
          from admission window visitor as (partition by sale_id, visitor_id order by called_at, call_no)
        )
        select format('visitor %s was called again (%s) at %s while %s lasted', visitor_id, id, called_at, before)
               as example
        from turn where until > called_at`,
    }),
};

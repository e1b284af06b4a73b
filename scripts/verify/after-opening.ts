/** Rule 6: nobody is called before the sale has opened. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const afterOpening: Invariant = {
  name: 'after-opening',
  says: 'nobody is called by the line before the sale has opened',
  check: ({ db }) =>
    findBySql(db, {
      of: 'admissions by the line',
      checked: sql`select count(*) from admission where lane in ('ordinary', 'returned', 'priority', 'slow')`,
      broken: sql`
        select format('admission %s was called at %s, the sale opened at %s', admission.id, called_at,
                      coalesce(opened_at::text, 'no time yet')) as example
        from admission join sale on sale.id = sale_id
        where lane in ('ordinary', 'returned', 'priority', 'slow') and called_at < coalesce(opened_at, 'infinity')`,
    }),
};

/** "Waiting on for something sold out": a sale says that it is sold out exactly while nothing is free or held. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const soldOutState: Invariant = {
  name: 'sold-out-state',
  says: 'a sale is sold out exactly while nothing of it is free or held',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'open and sold out sales',
      checked: sql`select count(*) from sale where state in ('open', 'soldOut')`,
      broken: sql`
        select format('sale %s is %s with %s units free or held', sale.id, state, sum(available + held)) as example
        from sale join tier on tier.sale_id = sale.id
        group by sale.id
        having (state = 'soldOut' and sum(available + held) > 0)
            or (state = 'open' and sum(available + held) = 0
                and changed_at < now() - ${patienceSeconds} * interval '1 second')`,
    }),
};

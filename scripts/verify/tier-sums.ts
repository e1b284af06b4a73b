/** Rule 1: a tier's units are free, held or sold, each at least none, together its capacity. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const tierSums: Invariant = {
  name: 'tier-sums',
  says: 'available + held + sold = capacity, each at least 0',
  check: ({ db }) =>
    findBySql(db, {
      of: 'tiers',
      checked: sql`select count(*) from tier`,
      broken: sql`
        select format('tier %s: %s available + %s held + %s sold, capacity %s', id, available, held, sold, capacity)
               as example
        from tier
        where available < 0 or held < 0 or sold < 0 or available + held + sold <> capacity`,
    }),
};

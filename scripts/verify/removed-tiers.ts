/** Tiers that are sold no more (CAT-17): nothing of them is for anybody, and no sale was left without one. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const removedTiers: Invariant = {
  name: 'removed-tiers',
  says: 'nothing of a removed tier is free or held, and every sale keeps a tier',
  check: ({ db }) =>
    findBySql(db, {
      of: 'sales and removed tiers',
      checked: sql`select (select count(*) from sale) + count(*) from tier where removed_at is not null`,
      broken: sql`
        select format('tier %s was removed at %s and has %s free and %s held units', id, removed_at, available, held)
               as example
        from tier where removed_at is not null and (available <> 0 or held <> 0)
        union all
        select format('sale %s has no tier that is on sale', id) from sale
        where not exists (select from tier where sale_id = sale.id and removed_at is null)`,
    }),
};

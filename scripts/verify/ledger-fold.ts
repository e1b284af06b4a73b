/** Rule 1: folding the ledger from its first row gives the counts of each tier. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const ledgerFold: Invariant = {
  name: 'ledger-fold',
  says: 'the counts of a tier are the fold of its ledger',
  check: ({ db }) =>
    findBySql(db, {
      of: 'tiers',
      checked: sql`select count(*) from tier`,
      broken: sql`
        with fold as (
          select tier_id, sum(available_delta) as available, sum(held_delta) as held, sum(sold_delta) as sold
          from ledger group by tier_id
        )
        select format('tier %s has %s/%s/%s available/held/sold, its ledger says %s/%s/%s', coalesce(id, tier_id),
                      tier.available, tier.held, tier.sold, fold.available, fold.held, fold.sold) as example
        from tier full join fold on fold.tier_id = tier.id
        -- A tier that was added and never filled has no row yet (CAT-6); one that was removed and never bought has only those.
        where (coalesce(tier.available, 0), coalesce(tier.held, 0), coalesce(tier.sold, 0))
          is distinct from (coalesce(fold.available, 0), coalesce(fold.held, 0), coalesce(fold.sold, 0))`,
    }),
};

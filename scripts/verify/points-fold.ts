/** A balance is the sum of its entries, each of which says what it left behind; and only a take-back leads below nothing. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const pointsFold: Invariant = {
  name: 'points-fold',
  says: 'a balance of points is the fold of its ledger, and no spending led below nothing',
  check: ({ db }) =>
    findBySql(db, {
      of: 'balances of points',
      checked: sql`select count(*) from points_account`,
      broken: sql`
        with step as (
          select account_id, currency, kind, amount, balance_after,
                 sum(amount) over (partition by account_id, currency order by id) as folded
          from points_entry
        )
        select format('account %s has %s points of %s, its entries add up to %s', account_id, balance, currency,
                      coalesce(sum(step.amount), 0)) as example
        from points_account left join step using (account_id, currency)
        group by account_id, currency, balance
        having balance <> coalesce(sum(step.amount), 0)
            or bool_or(folded <> balance_after) or bool_or(kind = 'spend' and balance_after < 0)`,
    }),
};

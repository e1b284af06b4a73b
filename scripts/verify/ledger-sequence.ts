/** Rule 9: a sale's ledger has no gap, and its last row is the one that the lease names. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const ledgerSequence: Invariant = {
  name: 'ledger-sequence',
  says: 'the ledger of a sale runs 1, 2, 3 … without a gap, up to what its lease says',
  check: ({ db }) =>
    findBySql(db, {
      of: 'ledger rows',
      checked: sql`select count(*) from ledger`,
      broken: sql`
        with run as (
          select sale_id, min(seq) as first, max(seq) as last, count(*) as n from ledger group by sale_id
        )
        select format('sale %s: %s rows from %s to %s, the lease says %s', coalesce(run.sale_id, lease.sale_id),
                      n, first, last, ledger_seq) as example
        from run full join writer_lease as lease on lease.sale_id = run.sale_id
        where (first, last, n) is distinct from (1, n, ledger_seq) and coalesce(ledger_seq, -1) + coalesce(n, 0) <> 0`,
    }),
};

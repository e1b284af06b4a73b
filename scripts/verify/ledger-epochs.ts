/** Rule 9: once a newer writer has written, no older one does. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const ledgerEpochs: Invariant = {
  name: 'ledger-epochs',
  says: 'epochs only rise along the ledger, and none is newer than the lease',
  check: ({ db }) =>
    findBySql(db, {
      of: 'ledger rows',
      checked: sql`select count(*) from ledger`,
      broken: sql`
        with step as (
          select sale_id, seq, epoch, lag(epoch) over (partition by sale_id order by seq) as before from ledger
        )
        select format('sale %s: ledger %s is of epoch %s after epoch %s, the lease is at %s', step.sale_id, seq,
                      step.epoch, before, lease.epoch) as example
        from step join writer_lease as lease on lease.sale_id = step.sale_id
        where step.epoch < before or step.epoch > lease.epoch`,
    }),
};

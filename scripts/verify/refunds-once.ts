/** Rules 4 and 14: money goes back once: one refund a payment, and each payment that owes one has it. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const refundsOnce: Invariant = {
  name: 'refunds-once',
  says: 'a payment is refunded at most once, and each one that owes a refund has it asked for',
  check: ({ db }) =>
    findBySql(db, {
      of: 'refunds',
      checked: sql`select count(*) from outbox where topic = 'payment_refund'`,
      broken: sql`
        with asked as (
          select payload->>'paymentId' as payment_id, count(*) as refunds
          from outbox where topic = 'payment_refund' group by 1
        )
        select format('payment %s, %s: %s refunds asked for', coalesce(id, payment_id), coalesce(state, 'unknown'),
                      coalesce(refunds, 0)) as example
        from payment full join asked on payment_id = id
        where refunds > 1 or id is null or (state = 'refund_pending' and refunds is null)`,
    }),
};

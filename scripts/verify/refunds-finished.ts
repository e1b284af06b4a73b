/** Rule 4: refunds do not only begin. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const refundsFinished: Invariant = {
  name: 'refunds-finished',
  says: 'no refund and no refunded order is still on its way',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'refunded payments',
      checked: sql`select count(*) from payment where state in ('refund_pending', 'refunded')`,
      broken: sql`
        select format('payment %s of order %s (%s) waits for its refund since %s', payment.id, order_id,
                      "order".state, changed_at) as example
        from payment join "order" on "order".id = order_id
        where (payment.state = 'refund_pending' or (payment.state = 'refunded' and "order".state = 'refund_pending'
                 and not exists (select from payment as other where other.order_id = "order".id
                                 and other.state in ('succeeded', 'refund_pending'))))
          and changed_at < now() - ${patienceSeconds} * interval '1 second'
        union all
        select format('refund %s of payment %s waits for the provider since %s', id, payment_id, created_at)
        from refund where state = 'pending' and created_at < now() - ${patienceSeconds} * interval '1 second'`,
    }),
};

/**
 * Rule 14: each mail was handed over once: one row of the outbox for it, one message for the row. A mail about an order is
 * always sent; one about a place or a turn is not, where there is nothing to say any more (RAF-10).
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const mailOnce: Invariant = {
  name: 'mail-once',
  says: 'a mail is staged once, sent only when its row is done, and always where it is about an order',
  check: ({ db }) =>
    findBySql(db, {
      of: 'mails',
      checked: sql`select count(*) from outbox where topic = 'mail'`,
      broken: sql`
        select format('mail %s: staged %s times, %s done, %s sent', payload, count(*), count(done_at),
                      count(distinct message_id)) as example
        from outbox left join mail_sent on outbox_id = outbox.id
        where topic = 'mail'
        group by payload
        having count(*) > 1 or count(distinct message_id) > count(done_at)
          or (payload ? 'orderId' and count(distinct message_id) < count(done_at))`,
    }),
};

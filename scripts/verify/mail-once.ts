/** Rule 14: each mail was handed over once: one row of the outbox for it, one message for the row. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const mailOnce: Invariant = {
  name: 'mail-once',
  says: 'a mail is staged once and sent exactly when its row is done',
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
        having count(*) > 1 or count(distinct message_id) <> count(done_at)`,
    }),
};

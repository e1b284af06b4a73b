/**
 * What is kept about people no longer than it is needed (ACT-18). Each statement takes a bounded number of rows and says how
 * many there were; doing it again, or by several at once, changes nothing more.
 */
import { type Kysely, sql } from 'kysely';
import { eraseContact, leftOfDeleted } from './erase-account.ts';
import type { Database } from './schema.ts';

const ROWS_AT_ONCE = 1_000;
const days = (count: number) => sql`${count} * interval '1 day'`;

export interface ClearingAsk {
  readonly keptDays: number;
  /** Nobody's contact, sealed for this order. */
  readonly nobodyOf: (orderId: string) => string;
}

export type Clearing = (db: Kysely<Database>, ask: ClearingAsk) => Promise<number>;

/** By what is cleared. */
export const clearings: Readonly<Record<string, Clearing>> = {
  /** The list is over; the row stays, for the proof of a draw. */
  reserveContacts: clear(
    (kept) => sql`
      update reserve_entry set contact_sealed = null from (
        select r.sale_id, r.visitor_id from reserve_entry as r join sale on sale.id = r.sale_id
        where r.contact_sealed is not null and sale.closed_at < now() - ${days(kept)} limit ${ROWS_AT_ONCE}) as old
      where reserve_entry.sale_id = old.sale_id and reserve_entry.visitor_id = old.visitor_id`,
  ),
  lineContacts: clear(
    (kept) => sql`
      delete from line_contact using (
        select c.sale_id, c.visitor_id from line_contact as c join sale on sale.id = c.sale_id
        where sale.closed_at < now() - ${days(kept)} limit ${ROWS_AT_ONCE}) as old
      where line_contact.sale_id = old.sale_id and line_contact.visitor_id = old.visitor_id`,
  ),
  /** Over is over: they open nothing any more. */
  mailedCodes: clear(
    () => sql`
      delete from email_code using (
        select purpose, subject from email_code where expires_at < now() limit ${ROWS_AT_ONCE}) as old
      where email_code.purpose = old.purpose and email_code.subject = old.subject and email_code.expires_at < now()`,
  ),
  /** The letter is out; that it was sent stays, for whoever would send it again. */
  letters: clear(
    (kept) => sql`
      update outbox set payload = payload - 'sealed' where id in (
        select id from outbox
        where topic = 'mail' and done_at is not null and payload ? 'sealed' and done_at < now() - ${days(kept)}
        limit ${ROWS_AT_ONCE})`,
  ),
  signIns: clear(
    (kept) => sql`
      with old as materialized (
        select id from login where ended_at < now() - ${days(kept)} or expires_at < now() - ${days(kept)}
        limit ${ROWS_AT_ONCE}
      ), spent as (delete from spent_refresh using old where login_id = old.id)
      delete from login using old where login.id = old.id`,
  ),
  /** What a provider said in a webhook: nobody reads it, and older versions of us kept it (RUN-38). */
  webhookWords: clear(
    () => sql`
      update webhook_inbox set body = '' where (provider, event_id) in (
        select provider, event_id from webhook_inbox where body <> '' limit ${ROWS_AT_ONCE})`,
  ),
  /** At once: the account is deleted, and its order has come to nothing since (ACT-20). */
  contactsOfDeleted: async (db, { nobodyOf }) => {
    let erased = 0;
    for (const orderId of await leftOfDeleted(db, ROWS_AT_ONCE))
      erased += (await eraseContact(db, orderId, nobodyOf(orderId))) ? 1 : 0;
    return erased;
  },
  invitations: clear(
    (kept) => sql`
      delete from staff_invitation where id in (
        select id from staff_invitation where expires_at < now() - ${days(kept)} limit ${ROWS_AT_ONCE})`,
  ),
};

function clear(statement: (keptDays: number) => ReturnType<typeof sql>): Clearing {
  return async (db, { keptDays }) => {
    const { numAffectedRows } = await statement(keptDays).execute(db);
    return Number(numAffectedRows ?? 0);
  };
}

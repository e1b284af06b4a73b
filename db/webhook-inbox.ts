/**
 * Webhooks that were heard: UNIQUE(provider, event), so that the fifth copy of an event does nothing (PAY-5). A row comes
 * with the event's effect, behind the lock of the order that it is about. That it was heard is all that is kept: a
 * provider's words name who paid and the end of a card's number, and what counts is asked of the provider again (PAY-4,
 * RUN-38).
 */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface HeardEvent {
  readonly provider: string;
  readonly eventId: string;
}

/** True the first time. Of two at once, one waits for the other's transaction and then says false. */
export async function enterInbox(trx: Kysely<Database>, { provider, eventId }: HeardEvent): Promise<boolean> {
  const entered = await trx
    .insertInto('webhook_inbox')
    .values({ provider, event_id: eventId, body: '' })
    .onConflict((on) => on.columns(['provider', 'event_id']).doNothing())
    .executeTakeFirst();
  return entered.numInsertedOrUpdatedRows === 1n;
}

/** A look that saves a repeated event its transaction; enterInbox decides. */
export async function wasHeard(db: Kysely<Database>, { provider, eventId }: HeardEvent): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_inbox')
    .select('event_id')
    .where('provider', '=', provider)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row !== undefined;
}

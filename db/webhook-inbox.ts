/**
 * Webhooks that were heard: UNIQUE(provider, event), so that the fifth copy of an event does nothing (PAY-5).
 */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

interface Heard {
  readonly provider: string;
  readonly eventId: string;
}

/** True the first time. Of two at once, one waits for the other's transaction and then says false. */
export async function enterInbox(
  trx: Kysely<Database>,
  { provider, eventId, body }: Heard & { readonly body: string },
): Promise<boolean> {
  const entered = await trx
    .insertInto('webhook_inbox')
    .values({ provider, event_id: eventId, body })
    .onConflict((on) => on.columns(['provider', 'event_id']).doNothing())
    .executeTakeFirst();
  return entered.numInsertedOrUpdatedRows === 1n;
}

/** A look before the provider is asked; enterInbox decides. */
export async function wasHeard(db: Kysely<Database>, { provider, eventId }: Heard): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_inbox')
    .select('event_id')
    .where('provider', '=', provider)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row !== undefined;
}

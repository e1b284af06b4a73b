/** Blind indexes of who a ticket was given to, for transfers of before there was one (migration 0016). */
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface Unindexed {
  readonly id: string;
  readonly receiverSealed: string;
}

/** Transfers whose receiver has no blind index yet, after this one. */
export async function unindexedReceivers(
  db: Kysely<Database>,
  { afterId, rows }: { readonly afterId: string; readonly rows: number },
): Promise<Unindexed[]> {
  return await db
    .selectFrom('ticket_transfer')
    .select(['id', 'receiver_sealed as receiverSealed'])
    .where('receiver_index', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(rows)
    .execute();
}

export async function indexReceiver(db: Kysely<Database>, id: string, receiverIndex: string): Promise<void> {
  await db
    .updateTable('ticket_transfer')
    .set({ receiver_index: receiverIndex })
    .where('id', '=', id)
    .execute();
}

/** The stored answers of the writer: what a visitor was told, or would have been told, for ever (WRT-5). */
import type { Kysely } from 'kysely';
import type { WriterAnswer } from '../domain/writer/command.ts';
import type { Database } from './schema.ts';

/** Null: not decided yet, or a refusal that is not stored. Compare bodyHash: another one means `key_reused`. */
export async function findAnswer(db: Kysely<Database>, commandId: string): Promise<WriterAnswer | null> {
  const row = await db
    .selectFrom('command_answer')
    .select('answer')
    .where('id', '=', commandId)
    .executeTakeFirst();
  return row ? (row.answer as WriterAnswer) : null;
}

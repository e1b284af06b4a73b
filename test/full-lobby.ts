/** A lobby whose sale may open, with people in it, for tests of the opening. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { ClockDeps } from '../queue-worker/sale-clock/start.ts';
import { joinLine } from '../redis/line/join-line.ts';
import { reserveNumbers } from '../redis/line/reserve-numbers.ts';
import { openTestLine } from './line.ts';
import { newEntryId, testLog } from './stores.ts';

export async function fullLobby({ db, redis }: Pick<ClockDeps, 'db' | 'redis'>, count: number) {
  const opened = await openTestLine(db, redis, { state: 'lobby', lobby: 'shuffle', opens_at: new Date(0) });
  await reserveNumbers(opened.line, db, opened.saleId);
  const entryIds = Array.from({ length: count }, newEntryId);
  for (let from = 0; from < count; from += 500) {
    await joinLine(opened.line, { saleId: opened.saleId, entryIds: entryIds.slice(from, from + 500) });
  }
  return { ...opened, entryIds, deps: { db, redis, line: opened.line, log: testLog } };
}

export async function drawKeyOf(db: Kysely<Database>, saleId: string): Promise<string> {
  const query = db.selectFrom('sale').select('draw_key').where('id', '=', saleId);
  return (await query.executeTakeFirstOrThrow()).draw_key ?? '';
}

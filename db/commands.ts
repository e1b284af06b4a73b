/**
 * Commands that must not be lost: rows that a sale's writer pulls (WRT-6).
 *
 * They are staged in the transaction of the fact that causes them, so fact and command are there together or not at all;
 * `key` makes staging the same one twice harmless. The writer sets done_at in the transaction of the command's effect.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { RowCommand, RowResult } from '../domain/writer/command.ts';
import type { Database } from './schema.ts';

export type StagedCommand = RowCommand & {
  readonly saleId: string;
  /** Names the fact: `confirm:pay_…`, `release:ord_…`. The same key is staged once, the first payload wins. */
  readonly key: string;
};

/** `known`: it was staged before. `other`: so was another one, under this key. */
export async function stageCommand(
  trx: Kysely<Database> | Transaction<Database>,
  { saleId, kind, key, orderId, payload }: StagedCommand,
): Promise<'staged' | 'known' | 'other'> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('command')
    .values({ sale_id: saleId, kind, key, order_id: orderId, payload: JSON.stringify(payload) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return 'staged';
  const same = trx
    .selectFrom('command')
    .select('id')
    .where('key', '=', key)
    .where('kind', '=', kind)
    .where('order_id', 'is not distinct from', orderId)
    .where(sql<boolean>`payload = ${JSON.stringify(payload)}::jsonb`);
  return (await same.executeTakeFirst()) ? 'known' : 'other';
}

const FIRST_LOOK_MS = 20;
const LOOKS_APART_MS = 60;

/** The result once the writer has settled the command, or null after `waitMs`: it is still open then, and not lost. */
export async function awaitCommand(
  db: Kysely<Database>,
  key: string,
  waitMs: number,
): Promise<RowResult | null> {
  for (let waitedMs = 0, lookMs = FIRST_LOOK_MS; ; waitedMs += lookMs, lookMs = LOOKS_APART_MS) {
    const row = await db
      .selectFrom('command')
      .select('result')
      .where('key', '=', key)
      .where('done_at', 'is not', null)
      .executeTakeFirst();
    if (row) return row.result as RowResult;
    if (waitedMs >= waitMs) return null;
    await pause(lookMs);
  }
}

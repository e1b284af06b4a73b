/**
 * The opening of one sale (LIN-9), in steps that are each safe to repeat:
 * freeze the lobby, its size is fixed → the size into PostgreSQL → everybody's drawn number, in chunks under a key of its
 * own → one script makes it the line → PostgreSQL says open. Dying anywhere, the next look goes on from there; nobody is
 * called before the last step of Redis, and no step holds Redis for more than a moment.
 */
import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database, SaleRow } from '../../db/schema.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { lobbyKey } from '../../redis/keys.ts';
import { drawChunk, freezeLobby, openDrawnLine } from '../../redis/line/open-lobby.ts';
import { notify } from '../../redis/notices.ts';
import { giveTurns } from './draw-raffle.ts';
import type { ClockDeps } from './start.ts';

/** Gateways hear of the opening and say who is here; only then does presence mean anything. */
const FIRST_CALL_MS = 2_000;

export async function openSale(deps: ClockDeps, saleId: string): Promise<void> {
  const { db, redis, line, log } = deps;
  const sale = await db.selectFrom('sale').selectAll().where('id', '=', saleId).executeTakeFirstOrThrow();
  if (sale.mode === 'raffle' && !(await giveTurns(deps, saleId))) return; // A beacon is awaited.
  if (sale.mode === 'line' || sale.mode === 'raffle') {
    if (sale.mode === 'line' && sale.lobby === 'shuffle') await drawLobby(deps, sale);
    const { undrawn } = await openDrawnLine(line, { saleId, firstCallMs: FIRST_CALL_MS });
    if (undrawn > 0) return; // A receipt came back meanwhile: the next look draws it.
  }
  if (await markOpen(db, saleId)) {
    log.info({ saleId, mode: sale.mode }, 'sale opened');
    await notify(redis, saleId, { type: 'sale' });
  }
}

async function drawLobby({ db, redis, line, log }: ClockDeps, sale: SaleRow): Promise<void> {
  const frozen = await freezeLobby(line, { saleId: sale.id });
  const { size, key } = await fixDraw(db, sale, frozen.size);
  if (size === 0) return;
  const place = permutationOf(key, size);
  for (let from = 1; from <= size; from += SCRIPT_ENTRIES_MAX) {
    const members = await redis.zrangebyscore(
      lobbyKey(sale.id),
      from,
      from + SCRIPT_ENTRIES_MAX - 1,
      'WITHSCORES',
    );
    const drawn = pairs(members).map(({ entryId, index }) => ({ entryId, number: place(index - 1) + 1 }));
    if (drawn.length > 0) await drawChunk(line, { saleId: sale.id, drawn });
  }
  log.info({ saleId: sale.id, size }, 'lobby drawn');
}

/** The first that was written stands: a Redis that lost its memory in between does not change the draw. */
async function fixDraw(
  db: Kysely<Database>,
  sale: SaleRow,
  size: number,
): Promise<{ size: number; key: string }> {
  const root = hash('sha256', `${sale.id} ${size}`);
  await db
    .updateTable('sale')
    .set({
      draw_size: size,
      draw_root: root,
      draw_root_at: sql<Date>`now()`,
      draw_key: hash('sha256', `${sale.draw_seed} ${root}`),
      frozen_at: sql<Date>`now()`,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', sale.id)
    .where('draw_size', 'is', null)
    .execute();
  const row = await db
    .selectFrom('sale')
    .select(['draw_size', 'draw_key'])
    .where('id', '=', sale.id)
    .executeTakeFirstOrThrow();
  return { size: row.draw_size ?? size, key: row.draw_key ?? '' };
}

async function markOpen(db: Kysely<Database>, saleId: string): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('sale')
      .set({ state: 'open', opened_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
      .where('id', '=', saleId)
      .where('state', '=', 'lobby')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await trx
      .insertInto('audit')
      .values({ actor: 'clock', act: 'open', sale_id: saleId, reason: null })
      .execute();
    return true;
  });
}

function pairs(members: readonly string[]): { entryId: string; index: number }[] {
  return members.flatMap((entryId, at) =>
    at % 2 === 0 ? [{ entryId, index: Number(members[at + 1]) }] : [],
  );
}

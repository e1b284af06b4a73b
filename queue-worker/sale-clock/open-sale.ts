/**
 * The opening of one sale (LIN-9), in steps that are each safe to repeat: the lobby is drawn (draw-lobby.ts) → one script
 * makes it the line → PostgreSQL says open, and the seed of the draw is public from then on. Dying anywhere, the next
 * look goes on from there; nobody is called before the last step of Redis, and no step holds Redis for more than a moment.
 */
import { type Kysely, sql } from 'kysely';
import type { Database, SaleRow } from '../../db/schema.ts';
import { openDrawnLine } from '../../redis/line/open-lobby.ts';
import { notify } from '../../redis/notices.ts';
import { drawLobby } from './draw-lobby.ts';
import { giveTurns } from './draw-raffle.ts';
import { holdOpening, leaveOpening } from './opening-lease.ts';
import type { ClockDeps } from './start.ts';

/** Gateways hear of the opening and say who is here; only then does presence mean anything. */
const FIRST_CALL_MS = 2_000;

export async function openSale(deps: ClockDeps, saleId: string): Promise<void> {
  const { db, redis, log } = deps;
  const sale = await db
    .selectFrom('sale')
    .select(['mode', 'lobby'])
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  const hasLine = sale.mode === 'line' || sale.mode === 'raffle';
  if (hasLine && !(await openInTurn(deps, saleId, sale))) return;
  if (await markOpen(db, saleId)) {
    log.info({ saleId, mode: sale.mode }, 'sale opened');
    await notify(redis, saleId, { type: 'sale' });
  }
}

type Lobby = Pick<SaleRow, 'mode' | 'lobby'>;

/** False: not open yet, look again shortly. */
async function openInTurn(deps: ClockDeps, saleId: string, lobby: Lobby): Promise<boolean> {
  const { redis, name } = deps;
  if (!(await holdOpening(redis, saleId, name))) return false; // Another process is at it.
  try {
    return await openLine(deps, saleId, lobby);
  } finally {
    await leaveOpening(redis, saleId, name);
  }
}

async function openLine(deps: ClockDeps, saleId: string, { mode, lobby }: Lobby): Promise<boolean> {
  if (mode === 'raffle' && !(await giveTurns(deps, saleId))) return false;
  const drawn = mode === 'line' && lobby === 'shuffle' ? await drawLobby(deps, saleId) : {};
  if (drawn === null) return false;
  const { undrawn } = await openDrawnLine(deps.line, { saleId, firstCallMs: FIRST_CALL_MS, ...drawn });
  return undrawn === 0; // A receipt came back meanwhile: the next look draws it.
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

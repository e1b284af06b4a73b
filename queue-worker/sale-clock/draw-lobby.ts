/**
 * From a lobby without an order to a line that only has to be opened (LIN-9): freeze it → fix the draw over who stands in
 * it (fix-draw.ts says what decides a place) → give everybody their number, in chunks under a key of its own. Safe to
 * repeat: who has a number is not in the lobby any more, and the same index always gets the same number.
 */
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { drawChunk, freezeLobby, type LobbyMember, readLobby } from '../../redis/line/open-lobby.ts';
import { type Draw, fixDraw } from './fix-draw.ts';
import { holdOpening } from './opening-lease.ts';
import type { ClockDeps } from './start.ts';

/** Read and drawn at a time: Redis is kept busy, and never for longer than one script of 500. */
const INDEXES_AT_ONCE = 8 * SCRIPT_ENTRIES_MAX;

/** False: a beacon is awaited, look again shortly. */
export async function drawLobby(deps: ClockDeps, saleId: string): Promise<boolean> {
  const { redis, line, log, name } = deps;
  const frozen = await freezeLobby(line, { saleId });
  const draw = await fixDraw(deps, saleId, {
    size: frozen.size,
    leavesBetween: async (from, to) => {
      await holdOpening(redis, saleId, name);
      return await membersBetween(deps, saleId, from, to);
    },
  });
  if (!draw) return false;
  if (frozen.head.phase !== 'drawing') return true; // Opened by somebody who died before saying so.
  await giveNumbers(deps, saleId, draw);
  log.info({ saleId, size: draw.size }, 'lobby drawn');
  return true;
}

async function giveNumbers(deps: ClockDeps, saleId: string, { size, numberOf }: Draw): Promise<void> {
  const { redis, line, name } = deps;
  for (let from = 1; from <= size; from += INDEXES_AT_ONCE) {
    await holdOpening(redis, saleId, name);
    const members = await membersBetween(deps, saleId, from, Math.min(size, from + INDEXES_AT_ONCE - 1));
    const drawn = members.map(({ entryId, index }) => ({ entryId, number: numberOf(index) }));
    await Promise.all(slices(drawn).map((chunk) => drawChunk(line, { saleId, drawn: chunk })));
  }
  // Who joined a lobby that a Redis without memory held for unfrozen stands behind the draw, in order of arrival.
  for (;;) {
    const later = await readLobby(line, { saleId, from: size + 1, to: Number.MAX_SAFE_INTEGER });
    if (later.length === 0) return;
    const behind = later.map(({ entryId, index }) => ({ entryId, number: index }));
    await drawChunk(line, { saleId, drawn: behind });
  }
}

async function membersBetween(
  { line }: Pick<ClockDeps, 'line'>,
  saleId: string,
  from: number,
  to: number,
): Promise<LobbyMember[]> {
  const starts = Array.from(
    { length: Math.ceil((to - from + 1) / SCRIPT_ENTRIES_MAX) },
    (_, at) => from + at * SCRIPT_ENTRIES_MAX,
  );
  const found = await Promise.all(
    starts.map((start) =>
      readLobby(line, { saleId, from: start, to: Math.min(to, start + SCRIPT_ENTRIES_MAX - 1) }),
    ),
  );
  return found.flat();
}

const slices = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / SCRIPT_ENTRIES_MAX) }, (_, at) =>
    list.slice(at * SCRIPT_ENTRIES_MAX, (at + 1) * SCRIPT_ENTRIES_MAX),
  );

/**
 * From a lobby without an order to a line that only has to be opened (LIN-9): freeze it → fix the draw over who stands in
 * it (fix-draw.ts says what decides a place) → give everybody their number, in chunks under a key of its own. Safe to
 * repeat: the same index always gets the same number, and until the line is opened everybody is still in the lobby.
 */
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { drawChunk, freezeLobby, type LobbyMember, readLobby } from '../../redis/line/open-lobby.ts';
import { type Draw, fixDraw } from './fix-draw.ts';
import { holdOpening } from './opening-lease.ts';
import type { ClockDeps } from './start.ts';

/** Read and drawn at a time: Redis is kept busy, and never for longer than one script of 500. */
const ENTRIES_AT_ONCE = 8 * SCRIPT_ENTRIES_MAX;

/** What the opening must be told; null: a beacon is awaited, look again shortly. */
export async function drawLobby(deps: ClockDeps, saleId: string): Promise<{ cameBack: number } | null> {
  const { redis, line, log, name } = deps;
  const frozen = await freezeLobby(line, { saleId });
  const draw = await fixDraw(deps, saleId, {
    size: frozen.size,
    leavesBetween: async (from, to) => {
      await holdOpening(redis, saleId, name);
      return await membersBetween(deps, saleId, from, to);
    },
  });
  if (!draw) return null;
  // Read again: from here on receipts lead past the lobby, so that this count stands still.
  const { head, cameBack } = await freezeLobby(line, { saleId });
  if (head.phase !== 'drawing') return { cameBack }; // Opened by somebody who died before saying so.
  await giveNumbers(deps, saleId, draw, { lobbyCount: head.lobbyCount, cameBack });
  log.info({ saleId, size: draw.size }, 'lobby drawn');
  return { cameBack };
}

/** By rising number, because Redis appends to a sorted set several times faster than it inserts into one. */
async function giveNumbers(
  deps: ClockDeps,
  saleId: string,
  draw: Draw,
  read: { readonly lobbyCount: number; readonly cameBack: number },
): Promise<void> {
  const { redis, line, name } = deps;
  const members = await lobbyMembers(deps, saleId, draw.size);
  for (let next = 1; next <= draw.size; ) {
    await holdOpening(redis, saleId, name);
    const drawn: { entryId: string; number: number }[] = [];
    for (; next <= draw.size && drawn.length < ENTRIES_AT_ONCE; next += 1) {
      const entryId = members[draw.indexOf(next)];
      if (entryId !== undefined) drawn.push({ entryId, number: next });
    }
    await Promise.all(slices(drawn).map((chunk) => drawChunk(line, { saleId, drawn: chunk, read })));
  }
  // Who joined a lobby that a Redis without memory held for unfrozen stands behind the draw, in order of arrival.
  for (let from = draw.size + 1; ; ) {
    const later = await readLobby(line, { saleId, from, to: Number.MAX_SAFE_INTEGER });
    if (later.length === 0) return;
    await drawChunk(line, { saleId, drawn: later.map(({ entryId, index }) => ({ entryId, number: index })) });
    from = (later.at(-1)?.index ?? from) + 1;
  }
}

/** By index: some 40 MB for a million. */
async function lobbyMembers(deps: ClockDeps, saleId: string, size: number): Promise<string[]> {
  const members: string[] = [];
  for (let from = 1; from <= size; from += ENTRIES_AT_ONCE) {
    await holdOpening(deps.redis, saleId, deps.name);
    const found = await membersBetween(deps, saleId, from, Math.min(size, from + ENTRIES_AT_ONCE - 1));
    for (const { entryId, index } of found) members[index] = entryId;
  }
  return members;
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

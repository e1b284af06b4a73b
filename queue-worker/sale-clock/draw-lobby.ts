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
  const { line, log } = deps;
  const frozen = await freezeLobby(line, { saleId });
  const atFreeze = new LobbyMembers(deps, saleId, frozen);
  const draw = await fixDraw(deps, saleId, {
    size: frozen.size,
    leavesBetween: (from, to) => atFreeze.between(from, to),
  });
  if (!draw) return null;
  // From here on receipts lead past the lobby, so that the count of who came back stands still.
  const now = await freezeLobby(line, { saleId });
  if (now.head.phase !== 'drawing') return { cameBack: now.cameBack }; // Opened by somebody who died before saying so.
  const isSame = now.cameBack === frozen.cameBack && now.head.lobbyCount === frozen.head.lobbyCount;
  const members = isSame && atFreeze.isRead(draw.size) ? atFreeze : new LobbyMembers(deps, saleId, now);
  await members.readAll(draw.size);
  await giveNumbers(deps, saleId, draw, members);
  log.info({ saleId, size: draw.size }, 'lobby drawn');
  return { cameBack: now.cameBack };
}

/**
 * Who stands in the frozen lobby, read once for the root and for the numbers: some 40 MB for a million. `counts` were taken
 * before the first of them was read: by them Redis tells whether somebody has left or come back since (draw-chunk.lua).
 */
class LobbyMembers {
  readonly counts: { readonly lobbyCount: number; readonly cameBack: number };
  readonly #deps: ClockDeps;
  readonly #saleId: string;
  readonly #byIndex: string[] = [];
  #readCount = 0;

  constructor(deps: ClockDeps, saleId: string, { head, cameBack }: Awaited<ReturnType<typeof freezeLobby>>) {
    this.#deps = deps;
    this.#saleId = saleId;
    this.counts = { lobbyCount: head.lobbyCount, cameBack };
  }

  /** Undefined where nobody stands there any more. */
  at(index: number): string | undefined {
    return this.#byIndex[index];
  }

  isRead(size: number): boolean {
    return this.#readCount >= size;
  }

  /** Both included. No index is asked for twice, unless all are. */
  async between(from: number, to: number): Promise<LobbyMember[]> {
    const { redis, name } = this.#deps;
    await holdOpening(redis, this.#saleId, name);
    const found = await membersBetween(this.#deps, this.#saleId, from, to);
    for (const { entryId, index } of found) this.#byIndex[index] = entryId;
    this.#readCount += to - from + 1;
    return found;
  }

  async readAll(size: number): Promise<void> {
    if (this.isRead(size)) return;
    for (let from = 1; from <= size; from += ENTRIES_AT_ONCE)
      await this.between(from, Math.min(size, from + ENTRIES_AT_ONCE - 1));
  }
}

/** By rising number, because Redis appends to a sorted set several times faster than it inserts into one. */
async function giveNumbers(
  deps: ClockDeps,
  saleId: string,
  draw: Draw,
  members: LobbyMembers,
): Promise<void> {
  const { redis, line, name } = deps;
  const read = members.counts;
  for (let next = 1; next <= draw.size; ) {
    await holdOpening(redis, saleId, name);
    const drawn: { entryId: string; number: number }[] = [];
    for (; next <= draw.size && drawn.length < ENTRIES_AT_ONCE; next += 1) {
      const entryId = members.at(draw.indexOf(next));
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

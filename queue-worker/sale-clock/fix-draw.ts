/**
 * What decides a place: the draw of a frozen lobby, or of a raffle's registrations (LIN-9, LIN-20 … LIN-23).
 *
 *   size    how many indexes there are                                 (the hash of the seed is public long before)
 *   root    over who stands at which index, by domain/merkle.ts        public from here on
 *   beacon  a round that does not exist yet when the root is fixed     public when it appears, with its signature
 *   key     SHA-256 of seed, root and beacon, by domain/draw-key.ts    secret, with the seed, until the line is open
 *   number  of index i: shuffleOf(key, size).placeOf(i - 1) + 1, by domain/permutation.ts
 *
 * Each is written down before the next one begins, and only once (db/draw.ts). Dying between any two lines, or being done
 * twice at the same time, the next look finds what stands and goes on from there.
 */
import type { Kysely } from 'kysely';
import {
  chunkRoots,
  type DrawRow,
  fixKey,
  fixRoot,
  fixSize,
  keepChunks,
  type LeafChunk,
  noteBeaconRefused,
  readDraw,
} from '../../db/draw.ts';
import type { Database } from '../../db/schema.ts';
import { drawKeyOf } from '../../domain/draw-key.ts';
import { BEACON_WAIT_MS_MAX } from '../../domain/limits.ts';
import { entryHashOf, HASH_BYTES, LEAVES_PER_CHUNK, leafHashesOf, rootOver } from '../../domain/merkle.ts';
import { shuffleOf } from '../../domain/permutation.ts';
import type { Log } from '../../runtime/log.ts';
import { askRound, type Beacon, type Heard } from './beacon.ts';

export interface DrawDeps {
  readonly db: Kysely<Database>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Absent: the operator has named none. */
  readonly beacon?: Beacon | undefined;
}

/** Who is drawn. Nobody joins it any more; who leaves meanwhile is a gap. */
export interface FrozenLobby {
  /** Indexes run from 1 to it. */
  readonly size: number;
  /** Who stands at the indexes from … to, both included; gaps are left out. */
  readonly leavesBetween: (from: number, to: number) => Promise<readonly Leaf[]>;
}
export interface Leaf {
  readonly index: number;
  readonly entryId: string;
}

export interface Draw {
  readonly size: number;
  /** The drawn number of an index; both count from 1. */
  readonly numberOf: (index: number) => number;
  /** The way back: whose number this is. */
  readonly indexOf: (number: number) => number;
}

/** Chunks read, hashed and kept at a time: some 10 ms of work before others of this process have their turn. */
const CHUNKS_AT_ONCE = 8;
/** The next round may appear while the root is being written; the one after it does not. */
const ROUNDS_AHEAD = 2;

/** Null: a beacon is awaited. Ask again shortly. */
export async function fixDraw(deps: DrawDeps, saleId: string, lobby: FrozenLobby): Promise<Draw | null> {
  const { db } = deps;
  await fixSize(db, saleId, lobby.size);
  let draw = await readDraw(db, saleId);
  const size = draw.size ?? 0;
  if (size === 0) return { size, numberOf: (index) => index, indexOf: (number) => number };
  if (draw.root === null) {
    await keepLeaves(deps, saleId, { ...lobby, size });
    await fixRootOverLeaves(deps, saleId, draw);
    draw = await readDraw(db, saleId);
  }
  if (draw.root !== null && draw.key === null) {
    await mixBeacon(deps, saleId, { ...draw, root: draw.root });
    draw = await readDraw(db, saleId);
  }
  if (draw.key === null) return null;
  const { placeOf, indexOf } = shuffleOf(draw.key, size);
  return {
    size,
    numberOf: (index) => placeOf(index - 1) + 1,
    indexOf: (number) => indexOf(number - 1) + 1,
  };
}

async function keepLeaves({ db }: DrawDeps, saleId: string, lobby: FrozenLobby): Promise<void> {
  const kept = await chunkRoots(db, saleId); // By whoever died half-way.
  const count = Math.ceil(lobby.size / LEAVES_PER_CHUNK);
  for (let chunkNo = 0; chunkNo < count; chunkNo += CHUNKS_AT_ONCE) {
    const missing = Array.from({ length: CHUNKS_AT_ONCE }, (_, at) => chunkNo + at).filter(
      (no) => no < count && !kept.has(no),
    );
    const [first, last] = [missing[0], missing.at(-1)];
    if (first === undefined || last === undefined) continue;
    const to = Math.min(lobby.size, (last + 1) * LEAVES_PER_CHUNK);
    const leaves = await lobby.leavesBetween(first * LEAVES_PER_CHUNK + 1, to);
    const chunks = missing.map((no) => chunkOf(no, lobby.size, leaves));
    await keepChunks(db, saleId, chunks);
  }
}

/** `leaves` may hold those of other chunks too. */
function chunkOf(chunkNo: number, size: number, leaves: readonly Leaf[]): LeafChunk {
  const firstIndex = chunkNo * LEAVES_PER_CHUNK + 1;
  const length = Math.min(LEAVES_PER_CHUNK, size - chunkNo * LEAVES_PER_CHUNK);
  const entryHashes = Buffer.alloc(length * HASH_BYTES);
  for (const { index, entryId } of leaves) {
    const at = index - firstIndex;
    if (at >= 0 && at < length) entryHashOf(entryId).copy(entryHashes, at * HASH_BYTES);
  }
  const root = rootOver(leafHashesOf(firstIndex, entryHashes)).toString('hex');
  return { chunkNo, entryHashes, root };
}

/**
 * The root over the chunks that stand in PostgreSQL, whoever wrote them. While the beacon does not say which round it is
 * at, nothing is fixed until patience ends.
 */
async function fixRootOverLeaves(deps: DrawDeps, saleId: string, draw: DrawRow): Promise<void> {
  const { db, beacon, log } = deps;
  const roots = [...(await chunkRoots(db, saleId)).values()].map((root) => Buffer.from(root, 'hex'));
  const root = rootOver(roots).toString('hex');
  const newest = beacon ? await believed(deps, saleId, await beacon.newest()) : null;
  if (!beacon) await fixRoot(db, saleId, { root, beacon: null, state: 'none' });
  else if (newest !== null) {
    const { url, chainHash } = beacon;
    await fixRoot(db, saleId, {
      root,
      ...{ beacon: { url, chainHash, round: newest + ROUNDS_AHEAD }, state: 'awaited' },
    });
  } else if (draw.frozenForMs < BEACON_WAIT_MS_MAX) return;
  else await fixRoot(db, saleId, { root, beacon: null, state: 'missing' });
  log.info({ saleId, root, size: draw.size }, 'root of the draw is fixed');
}

async function mixBeacon(
  deps: DrawDeps,
  saleId: string,
  draw: DrawRow & { readonly root: string },
): Promise<void> {
  const { db, log } = deps;
  const { seed, root, beaconState, beaconUrl, beaconRound, beaconChain: chainHash } = draw;
  if (beaconState === 'none' || beaconState === 'missing' || beaconUrl === null || beaconRound === null) {
    const state = beaconState === 'none' ? 'none' : 'missing';
    await fixKey(db, saleId, { key: drawKeyOf({ seed, root, beacon: null }), state, beacon: null });
    return;
  }
  // The address and the chain that were published with the root, whatever the settings say by now.
  const heard = await askRound({ url: beaconUrl, chainHash }, beaconRound);
  const found = await believed(deps, saleId, heard);
  if (found) {
    const key = drawKeyOf({ seed, root, beacon: found.randomness });
    await fixKey(db, saleId, { key, state: 'mixed', beacon: found });
  } else if (draw.rootForMs >= BEACON_WAIT_MS_MAX) {
    log.warn({ saleId, beaconUrl, beaconRound }, 'the draw goes on without the beacon, and says so');
    await fixKey(db, saleId, {
      key: drawKeyOf({ seed, root, beacon: null }),
      state: 'missing',
      beacon: null,
    });
  }
}

/** Null for what is not there. What is refused is written down for everybody, and asked for again. */
async function believed<Found>(
  { db, log }: DrawDeps,
  saleId: string,
  heard: Heard<Found>,
): Promise<Found | null> {
  if (heard === null || 'found' in heard) return heard?.found ?? null;
  if (await noteBeaconRefused(db, saleId, heard.refused))
    log.warn({ saleId, why: heard.refused }, 'an answer of the beacon is not believed');
  return null;
}

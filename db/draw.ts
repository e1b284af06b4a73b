/**
 * What of a draw is decided, in the order in which it is decided (LIN-9, LIN-20 … LIN-23): size → leaves → root with the
 * beacon's round → key. Each is written once: whoever comes second, or again, finds what stands and goes by that.
 */
import { type Kysely, sql } from 'kysely';
import type { BeaconRefusal } from '../domain/draw-proof.ts';
import type { Database } from './schema.ts';

export interface DrawRow {
  readonly seed: string;
  readonly seedHash: string;
  /** Lobby indexes run from 1 to it; null before the lobby is frozen. */
  readonly size: number | null;
  readonly root: string | null;
  readonly rootAt: Date | null;
  readonly beaconState: 'none' | 'awaited' | 'mixed' | 'missing';
  readonly beaconUrl: string | null;
  readonly beaconRound: number | null;
  /** The chain whose signature is demanded of it; null where none is. */
  readonly beaconChain: string | null;
  /** Randomness of that round. */
  readonly beacon: string | null;
  /** What places are computed from. Secret until the line is open. */
  readonly key: string | null;
  /** By PostgreSQL's clock, since the lobby was frozen and since the root was fixed; 0 where it was not. */
  readonly frozenForMs: number;
  readonly rootForMs: number;
  /** Once it is, the seed is public. */
  readonly openedAt: Date | null;
}

export async function readDraw(db: Kysely<Database>, saleId: string): Promise<DrawRow> {
  return await db
    .selectFrom('sale')
    .select([
      'draw_seed as seed',
      'draw_seed_hash as seedHash',
      'draw_size as size',
      'draw_root as root',
      'draw_root_at as rootAt',
      'draw_beacon_state as beaconState',
      'draw_beacon_url as beaconUrl',
      'draw_beacon_round as beaconRound',
      'draw_beacon_chain as beaconChain',
      'draw_beacon as beacon',
      'draw_key as key',
      'opened_at as openedAt',
      msSince('frozen_at').as('frozenForMs'),
      msSince('draw_root_at').as('rootForMs'),
    ])
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
}

const msSince = (column: 'frozen_at' | 'draw_root_at') =>
  sql<number>`coalesce(extract(epoch from now() - ${sql.ref(column)}) * 1000, 0)::float8`;

/** The first size stands: a Redis that forgets after this changes nothing about the draw. */
export async function fixSize(db: Kysely<Database>, saleId: string, size: number): Promise<void> {
  await db
    .updateTable('sale')
    .set({ draw_size: size, frozen_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
    .where('id', '=', saleId)
    .where('draw_size', 'is', null)
    .execute();
}

export interface LeafChunk {
  /** From 0; chunk n holds the indexes from n × LEAVES_PER_CHUNK + 1 on. */
  readonly chunkNo: number;
  /** 32 bytes a leaf. */
  readonly entryHashes: Buffer;
  /** Of the subtree over these leaves. */
  readonly root: string;
}

/** A chunk that is there already stays as it is: it was read from the frozen lobby too. */
export async function keepChunks(
  db: Kysely<Database>,
  saleId: string,
  chunks: readonly LeafChunk[],
): Promise<void> {
  if (chunks.length === 0) return;
  await db
    .insertInto('draw_chunk')
    .values(
      chunks.map(({ chunkNo, entryHashes, root }) => ({
        sale_id: saleId,
        chunk_no: chunkNo,
        entry_hashes: entryHashes,
        root,
      })),
    )
    .onConflict((clash) => clash.columns(['sale_id', 'chunk_no']).doNothing())
    .execute();
}

/** The roots of the chunks that are there, by number. */
export async function chunkRoots(db: Kysely<Database>, saleId: string): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('draw_chunk')
    .select(['chunk_no', 'root'])
    .where('sale_id', '=', saleId)
    .orderBy('chunk_no')
    .execute();
  return new Map(rows.map(({ chunk_no, root }) => [chunk_no, root]));
}

/** Up to `count` chunks from this number on. */
export async function chunksFrom(
  db: Kysely<Database>,
  saleId: string,
  chunkNo: number,
  count: number,
): Promise<LeafChunk[]> {
  return await db
    .selectFrom('draw_chunk')
    .select(['chunk_no as chunkNo', 'entry_hashes as entryHashes', 'root'])
    .where('sale_id', '=', saleId)
    .where('chunk_no', '>=', chunkNo)
    .where('chunk_no', '<', chunkNo + count)
    .orderBy('chunk_no')
    .execute();
}

export interface FixedRoot {
  readonly root: string;
  /** Null: no beacon is mixed in, `state` says why. */
  readonly beacon: { readonly url: string; readonly chainHash: string | null; readonly round: number } | null;
  readonly state: 'none' | 'awaited' | 'missing';
}

/** From this moment on everybody may see who stood in the lobby, and which round of the beacon will decide. */
export async function fixRoot(
  db: Kysely<Database>,
  saleId: string,
  { root, beacon, state }: FixedRoot,
): Promise<void> {
  await db
    .updateTable('sale')
    .set({
      draw_root: root,
      draw_root_at: sql<Date>`now()`,
      draw_beacon_state: state,
      draw_beacon_url: beacon?.url ?? null,
      draw_beacon_round: beacon?.round ?? null,
      draw_beacon_chain: beacon?.chainHash ?? null,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', saleId)
    .where('draw_root', 'is', null)
    .execute();
}

export interface FixedKey {
  readonly key: string;
  readonly state: 'none' | 'mixed' | 'missing';
  /** The round that is mixed in. */
  readonly beacon: MixedRound | null;
}
export interface MixedRound {
  readonly randomness: string;
  readonly signature: string | null;
  readonly previousSignature: string | null;
}

/** Every place is decided with this. */
export async function fixKey(
  db: Kysely<Database>,
  saleId: string,
  { key, state, beacon }: FixedKey,
): Promise<void> {
  await db
    .updateTable('sale')
    .set({
      draw_key: key,
      draw_beacon_state: state,
      draw_beacon: beacon?.randomness ?? null,
      draw_beacon_signature: beacon?.signature ?? null,
      draw_beacon_previous: beacon?.previousSignature ?? null,
      // Of a round that came in the end nothing is held against it.
      ...(beacon && { draw_beacon_refused: null }),
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', saleId)
    .where('draw_key', 'is', null)
    .where('draw_root', 'is not', null)
    .execute();
}

/** An answer of the beacon that was not believed, for everybody to see. False where the last one was the same. */
export async function noteBeaconRefused(
  db: Kysely<Database>,
  saleId: string,
  refused: BeaconRefusal,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sale')
    .set({ draw_beacon_refused: refused, changed_at: sql<Date>`now()` })
    .where('id', '=', saleId)
    .where('draw_key', 'is', null)
    .where('draw_beacon_refused', 'is distinct from', refused)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * What of a draw is public at this moment, for everybody and for one visitor (VER-20, VER-21). The seed, and the key
 * that is made of it, leave the house once the sale has opened and not before: whoever knew them earlier would know
 * every place. Entries show as hashes; nobody is named.
 */
import type { Kysely } from 'kysely';
import { chunkRoots, chunksFrom } from '../db/draw.ts';
import type { SaleRecord } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { DRAW_FORMAT, type DrawBeacon, type DrawFacts, type PlaceProof } from '../domain/draw-proof.ts';
import {
  emptyEntryHash,
  HASH_BYTES,
  LEAVES_PER_CHUNK,
  leafHashesOf,
  levelsOver,
  siblingsOf,
} from '../domain/merkle.ts';
import { type Shuffle, shuffleOf } from '../domain/permutation.ts';
import { isoOrNull } from './views.ts';

export function drawFacts(sale: SaleRecord): DrawFacts {
  const isRevealed = sale.opened_at !== null;
  return {
    format: DRAW_FORMAT,
    sale: sale.slug,
    saleId: sale.id,
    seedHash: sale.draw_seed_hash,
    size: sale.draw_size,
    root: sale.draw_root,
    rootAt: isoOrNull(sale.draw_root_at),
    beacon: beaconOf(sale),
    ...(isRevealed && { seed: sale.draw_seed }),
    ...(isRevealed && sale.draw_key !== null && { key: sale.draw_key }),
  };
}

const beaconOf = (sale: SaleRecord): DrawBeacon => ({
  state: sale.draw_beacon_state,
  ...(sale.draw_beacon_url !== null && { url: sale.draw_beacon_url }),
  ...(sale.draw_beacon_round !== null && { round: sale.draw_beacon_round }),
  ...(sale.draw_beacon !== null && { randomness: sale.draw_beacon }),
  ...(sale.draw_beacon_chain !== null && { chainHash: sale.draw_beacon_chain }),
  ...(sale.draw_beacon_signature !== null && { signature: sale.draw_beacon_signature }),
  ...(sale.draw_beacon_previous !== null && { previousSignature: sale.draw_beacon_previous }),
  ...(sale.draw_beacon_refused !== null && { refused: sale.draw_beacon_refused }),
});

/** Chunks read at a time: 128 KB, so that a listing of a million is never in memory. */
const CHUNKS_AT_ONCE = 8;

/** The whole proof as JSON, piece by piece. Whoever stops reading ends it. */
export async function* proofText(db: Kysely<Database>, sale: SaleRecord): AsyncGenerator<string> {
  yield `${JSON.stringify(drawFacts(sale)).slice(0, -1)},"entries":[`;
  const count = sale.draw_root === null ? 0 : Math.ceil((sale.draw_size ?? 0) / LEAVES_PER_CHUNK);
  for (let chunkNo = 0; chunkNo < count; chunkNo += CHUNKS_AT_ONCE) {
    const chunks = await chunksFrom(db, sale.id, chunkNo, CHUNKS_AT_ONCE);
    const entries = chunks.flatMap(({ entryHashes }) => entryTexts(entryHashes));
    yield `${chunkNo === 0 ? '' : ','}\n${entries.join(',\n')}`;
  }
  yield '\n]}\n';
}

const noHash = emptyEntryHash.toString('hex');

function entryTexts(entryHashes: Buffer): string[] {
  const hex = entryHashes.toString('hex');
  return Array.from({ length: entryHashes.length / HASH_BYTES }, (_, at) => {
    const text = hex.slice(at * 2 * HASH_BYTES, (at + 1) * 2 * HASH_BYTES);
    return text === noHash ? 'null' : `"${text}"`;
  });
}

interface KnownDraw {
  readonly root: string;
  /** The tree above the chunks; one visitor's own chunk is read when it is asked for. */
  readonly levels: readonly (readonly Buffer[])[];
  key: string | null;
  shuffle: Shuffle | null;
}

/** Draws whose upper tree is kept: a fixed root never changes, and a million leaves have 2,000 chunks. */
const DRAWS_MAX = 20;

export class PlaceProofs {
  readonly #db: Kysely<Database>;
  readonly #known = new Map<string, Promise<KnownDraw>>();

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** `index` lies within the draw's size. */
  async proofOf(sale: SaleRecord, index: number): Promise<PlaceProof> {
    const facts = drawFacts(sale);
    const { root, size, key } = facts;
    if (root === null || size === null) return { ...facts, index, entry: null, siblings: [] };
    const known = await this.#knownDraw(sale.id, root);
    const chunkNo = Math.floor((index - 1) / LEAVES_PER_CHUNK);
    const [chunk] = await chunksFrom(this.#db, sale.id, chunkNo, 1);
    if (!chunk) throw new Error(`chunk ${chunkNo} of the draw of ${sale.id} is not there`);
    const at = (index - 1) % LEAVES_PER_CHUNK;
    const entry = chunk.entryHashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
    const leaves = leafHashesOf(chunkNo * LEAVES_PER_CHUNK + 1, chunk.entryHashes);
    const siblings = [...siblingsOf(levelsOver(leaves), at), ...siblingsOf(known.levels, chunkNo)];
    return {
      ...facts,
      index,
      entry: entry.equals(emptyEntryHash) ? null : entry.toString('hex'),
      siblings: siblings.map((sibling) => sibling.toString('hex')),
      ...(key !== undefined && { number: shuffleIn(known, key, size).placeOf(index - 1) + 1 }),
    };
  }

  #knownDraw(saleId: string, root: string): Promise<KnownDraw> {
    const kept = this.#known.get(saleId);
    if (kept) return kept;
    if (this.#known.size >= DRAWS_MAX) this.#known.clear();
    const known = this.#read(saleId, root);
    this.#known.set(saleId, known);
    known.catch(() => this.#known.delete(saleId));
    return known;
  }

  async #read(saleId: string, root: string): Promise<KnownDraw> {
    const roots = [...(await chunkRoots(this.#db, saleId)).values()];
    const levels = levelsOver(roots.map((text) => Buffer.from(text, 'hex')));
    return { root, levels, key: null, shuffle: null };
  }
}

/** Its tables cost some milliseconds for a large lobby: made once, when the first visitor asks after the opening. */
function shuffleIn(known: KnownDraw, key: string, size: number): Shuffle {
  if (known.shuffle === null || known.key !== key) {
    known.key = key;
    known.shuffle = shuffleOf(key, size);
  }
  return known.shuffle;
}

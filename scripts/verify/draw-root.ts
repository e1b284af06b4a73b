/** Rule 6: the root that was published is the one over the leaves that are kept, as many as was published (VER-23). */
import type { Kysely } from 'kysely';
import { chunksFrom } from '../../db/draw.ts';
import type { Database } from '../../db/schema.ts';
import { HASH_BYTES, LEAVES_PER_CHUNK, leafHashesOf, rootOver } from '../../domain/merkle.ts';
import { findingOf, type Invariant } from './invariant.ts';

/** 1 MB of leaves at a time. */
const CHUNKS_AT_ONCE = 64;

export const drawRoot: Invariant = {
  name: 'draw-root',
  says: 'the root of a draw is the one over the leaves that are kept, one for each index',
  async check({ db }) {
    const drawn = await db
      .selectFrom('sale')
      .select(['id', 'draw_size', 'draw_root'])
      .where('draw_root', 'is not', null)
      .execute();
    const broken: string[] = [];
    for (const { id, draw_size, draw_root } of drawn) {
      const { size, root } = await recomputed(db, id);
      if (size !== draw_size || root !== draw_root)
        broken.push(`sale ${id}: ${size} leaves with root ${root}; published ${draw_size} with ${draw_root}`);
    }
    return findingOf('draws', drawn.length, broken);
  },
};

async function recomputed(db: Kysely<Database>, saleId: string): Promise<{ size: number; root: string }> {
  const roots: Buffer[] = [];
  let size = 0;
  for (let chunkNo = 0; ; chunkNo += CHUNKS_AT_ONCE) {
    const chunks = await chunksFrom(db, saleId, chunkNo, CHUNKS_AT_ONCE);
    for (const { chunkNo: no, entryHashes } of chunks) {
      roots.push(rootOver(leafHashesOf(no * LEAVES_PER_CHUNK + 1, entryHashes)));
      size += entryHashes.length / HASH_BYTES;
    }
    if (chunks.length < CHUNKS_AT_ONCE) return { size, root: rootOver(roots).toString('hex') };
  }
}

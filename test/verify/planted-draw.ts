/** The draw of a planted lobby, root and key computed as the product computes them, without a beacon. */
import { drawKeyOf } from '../../domain/draw-key.ts';
import { entryHashOf, leafHashesOf, rootOver } from '../../domain/merkle.ts';
import { permutationOf } from '../../domain/permutation.ts';

export interface PlantedDraw {
  readonly root: string;
  readonly key: string;
  /** Which index drew this number. */
  readonly indexOf: (number: number) => number;
  readonly chunkStatement: string;
}

export function plantDraw(saleId: string, seed: string, size: number): PlantedDraw {
  const entryHashes = Buffer.concat(
    Array.from({ length: size }, (_, at) => entryHashOf(`lobby of ${saleId}, ${at}`)),
  );
  const root = rootOver(leafHashesOf(1, entryHashes)).toString('hex');
  const key = drawKeyOf({ seed, root, beacon: null });
  const place = permutationOf(key, size);
  const indexes = Array.from({ length: size }, (_, at) => at + 1);
  return {
    root,
    key,
    indexOf: (number) => indexes.find((index) => place(index - 1) + 1 === number) ?? 0,
    chunkStatement: `insert into draw_chunk values ('${saleId}', 0, '\\x${entryHashes.toString('hex')}', '${root}')`,
  };
}

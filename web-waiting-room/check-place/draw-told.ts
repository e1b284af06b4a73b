/**
 * What this browser was told of a sale's draw while its visitor waited, `usher.draw.SLUG` (VER-24). The first word stays:
 * a root that was published before the seed, and is another one afterwards, is no draw at all.
 */
import type { DrawPublic } from '../../domain/protocol.ts';
import { forget, keep, keptJson } from '../browser-storage/keep.ts';

export interface DrawTold {
  readonly seedHash: string | null;
  readonly root: string | null;
}

const keyOf = (slug: string) => `usher.draw.${slug}`;

export function drawTold(slug: string): DrawTold {
  const told = keptJson(keyOf(slug)) as Partial<DrawTold> | null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { seedHash: text(told?.seedHash), root: text(told?.root) };
}

/** With the place: what was told of a sale that is gone says nothing of another one at its address. */
export const forgetDraw = (slug: string): void => forget(keyOf(slug));

/** Call it with every word about the draw; only what is new is kept. */
export function noteDraw(slug: string, draw: DrawPublic | undefined): void {
  if (!draw) return;
  const told = drawTold(slug);
  const now = { seedHash: told.seedHash ?? draw.seedHash, root: told.root ?? draw.root ?? null };
  if (now.seedHash !== told.seedHash || now.root !== told.root) keep(keyOf(slug), JSON.stringify(now));
}

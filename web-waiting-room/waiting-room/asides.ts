/** What is said small below the estimate: bad news told early, the lane, and how our ranges held (PAG-33). */
import type { DrawPublic } from '../../domain/protocol.ts';
import { fill } from '../language/fill.ts';
import type { BoardState, LineLabels, LineWords } from '../words/line-words.ts';
import type { BoardSituation } from './board-view.ts';
import type { LineModel } from './line-model.ts';

const waits: readonly BoardState[] = ['waiting', 'near', 'paused', 'allHeld'];

export function asidesOf(state: BoardState, { model }: BoardSituation, { labels }: LineWords): string[] {
  const draw = state === 'lobby' || state === 'registered' ? model.sale?.draw : undefined;
  if (draw) return sealedAsides(draw, labels);
  if (!waits.includes(state)) return [];
  return [
    ...(isUnlikely(state, model) ? [labels.unlikely] : []),
    ...(model.place?.lane === 'priority' ? [labels.priority] : []),
  ];
}

/** What can be checked, and beside it what cannot. */
function sealedAsides({ seedHash, beacon }: DrawPublic, labels: LineLabels): string[] {
  const hash = `${seedHash.slice(0, 4)}…${seedHash.slice(-4)}`;
  return [fill(labels.sealed, { hash }), ...(beacon === 'none' ? [labels.noBeacon] : [])];
}

/** Fewer say nothing about how well we estimate. */
const scoredMin = 20;

/** How often our ranges held so far, for whoever waits by one. */
export function scoreOf(state: BoardState, { sale }: LineModel, { labels }: LineWords): string | null {
  const { promised = 0, held = 0 } = sale?.etaScore ?? {};
  if (!waits.includes(state) || promised < scoredMin) return null;
  return fill(labels.score, { share: Math.floor((100 * held) / promised) });
}

/** Nothing that can still be had is likely or possible at the place of somebody who waits. */
export function isUnlikely(state: BoardState, { sale }: LineModel): boolean {
  if (!waits.includes(state)) return false;
  const open = (sale?.tiers ?? []).filter(({ availability }) => availability !== 'none');
  return open.length > 0 && open.every(({ chance }) => chance === 'unlikely');
}

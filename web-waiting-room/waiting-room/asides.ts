/** What is said small below the estimate: bad news told early, the lane, how often our ranges held (PAG-33). */
import { fill } from '../language/fill.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import type { BoardSituation } from './board-view.ts';
import { estimateOf, type LineModel } from './line-model.ts';

const waits: readonly BoardState[] = ['waiting', 'near', 'paused', 'allHeld'];
/** Fewer say nothing about how well we estimate. */
const scoredMin = 20;

export function asidesOf(state: BoardState, { model }: BoardSituation, { labels }: LineWords): string[] {
  const hash = state === 'lobby' || state === 'registered' ? model.sale?.draw?.seedHash : undefined;
  if (hash) return [fill(labels.sealed, { hash: `${hash.slice(0, 4)}…${hash.slice(-4)}` })];
  if (!waits.includes(state)) return [];
  const { promised = 0, held = 0 } = model.sale?.etaScore ?? {};
  const share = promised < scoredMin || !estimateOf(model) ? null : Math.floor((100 * held) / promised);
  return [
    ...(isUnlikely(model) ? [labels.unlikely] : []),
    ...(model.place?.lane === 'priority' ? [labels.priority] : []),
    ...(share === null ? [] : [fill(labels.score, { share })]),
  ];
}

/** Nothing that can still be had is likely or possible at this place. */
function isUnlikely({ sale }: LineModel): boolean {
  const open = (sale?.tiers ?? []).filter(({ availability }) => availability !== 'none');
  return open.length > 0 && open.every(({ chance }) => chance === 'unlikely');
}

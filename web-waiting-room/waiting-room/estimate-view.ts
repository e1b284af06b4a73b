/** How long it may take, in words: a range, the times of day it leads to, and the reason when it grew (PAG-3). */
import type { Language } from '../language/choose-language.ts';
import { waitRange } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import type { LineSituation } from './board-state.ts';
import { aheadOf, estimateOf, type LineModel } from './line-model.ts';
import type { WaitEstimate } from './wait-estimate.ts';

export interface EstimateView {
  readonly range: string;
  readonly until: string | null;
  readonly why: string | null;
}

const estimated: readonly BoardState[] = ['waiting', 'near', 'snoozed', 'allHeld', 'paused', 'offline'];

export function estimateView(
  state: BoardState,
  { model, nowMs }: LineSituation,
  words: LineWords,
): EstimateView | null {
  const { labels, language } = words;
  const estimate = estimateOf(model);
  if (state === 'lobby' || state === 'lobbyArrival') return lobbyView(model, words);
  if (state === 'registered' && model.waiting) {
    const range = fill(labels.takePart, { waiting: count(model.waiting, language) });
    return { range, until: null, why: null };
  }
  if (!estimated.includes(state)) return null;
  if (state === 'paused') {
    const before = model.estimateAtPause;
    const range = before && rangeOf(before, language);
    return { range: labels.noEstimate, until: null, why: range && fill(labels.stoppedAt, { range }) };
  }
  if (state === 'allHeld') {
    const nextMs = msOf(model.sale?.nextHoldEndsAt);
    const time = nextMs === null ? null : timeOfDay(nextMs, language);
    const held = model.sale?.heldUnits;
    return {
      range: time === null ? labels.nextChanceUnknown : fill(labels.nextChance, { time }),
      until: null,
      why: held === undefined ? null : fill(labels.heldWhy, { held: count(held, language), time }),
    };
  }
  if (estimate === null) {
    if (state === 'offline') return null;
    return { range: labels.noEstimateYet, until: null, why: labels.noEstimateWhy };
  }
  return {
    range: rangeOf(estimate, language),
    until:
      state === 'offline'
        ? model.heardAtMs === null
          ? null
          : fill(labels.asOf, { time: timeOfDay(model.heardAtMs, language) })
        : timesOf(estimate, model.heardAtMs ?? nowMs, words),
    why: estimate.reason === null ? null : fill(labels.longer, { reason: reasonWords(estimate, words) }),
  };
}

/** Before the opening there is nothing to estimate: how many are here, and the place where there is one already. */
function lobbyView(model: LineModel, { labels, language }: LineWords): EstimateView | null {
  const ahead = aheadOf(model);
  const here = model.waiting ?? 0;
  const range = here <= 1 ? labels.hereOne : fill(labels.here, { waiting: count(here, language) });
  const place = ahead === null ? null : fill(labels.placeAlready, { place: count(ahead + 1, language) });
  return { range, until: null, why: place };
}

/** The server sends a code, and since when it is so; an organiser's own words are said as they are. */
function reasonWords({ reason, reasonAt }: WaitEstimate, { labels, language }: LineWords): string {
  const atMs = msOf(reasonAt);
  const words = (labels.reasons as Readonly<Record<string, string>>)[reason ?? ''];
  return fill(words ?? reason ?? '', { time: atMs === null ? null : timeOfDay(atMs, language) });
}

const rangeOf = (estimate: WaitEstimate, language: Language) =>
  waitRange(estimate.fromSeconds, estimate.toSeconds, language);

function timesOf(
  { fromSeconds, toSeconds }: WaitEstimate,
  fromMs: number,
  { labels, language }: LineWords,
): string | null {
  if (toSeconds < 60) return null;
  const from = timeOfDay(fromMs + fromSeconds * 1_000, language);
  const to = timeOfDay(fromMs + toSeconds * 1_000, language);
  return from === to ? fill(labels.aroundOne, { to }) : fill(labels.around, { from, to });
}

/** The one huge figure of a state, and the aisle below it: what is counted, in what unit, and what stands under it. */
import type { Language } from '../language/choose-language.ts';
import { countdown } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { dateAndTime } from '../language/time.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import type { BoardSituation } from './board-view.ts';
import { aheadOf, type LineModel } from './line-model.ts';

export interface FigureView {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly under: string | null;
  readonly isTimer: boolean;
}

export interface AisleView {
  readonly gone: number;
  readonly of: number;
  readonly words: string;
}

export const withPlace: readonly BoardState[] = ['waiting', 'near', 'check', 'allHeld', 'paused', 'offline'];
const onList: readonly BoardState[] = ['reserved', 'notDrawn'];

export const reserveNumberOf = ({ place }: LineModel, language: LineWords['language']): string | null =>
  place?.reserveNumber === undefined ? null : count(place.reserveNumber, language);

/** An instant that is still to come, or null. */
export const comingMs = (ms: number | null, nowMs: number): number | null =>
  ms !== null && ms > nowMs ? ms : null;

function timer(
  label: string,
  atMs: number | null,
  { nowMs }: BoardSituation,
  language: Language,
): FigureView | null {
  if (comingMs(atMs, nowMs) === null || atMs === null) return null;
  const value = countdown(atMs - nowMs, language);
  return { label, value, unit: '', under: dateAndTime(atMs, language), isTimer: true };
}

export function figureOf(state: BoardState, situation: BoardSituation, words: LineWords): FigureView | null {
  const { model, opensAtMs } = situation;
  const { language, labels } = words;
  const waiting = count(model.waiting ?? 0, language);
  if (state === 'lobby' || state === 'lobbyArrival' || state === 'noLineYet') {
    return timer(labels.opensIn, opensAtMs, situation, language);
  }
  if (state === 'registered') {
    const endsMs = situation.registrationClosesAtMs;
    const ends = timer(labels.registrationEnds, endsMs, situation, language);
    return ends ?? timer(labels.opensIn, opensAtMs, situation, language);
  }
  const number = onList.includes(state) ? reserveNumberOf(model, language) : null;
  if (number !== null)
    return { label: labels.reserveNumber, value: number, unit: '', under: null, isTimer: false };
  if (state === 'snoozed' && model.passing !== null)
    return {
      label: labels.stillPassing,
      value: count(model.passing, language),
      unit: labels.peopleUnit,
      under: null,
      isTimer: false,
    };
  const ahead = aheadOf(model);
  if (!withPlace.includes(state) || ahead === null) return null;
  return {
    label: labels.ahead,
    value: count(ahead, language),
    unit: labels.peopleUnit,
    under: fill(ahead === 0 ? labels.next : labels.place, { place: count(ahead + 1, language), waiting }),
    isTimer: false,
  };
}

export function aisleOf(
  state: BoardState,
  { model }: BoardSituation,
  { language, labels }: LineWords,
): AisleView | null {
  const ahead = aheadOf(model);
  const of = model.best?.aheadAtJoin ?? 0;
  // What is asked of the visitor now has the room of the aisle.
  if (!withPlace.includes(state) || state === 'check' || ahead === null || of === 0) return null;
  const gone = of - ahead;
  const words = fill(of === 1 ? labels.goneOne : labels.gone, {
    gone: count(gone, language),
    of: count(of, language),
  });
  return { gone, of, words };
}

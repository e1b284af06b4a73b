/**
 * The board as words (PAG-4): from a situation to everything the board says, in one language. Pure, so that a table
 * test can look at every state in every language.
 *
 * In calm states the figure speaks and the sentence stands below as a note; in all others the sentence speaks.
 */
import { countdown } from '../language/duration.ts';
import { type Facts, fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { dateAndTime, msOf, timeOfDay, timeOfDayExactly, when } from '../language/time.ts';
import { asSentence } from '../words/as-sentence.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import { boardStateOf, type LineSituation } from './board-state.ts';
import { type EstimateView, estimateView } from './estimate-view.ts';
import { aheadOf } from './line-model.ts';

export interface BoardSituation extends LineSituation {
  readonly closesAtMs: number | null;
  readonly claimSeconds: number;
}

export interface BoardView {
  readonly state: BoardState;
  readonly title: string;
  readonly sentence: string;
  readonly button: string | null;
  /** The sentence speaks, the figure stands back. */
  readonly loud: boolean;
  readonly figure: FigureView | null;
  readonly estimate: EstimateView | null;
  readonly aisle: AisleView | null;
  /** For screen readers and the title of the page. */
  readonly status: string;
}

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

const calm: readonly BoardState[] = ['lobby', 'lobbyArrival', 'drawing', 'waiting', 'near', 'joining'];
const withPlace: readonly BoardState[] = ['waiting', 'near', 'allHeld', 'paused', 'offline'];

export function boardView(situation: BoardSituation, lineWords: LineWords): BoardView {
  const state = boardStateOf(situation);
  const { language, states, labels } = lineWords;
  const words = states[state];
  const facts = factsFor(state, situation, lineWords);
  const title = fill(words.title, facts);
  const estimate = estimateView(state, situation, lineWords);
  const ahead = withPlace.includes(state) ? aheadOf(situation.model) : null;
  return {
    state,
    title,
    sentence: fill(words.sentence, facts),
    button: words.button ?? null,
    loud: !calm.includes(state),
    figure: figureOf(state, situation, lineWords),
    estimate,
    aisle: aisleOf(state, situation, lineWords),
    status: fill(labels.status, {
      title,
      ahead: ahead === null ? null : count(ahead, language),
      eta: estimate?.range,
    }),
  };
}

function factsFor(state: BoardState, situation: BoardSituation, { language }: LineWords): Facts {
  const { model, link, nowMs } = situation;
  const at = (ms: number | null) => (ms === null ? null : when(ms, nowMs, language));
  switch (state) {
    case 'lobby':
      return { time: at(situation.opensAtMs) };
    case 'near':
      return { seconds: situation.claimSeconds };
    case 'called':
    case 'calledAgain': {
      const byMs = msOf(model.claimBy);
      return { time: byMs === null ? null : timeOfDayExactly(byMs, language) };
    }
    case 'shopping':
      return { time: at(msOf(model.pass?.expiresAt)) };
    case 'drawn':
      return { time: at(msOf(model.pass?.expiresAt ?? model.place?.claimBy)) };
    case 'missed':
      return { time: at(msOf(model.place?.claimBy)) };
    case 'paused':
      return { reason: asSentence(model.sale?.reason), time: at(msOf(model.sale?.nextNewsAt)) };
    case 'offline': {
      const retryAtMs = link.kind === 'off' ? link.retryAtMs : null;
      return {
        time: model.heardAtMs === null ? null : timeOfDay(model.heardAtMs, language),
        seconds: retryAtMs === null ? null : Math.max(1, Math.ceil((retryAtMs - nowMs) / 1_000)),
      };
    }
    case 'closed':
      return {
        time: at(
          situation.closesAtMs !== null && situation.closesAtMs <= nowMs ? situation.closesAtMs : null,
        ),
      };
    case 'left':
      return { time: at(model.leftAtMs) };
    case 'reserved':
    case 'notDrawn':
      return {
        number: model.place?.reserveNumber === undefined ? null : count(model.place.reserveNumber, language),
      };
    default:
      return {};
  }
}

function figureOf(state: BoardState, situation: BoardSituation, words: LineWords): FigureView | null {
  const { model, opensAtMs, nowMs } = situation;
  const { language, labels } = words;
  const waiting = count(model.waiting ?? 0, language);
  if (state === 'lobby' || state === 'lobbyArrival') {
    if (opensAtMs === null || opensAtMs <= nowMs) return null;
    const value = countdown(opensAtMs - nowMs, language);
    return { label: labels.opensIn, value, unit: '', under: dateAndTime(opensAtMs, language), isTimer: true };
  }
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

function aisleOf(
  state: BoardState,
  { model }: BoardSituation,
  { language, labels }: LineWords,
): AisleView | null {
  const ahead = aheadOf(model);
  const of = model.best?.aheadAtJoin ?? 0;
  if (!withPlace.includes(state) || ahead === null || of === 0) return null;
  const gone = of - ahead;
  const words = fill(of === 1 ? labels.goneOne : labels.gone, {
    gone: count(gone, language),
    of: count(of, language),
  });
  return { gone, of, words };
}

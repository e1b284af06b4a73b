/**
 * The board as words (PAG-4): from a situation to everything the board says, in one language. Pure, so that a table
 * test can look at every state in every language.
 *
 * In calm states the figure speaks and the sentence stands below as a note; in all others the sentence speaks.
 */
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import type { BoardState, LineWords, StateWords } from '../words/line-words.ts';
import { asidesOf } from './asides.ts';
import { factsFor } from './board-facts.ts';
import { boardStateOf, type LineSituation } from './board-state.ts';
import { type EstimateView, estimateView } from './estimate-view.ts';
import { type AisleView, aisleOf, type FigureView, figureOf, withPlace } from './figure-view.ts';
import { aheadOf } from './line-model.ts';

export interface BoardSituation extends LineSituation {
  readonly registrationClosesAtMs: number | null;
  /** The address that this browser left with its place, masked. */
  readonly contact: string | null;
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
  /** Bad news told early, and what else there is to know about the place; small (PAG-33). */
  readonly asides: readonly string[];
  /** For screen readers and the title of the page. */
  readonly status: string;
}

const calm: readonly BoardState[] = [
  'joining',
  'lobby',
  'lobbyArrival',
  'registered',
  'drawing',
  'waiting',
  'near',
];

export function boardView(situation: BoardSituation, lineWords: LineWords): BoardView {
  const { language, labels } = lineWords;
  const { state, words } = spokenState(situation, lineWords);
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
    asides: asidesOf(state, situation, lineWords),
    status: fill(labels.status, {
      title,
      ahead: ahead === null ? null : count(ahead, language),
      eta: estimate?.range,
    }),
  };
}

/** While the words of a state are on their way, the page is still finding the place. */
function spokenState(
  situation: BoardSituation,
  { states }: LineWords,
): { readonly state: BoardState; readonly words: StateWords } {
  const state = boardStateOf(situation);
  const words = states[state];
  return words ? { state, words } : { state: 'joining', words: states.joining };
}

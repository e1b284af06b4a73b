/**
 * The words of the waiting page (PAG-4): title, sentence, button for each state, and what stands around them. First
 * what is so, then what it means for you, then what you may do. `{fact}` is filled in; `[…]` is left out when a fact in
 * it is not known. Each language is a file of its own, because a visitor reads one and the page must stay small.
 */
import type { Language } from '../language/choose-language.ts';
import type { lineLabels } from './english/line-labels.ts';

export const boardStates = [
  'joining', 'code', 'proof', 'lobby', 'lobbyArrival', 'drawing', 'waiting', 'near', 'check', 'snoozed', 'called',
  'calledAgain', 'backFirst', 'backCalled', 'goingIn', 'missed', 'shopping', 'bought', 'turnMissed', 'finished', 'finishedForGood', 'allHeld',
  'soldOut', 'soldOutReserve', 'reserved', 'asked', 'paused', 'offline', 'closed', 'left', 'withdrawn', 'registered', 'drawn', 'notDrawn',
] as const; // biome-ignore format: a list of words reads best as a paragraph
export type BoardState = (typeof boardStates)[number];

export interface StateWords {
  readonly title: string;
  readonly sentence: string;
  readonly button?: string;
}

export type LineLabels = Readonly<typeof lineLabels>;

export interface LineWords {
  readonly language: Language;
  readonly states: Readonly<Record<BoardState, StateWords>>;
  readonly labels: LineLabels;
}

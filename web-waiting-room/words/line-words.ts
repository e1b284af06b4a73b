/**
 * The words of the waiting page (PAG-4): title, sentence, button for each state, and what stands around them. First
 * what is so, then what it means for you, then what you may do. `{fact}` is filled in; `[…]` is left out when a fact in
 * it is not known. Each language is a file of its own, because a visitor reads one and the page must stay small.
 */
import type { Language } from '../language/choose-language.ts';
import type { lineLabels } from './english/line-labels.ts';

/** Of a sale that people wait in line for. */
export const lineBoardStates = [
  'joining', 'code', 'proof', 'lobby', 'lobbyArrival', 'drawing', 'waiting', 'near', 'check', 'snoozed', 'called',
  'calledAgain', 'backFirst', 'backCalled', 'goingIn', 'missed', 'shopping', 'bought', 'turnMissed', 'finished', 'finishedForGood', 'allHeld',
  'soldOut', 'soldOutReserve', 'reserved', 'asked', 'paused', 'offline', 'closed', 'left',
] as const; // biome-ignore format: a list of words reads best as a paragraph
/** Of a raffle, and of a sale without a line: their words are a file of their own, for who is in one (PAG-12). */
export const otherBoardStates = [
  'registered', 'withdrawn', 'drawn', 'notDrawn', 'noLineYet', 'noLinePaused', 'noLineSoldOut', 'noLineOver',
] as const; // biome-ignore format: a list of words reads best as a paragraph
export const boardStates = [...lineBoardStates, ...otherBoardStates] as const;
export type LineBoardState = (typeof lineBoardStates)[number];
export type OtherBoardState = (typeof otherBoardStates)[number];
export type BoardState = LineBoardState | OtherBoardState;

export interface StateWords {
  readonly title: string;
  readonly sentence: string;
  readonly button?: string;
}

export type LineLabels = Readonly<typeof lineLabels>;

export type OtherWords = Readonly<Record<OtherBoardState, StateWords>>;

export interface LineWords {
  readonly language: Language;
  /** Those of other sales are there once one of them was needed. */
  readonly states: Readonly<Record<LineBoardState, StateWords>> & Partial<OtherWords>;
  readonly labels: LineLabels;
}

export const withOthers = (words: LineWords, others: OtherWords) => ({
  ...words,
  states: { ...words.states, ...others },
});

/** What may be done with the place beside the one next thing: the quiet words under "your place" (PAG-32). */
import type { BoardState, LineLabels } from '../words/line-words.ts';
import type { ActionView, Arranged } from './actions.ts';
import type { LineModel } from './line-model.ts';
import type { Asked } from './visitor-acts.ts';

type States = readonly BoardState[];
/** In these states there is a place to give up. */
const leavable: States = [
  'lobby', 'lobbyArrival', 'drawing', 'registered', 'waiting', 'near', 'check', 'snoozed', 'allHeld', 'paused', 'missed',
]; // biome-ignore format: a list of words reads best as a paragraph
const snoozable: States = ['waiting', 'near', 'allHeld', 'paused', 'snoozed'];
/** A mail says what the page would have said. */
const mailable: States = [
  'lobby',
  'lobbyArrival',
  'waiting',
  'near',
  'snoozed',
  'allHeld',
  'paused',
  'notDrawn',
];

/** Where a ticket is unlikely, leaving and the letter stand on the board, beside the news. */
export function placeActs(
  state: BoardState,
  { place, sale }: LineModel,
  { hasContact, isUnlikely }: Pick<Arranged, 'hasContact' | 'isUnlikely'>,
  labels: LineLabels,
  ask: (what: Asked) => void,
): ActionView[] {
  const mayLetPass = snoozable.includes(state) && !place?.lane;
  const isDrawn = place?.lobbyIndex !== undefined || state === 'registered' || state === 'drawn';
  const acts: readonly (readonly [boolean, string, Asked])[] = [
    [mayLetPass, labels.letPass, 'snooze'],
    [
      mailable.includes(state) && (hasContact || !isUnlikely),
      hasContact ? labels.otherAddress : labels.byEmail,
      'remind',
    ],
    [
      isDrawn && sale?.draw !== undefined,
      sale?.draw?.isRevealed ? labels.checkPlace : labels.checkDraw,
      'draw',
    ],
    [
      leavable.includes(state) && !isUnlikely,
      state === 'registered' ? labels.withdraw : labels.leave,
      'leave',
    ],
  ];
  return acts
    .filter(([may]) => may)
    .map(([, label, what]) => ({ label, act: () => ask(what), isNext: false }));
}

/** What the page says around the board: its title, the note below the promise, and which states are which. */
import type { SaleView } from '../../domain/sale.ts';
import type { Language } from '../language/choose-language.ts';
import { date, msOf } from '../language/time.ts';
import type { LineWords } from '../words/line-words.ts';
import type { BoardView } from './board-view.ts';
import type { Armed } from './calling-back.ts';

type State = BoardView['state'];

const doors: readonly State[] = ['called', 'calledAgain', 'backCalled', 'goingIn'];
const beforeOpening: readonly State[] = [
  ...(['lobby', 'lobbyArrival', 'drawing', 'registered', 'noLineYet', 'code'] as const),
];

const inLine: readonly State[] = [
  'waiting',
  'near',
  'check',
  'snoozed',
  'backFirst',
  'allHeld',
  'paused',
  'offline',
];

export const hasPlace = (state: State): boolean => inLine.includes(state);
export const isDoor = (state: State): boolean => doors.includes(state);
export const isBeforeOpening = (state: State): boolean => beforeOpening.includes(state);

export function titleOf(view: BoardView, sale: string | undefined): string {
  const figure = view.figure && !view.figure.isTimer ? `${view.figure.value}: ` : '';
  return `${isDoor(view.state) ? '● ' : figure}${view.title}${sale ? ` · ${sale}` : ''}`;
}

export function noteOf(view: BoardView, armed: Armed, { labels }: LineWords): string | null {
  if (armed === 'sound and message') return labels.armed;
  if (armed === 'sound') return labels.armedSoundOnly;
  return view.state === 'waiting' ? labels.kept : null;
}

export function whatAndWhen(sale: SaleView | null, language: Language): string {
  const startsMs = msOf(sale?.startsAt);
  return [startsMs === null ? null : date(startsMs, language, sale?.timeZone), sale?.venue]
    .filter(Boolean)
    .join(', ');
}

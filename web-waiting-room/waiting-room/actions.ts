/** Which buttons stand on the board in each state: at most one of them is the next thing to do. */
import type { BoardView } from './board-view.ts';

export interface ActionView {
  readonly label: string;
  readonly act: () => void;
  readonly isNext: boolean;
}

/** What the page can do; each state picks from it. */
export interface LineActs {
  readonly arm: () => void;
  readonly disarm: () => void;
  readonly claim: () => void;
  readonly enter: () => void;
  readonly retry: () => void;
  readonly joinAgain: () => void;
  readonly otherSales: () => void;
  readonly seeOrder: (() => void) | null;
}

const acts: Readonly<Record<BoardView['state'], keyof LineActs | null>> = {
  joining: null,
  lobby: 'arm',
  lobbyArrival: 'arm',
  drawing: null,
  waiting: 'arm',
  near: 'arm',
  called: 'claim',
  calledAgain: 'claim',
  goingIn: 'enter',
  missed: 'claim',
  shopping: 'enter',
  finished: 'joinAgain',
  finishedForGood: 'otherSales',
  allHeld: 'arm',
  soldOut: 'otherSales',
  reserved: 'otherSales',
  paused: 'arm',
  offline: 'retry',
  closed: 'otherSales',
  left: 'joinAgain',
  registered: null,
  drawn: 'claim',
  notDrawn: null,
};

/** `isArmed`: the visitor has asked to be told; the button then gives way to a quiet "turn it off". */
export function actionsOf(
  view: BoardView,
  lineActs: LineActs,
  isArmed: boolean,
  words: { readonly disarm: string; readonly seeOrder: string },
): ActionView[] {
  const name = acts[view.state];
  if (name === 'arm' && isArmed) return [{ label: words.disarm, act: lineActs.disarm, isNext: false }];
  const { seeOrder } = lineActs;
  const own: ActionView[] =
    name && view.button && name !== 'seeOrder'
      ? [{ label: view.button, act: lineActs[name], isNext: true }]
      : [];
  const isOver = view.state === 'finished' || view.state === 'finishedForGood';
  if (!isOver || seeOrder === null) return own;
  // Whoever has bought wants the order first; joining again or other sales come second.
  return [
    { label: words.seeOrder, act: seeOrder, isNext: true },
    ...own.map((action) => ({ ...action, isNext: false })),
  ];
}

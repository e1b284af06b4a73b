/** Which buttons stand on the board in each state: at most one of them is the next thing to do. */
import type { LineLabels } from '../words/line-words.ts';
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
  readonly wake: () => void;
  readonly remind: () => void;
  readonly leave: () => void;
  readonly reserve: () => void;
  readonly offList: () => void;
  readonly draw: () => void;
  readonly checkHere: () => void;
  readonly checkByEmail: () => void;
  readonly joinAgain: () => void;
  readonly otherSales: () => void;
  readonly seeOrder: (() => void) | null;
}

type Act = Exclude<keyof LineActs, 'seeOrder'>;

const next: Readonly<Record<BoardView['state'], Act | null>> = {
  joining: null,
  code: null,
  proof: 'checkHere',
  lobby: 'arm',
  lobbyArrival: 'arm',
  drawing: null,
  waiting: 'arm',
  near: 'arm',
  check: 'checkHere',
  snoozed: 'wake',
  called: 'claim',
  calledAgain: 'claim',
  backFirst: 'arm',
  backCalled: 'claim',
  goingIn: 'enter',
  missed: 'claim',
  shopping: 'enter',
  bought: 'otherSales',
  turnMissed: 'joinAgain',
  finished: 'joinAgain',
  finishedForGood: 'otherSales',
  allHeld: 'arm',
  soldOut: 'otherSales',
  soldOutReserve: 'reserve',
  reserved: null,
  asked: 'claim',
  paused: 'arm',
  offline: 'retry',
  closed: 'otherSales',
  left: 'joinAgain',
  withdrawn: 'joinAgain',
  registered: 'remind',
  drawn: 'claim',
  notDrawn: 'draw',
  noLineYet: 'arm',
  noLinePaused: 'arm',
  noLineSoldOut: 'otherSales',
  noLineOver: 'joinAgain',
};
/** A second way, said quietly. */
const beside: Partial<Record<BoardView['state'], { readonly act: Act; readonly label: keyof LineLabels }>> = {
  check: { act: 'checkByEmail', label: 'checkByEmail' },
  proof: { act: 'checkByEmail', label: 'checkByEmail' },
  reserved: { act: 'offList', label: 'offList' },
};
const over: readonly BoardView['state'][] = [
  'bought',
  'turnMissed',
  'finished',
  'finishedForGood',
  'soldOut',
  'closed',
  'noLineSoldOut',
  'noLineOver',
];

/** What the visitor has arranged already: the button for it gives way to a quiet word. */
export interface Arranged {
  /** Asked to be told by this page. */
  readonly isArmed: boolean;
  /** Left an address. */
  readonly hasContact: boolean;
  /** A ticket is unlikely: the ways out stand beside it. */
  readonly isUnlikely: boolean;
}

const quiet = (label: string, act: () => void): ActionView => ({ label, act, isNext: false });

export function actionsOf(
  view: BoardView,
  lineActs: LineActs,
  arranged: Arranged,
  labels: LineLabels,
): ActionView[] {
  const { hasContact, isUnlikely } = arranged;
  const actions = ofState(view, lineActs, arranged, labels);
  if (!isUnlikely) return actions;
  // The list is open once all is sold: until then there is a letter, or the door.
  if (!hasContact) actions.push(quiet(labels.tellSoldOut, lineActs.remind));
  return [...actions, quiet(labels.leave, lineActs.leave)];
}

function ofState(
  view: BoardView,
  lineActs: LineActs,
  { isArmed, hasContact }: Arranged,
  labels: LineLabels,
): ActionView[] {
  const name = next[view.state];
  if (name === 'arm' && isArmed) return [quiet(labels.disarm, lineActs.disarm)];
  if (name === 'remind' && hasContact) return [quiet(labels.otherAddress, lineActs.remind)];
  const own: ActionView[] =
    name && view.button ? [{ label: view.button, act: lineActs[name], isNext: true }] : [];
  const second = beside[view.state];
  if (second) own.push(quiet(String(labels[second.label]), lineActs[second.act]));
  const { seeOrder } = lineActs;
  if (!over.includes(view.state) || seeOrder === null) return own;
  // Whoever has bought wants the order first; joining again or other sales come second.
  return [
    { label: labels.seeOrder, act: seeOrder, isNext: true },
    ...own.map((action) => ({ ...action, isNext: false })),
  ];
}

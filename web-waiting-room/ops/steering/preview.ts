/**
 * What an act would do, now and then, before it is done (PAG-19). Pure, from the latest snapshot; a row whose numbers are
 * not known is left out rather than guessed.
 */
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import type { Language } from '../../language/choose-language.ts';
import { fill } from '../../language/fill.ts';
import { count } from '../../language/money.ts';
import { msOf, timeOfDay } from '../../language/time.ts';
import { everybodyIn, inAllLanes } from '../everybody.ts';
import { steerWords } from './words.ts';

export interface PreviewRow {
  readonly label: string;
  readonly now: string;
  readonly after: string;
}

export interface Pace {
  readonly admitPerMinute: number;
  readonly floorMax: number;
}

/** Fewer who have finished say nothing about how many of the next ones buy. */
const finishedForEstimate = 20;

export function pacePreview(snapshot: OpsSnapshot, wish: Pace, language: Language): PreviewRow[] {
  const words = steerWords[language];
  const { sale, line } = snapshot;
  const n = (value: number) => count(value, language);
  const inside = line.calling + line.called + line.shopping;
  const free = (floor: number) =>
    floor >= inside ? n(floor - inside) : fill(words.overFloor, { n: n(inside - floor) });
  const row = (label: string, show: (pace: Pace) => string | null): PreviewRow[] => {
    const [now, after] = [show(sale), show(wish)];
    return now === null || after === null ? [] : [{ label, now, after }];
  };
  return [
    ...row(words.rate, ({ admitPerMinute }) => n(admitPerMinute)),
    ...row(words.floor, ({ floorMax }) => n(floorMax)),
    ...row(words.free, ({ floorMax }) => free(floorMax)),
    ...row(words.lastCalled, ({ admitPerMinute }) =>
      inAllLanes(line) === 0 || admitPerMinute === 0
        ? null
        : fill(words.minutes, { n: n(Math.ceil(inAllLanes(line) / admitPerMinute)) }),
    ),
    ...row(words.stockUntil, (pace) => stockUntil(snapshot, pace, language)),
  ];
}

function stockUntil({ at, stock, conversion }: OpsSnapshot, pace: Pace, language: Language): string | null {
  const { finished } = conversion;
  const atMs = msOf(at);
  if (atMs === null || finished < finishedForEstimate || stock.sold === 0 || stock.available === 0)
    return null;
  const unitsPerMinute = (pace.admitPerMinute * stock.sold) / finished;
  return unitsPerMinute === 0
    ? null
    : timeOfDay(atMs + (stock.available / unitsPerMinute) * 60_000, language);
}

export type StateAct = 'open' | 'pause' | 'resume' | 'close';

export function statePreview(snapshot: OpsSnapshot, act: StateAct, language: Language): PreviewRow[] {
  const words = steerWords[language];
  const { sale, line, stock } = snapshot;
  const n = (value: number) => count(value, language);
  const waiting = n(everybodyIn(line));
  const rate = n(sale.state === 'open' ? sale.admitPerMinute : 0);
  const shopping = {
    label: words.shopping,
    now: n(line.shopping),
    after: fill(words.goOn, { n: n(line.shopping) }),
  };
  const state = (after: keyof typeof words.states) => ({
    label: words.saleState,
    now: words.states[sale.state],
    after: words.states[after],
  });
  const kept = { label: words.waiting, now: waiting, after: fill(words.keepPlace, { n: waiting }) };
  switch (act) {
    case 'open':
      return [
        state('open'),
        { label: words.lobby, now: n(line.lobby), after: fill(words.getPlaces, { n: n(line.lobby) }) },
        { label: words.called, now: '0', after: n(sale.admitPerMinute) },
      ];
    case 'pause':
      return [state('paused'), { label: words.called, now: rate, after: '0' }, shopping, kept];
    case 'resume':
      return [state('open'), { label: words.called, now: '0', after: n(sale.admitPerMinute) }, kept];
    case 'close':
      return [
        state('closed'),
        { label: words.waiting, now: waiting, after: fill(words.toldOver, { n: waiting }) },
        shopping,
        { label: words.held, now: n(stock.held), after: fill(words.mayPay, { n: n(stock.held) }) },
      ];
  }
}

/** Which states allow which act; the server has the last word. */
export const canDo = (state: OpsSnapshot['sale']['state'], act: StateAct): boolean =>
  ({
    open: state === 'draft' || state === 'lobby',
    // Paused already, it is said anew why.
    pause: state === 'open' || state === 'paused',
    resume: state === 'paused',
    close: state !== 'closed' && state !== 'draft',
  })[act];

/** Only what differs from the sale as it is; null where nothing does. */
export function paceChange(sale: Pace, wish: Pace): Partial<Pace> | null {
  const change = {
    ...(wish.admitPerMinute !== sale.admitPerMinute && { admitPerMinute: wish.admitPerMinute }),
    ...(wish.floorMax !== sale.floorMax && { floorMax: wish.floorMax }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

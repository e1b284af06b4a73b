/**
 * The rows that say how admission, lanes, promises and draws stand (OPS-2, OPS-3). Pure; a share of nothing is words and
 * not a number.
 */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import { inAllLanes } from './everybody.ts';
import { fairnessWords } from './fairness-words.ts';

export interface FactRow {
  readonly label: string;
  readonly value: string;
  /** Long text of one word, to be broken anywhere. */
  readonly isCode?: true;
}

export function paceRows({ sale, pace }: OpsSnapshot, language: Language): FactRow[] {
  const words = fairnessWords[language];
  const n = (value: number) => count(value, language);
  const { autopilot, noShow, conversion } = pace;
  const isSlowed = pace.targetPerMinute < sale.admitPerMinute;
  const how = isSlowed
    ? fill(words.slowed, { rate: n(sale.admitPerMinute) })
    : autopilot.isOn
      ? words.byOperator
      : words.off;
  return [
    { label: words.target, value: `${fill(words.aMinute, { n: n(pace.targetPerMinute) })}, ${how}` },
    {
      label: words.calls,
      value:
        noShow.boost > 1
          ? `${fill(words.aMinute, { n: n(pace.callsPerMinute) })}, ${fill(words.boost, {
              boost: decimal(noShow.boost, language),
              missed: n(noShow.missed),
              settled: n(noShow.settled),
            })}`
          : words.noBoost,
    },
    ...(conversion.settled === 0
      ? []
      : [
          {
            label: words.stockFor,
            value: fill(words.buyers, {
              share: percent(conversion.share, language),
              bought: n(conversion.bought),
              settled: n(conversion.settled),
            }),
          },
        ]),
  ];
}

/** Why the line goes slower than the operator set it; null where it does not. */
export function autopilotReason({ pace: { autopilot } }: OpsSnapshot, language: Language): string | null {
  const { why, ms, since, ratePerMinute } = autopilot;
  const whys: Readonly<Record<string, string>> = fairnessWords[language].whys;
  const words = why === null ? undefined : whys[why];
  const sinceMs = msOf(since);
  if (words === undefined || ratePerMinute === null || !autopilot.isOn) return null;
  return fill(words, {
    ms: count(ms ?? 0, language),
    time: sinceMs === null ? '' : timeOfDay(sinceMs, language),
  });
}

/** Why no more are called; null where only the rate bounds it, or nobody is there to be called. */
export function heldBackReason({ sale, line, pace }: OpsSnapshot, language: Language): string | null {
  const waits = inAllLanes(line) + line.passedOver > 0;
  const why = sale.state === 'paused' ? 'paused' : sale.state === 'open' ? pace.heldBack : null;
  const whys: Readonly<Record<string, string>> = fairnessWords[language].heldBack;
  const words = why === null ? undefined : whys[why];
  if (!waits || words === undefined) return null;
  // Only what is set: a count of this moment would not fit what the last tick met.
  return fill(words, { floor: count(sale.floorMax, language) });
}

export function waitingRows({ sale, line, suspects, etaScore }: OpsSnapshot, language: Language): FactRow[] {
  const words = fairnessWords[language];
  const n = (value: number) => count(value, language);
  return [
    { label: words.ordinary, value: n(line.waiting) },
    { label: fill(words.priority, { share: sale.priorityShare }), value: n(line.priority) },
    { label: words.slow, value: n(line.slow) },
    { label: words.suspects, value: n(suspects.suspected) },
    {
      label: words.cleared,
      value:
        suspects.suspected === 0
          ? n(suspects.cleared)
          : fill(words.clearedOf, {
              n: n(suspects.cleared),
              share: percent(suspects.cleared / suspects.suspected, language),
            }),
    },
    {
      label: words.promise,
      value:
        etaScore.promised === 0
          ? words.noPromise
          : fill(words.promiseOf, {
              share: percent(etaScore.held / etaScore.promised, language),
              held: n(etaScore.held),
              promised: n(etaScore.promised),
            }),
    },
  ];
}

export type DrawState = 'before' | 'fixed' | 'public' | 'unneeded' | 'arrival';

export function drawState({ sale, draw }: OpsSnapshot): DrawState {
  if (sale.mode !== 'raffle' && sale.lobby === 'arrival') return 'arrival';
  if (draw.isRevealed) return 'public';
  if (draw.root !== null) return 'fixed';
  // It opened with nobody to be drawn: whoever came, came afterwards.
  return sale.openedAt === null ? 'before' : 'unneeded';
}

export function drawRows({ draw }: OpsSnapshot, language: Language): FactRow[] {
  const words = fairnessWords[language];
  return [
    { label: words.seedHash, value: draw.seedHash, isCode: true },
    ...(draw.size === null ? [] : [{ label: words.size, value: count(draw.size, language) }]),
    ...(draw.root === null ? [] : [{ label: words.root, value: draw.root, isCode: true as const }]),
    {
      label: words.beacon,
      value: fill(words.beacons[draw.beacon] ?? words.beacons.none, { round: draw.round ?? '–' }),
    },
  ];
}

export function listRows({ sale, lists }: OpsSnapshot, language: Language): FactRow[] {
  const words = fairnessWords[language];
  const n = (value: number) => count(value, language);
  return [
    ...(sale.mode === 'raffle'
      ? [
          { label: words.registered, value: n(lists.registered + lists.waiting + lists.called + lists.done) },
          { label: words.winners, value: n(sale.winners ?? 0) },
        ]
      : []),
    { label: words.onList, value: n(lists.waiting) },
    { label: words.invited, value: n(lists.called) },
    { label: words.had, value: n(lists.done) },
  ];
}

/** A raffle has lists from the start, other sales once somebody stands on one. */
export const hasLists = ({ sale, lists }: OpsSnapshot): boolean =>
  sale.mode === 'raffle' || lists.waiting + lists.called + lists.done > 0;

const localeOf = (language: Language) => (language === 'ko' ? 'ko-KR' : 'en-GB');
const percent = (share: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 0 }).format(share);
const decimal = (value: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 2 }).format(value);

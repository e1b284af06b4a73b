/**
 * Durations in words (PAG-7). A countdown shows days, hours and minutes, and seconds only in the last ten minutes,
 * where they matter; a wait is a range in whole minutes, rounded outwards, because it is an estimate.
 */
import type { InLanguages, Language } from './choose-language.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** From here on seconds are shown. */
const secondsShownMs = 10 * minute;

const units: InLanguages<{ day: string; hour: string; minute: string; second: string }> = {
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s' },
  ko: { day: '일', hour: '시간', minute: '분', second: '초' },
};

/** 3 d 4 h · 2 h 14 min · 14 min · 9:59 · 0:00. Never negative. */
export function countdown(ms: number, language: Language): string {
  const u = units[language];
  const left = Math.max(0, ms);
  if (left >= day) return parts([left / day, u.day], [(left % day) / hour, u.hour]);
  if (left >= hour) return parts([left / hour, u.hour], [(left % hour) / minute, u.minute]);
  if (left >= secondsShownMs) return parts([left / minute, u.minute]);
  return minutesAndSeconds(left);
}

/** 9:59, 12:00: where each second is the reader's own, whatever is left. Never negative. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / second);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The same without seconds, for lists that are no clocks: 4 min · 2 h 14 min. Rounded up below ten minutes. */
export const roughly = (ms: number, language: Language): string =>
  ms >= secondsShownMs
    ? countdown(ms, language)
    : `${Math.max(1, Math.ceil(ms / minute))}${units[language].minute}`;

function parts(...amounts: readonly (readonly [number, string])[]): string {
  return amounts
    .map(([amount, unit], index) => [Math.floor(amount), unit, index] as const)
    .filter(([amount, , index]) => index === 0 || amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

const waits: InLanguages<{ soon: string; one: string; range: string; minutes: string }> = {
  en: {
    soon: 'less than a minute',
    one: 'about 1 minute',
    range: '{from} to {to}',
    minutes: '{n} minutes',
  },
  ko: { soon: '1분 안쪽', one: '1분쯤', range: '{from}~{to}', minutes: '{n}분' },
};

/** 12 to 18 minutes · less than a minute · 1 h 30 min to 2 h. Bounds are in seconds. */
export function waitRange(fromSeconds: number, toSeconds: number, language: Language): string {
  const w = waits[language];
  if (toSeconds < 60) return w.soon;
  const [from, to] = roundedMinutes(fromSeconds, toSeconds);
  if (to >= 120) {
    const [low, high] = [from, to].map((n) => countdown(Math.max(n, 10) * minute, language));
    return low === high ? `${high}` : w.range.replace('{from}', `${low}`).replace('{to}', `${high}`);
  }
  if (from === to) return to === 1 ? w.one : w.minutes.replace('{n}', `${to}`);
  return w.minutes.replace('{n}', w.range.replace('{from}', `${from}`).replace('{to}', `${to}`));
}

/** Outwards to whole minutes; beyond half an hour to five, beyond two hours to fifteen: no false precision. */
function roundedMinutes(fromSeconds: number, toSeconds: number): [number, number] {
  const step = toSeconds > 2 * 3600 ? 15 : toSeconds > 1800 ? 5 : 1;
  const from = Math.floor(fromSeconds / 60 / step) * step;
  const to = Math.ceil(toSeconds / 60 / step) * step;
  return [Math.max(1, from), Math.max(1, to)];
}

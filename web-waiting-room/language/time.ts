/** Times of day and dates in the reader's own time zone, always on a 24-hour clock. Instants come in ms. */
import type { Language } from './choose-language.ts';
import { locales } from './money.ts';

const format = (ms: number, language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locales[language], { hourCycle: 'h23', ...options }).format(ms);

/** 20:37 */
export const timeOfDay = (ms: number, language: Language): string =>
  format(ms, language, { hour: '2-digit', minute: '2-digit' });

/** 20:37:10 */
export const timeOfDayExactly = (ms: number, language: Language): string =>
  format(ms, language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Fri 12 March 2027, 19:30 */
export const dateAndTime = (ms: number, language: Language): string =>
  `${date(ms, language)}${language === 'ko' ? '' : ','} ${timeOfDay(ms, language)}`;

/** Fri 12 March 2027 · 2027년 3월 12일 (금). Put together here: browsers disagree about commas and brackets. */
export function date(ms: number, language: Language): string {
  const day = format(ms, language, { day: 'numeric', month: 'long', year: 'numeric' });
  const weekday = format(ms, language, { weekday: 'short' });
  return language === 'ko' ? `${day} (${weekday})` : `${weekday} ${day}`;
}

/** Today only the time, otherwise the date as well. */
export const when = (ms: number, nowMs: number, language: Language): string =>
  date(ms, language) === date(nowMs, language) ? timeOfDay(ms, language) : dateAndTime(ms, language);

/** The reader's time zone in words: "Korean Standard Time", "한국 표준시". */
export const zone = (language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { timeZoneName: 'long' })
    .formatToParts(0)
    .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';

/** ms of an ISO instant, or null. */
export const msOf = (iso: string | null | undefined): number | null => {
  const ms = iso ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
};

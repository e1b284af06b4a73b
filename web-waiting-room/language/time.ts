/**
 * Times of day and dates in the reader's own time zone, always on a 24-hour clock; what takes place somewhere by the
 * clock of that place (RCH-8). Instants come in ms.
 */
import type { Language } from './choose-language.ts';
import { locales } from './money.ts';

const format = (ms: number, language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locales[language], { hourCycle: 'h23', ...options }).format(ms);

/** 20:37 */
export const timeOfDay = (ms: number, language: Language, timeZone?: string): string =>
  format(ms, language, { hour: '2-digit', minute: '2-digit', ...inZone(timeZone) });

/** 20:37:10 */
export const timeOfDayExactly = (ms: number, language: Language): string =>
  format(ms, language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Fri 12 March 2027, 19:30 */
export const dateAndTime = (ms: number, language: Language, timeZone?: string): string =>
  `${date(ms, language, timeZone)}${language === 'ko' ? '' : ','} ${timeOfDay(ms, language, timeZone)}`;

/** By the clock of the place, with the zone's name where the reader's clock shows another time. */
export function dateAndTimeThere(ms: number, timeZone: string, language: Language): string {
  const there = dateAndTime(ms, language, timeZone);
  return there === dateAndTime(ms, language) ? there : `${there} (${zone(language, timeZone, ms)})`;
}

/** Fri 12 March 2027 · 2027년 3월 12일 (금). Put together here: browsers disagree about commas and brackets. */
export function date(ms: number, language: Language, timeZone?: string): string {
  const day = format(ms, language, { day: 'numeric', month: 'long', year: 'numeric', ...inZone(timeZone) });
  const weekday = format(ms, language, { weekday: 'short', ...inZone(timeZone) });
  return language === 'ko' ? `${day} (${weekday})` : `${weekday} ${day}`;
}

/** Today only the time, otherwise the date as well. */
export const when = (ms: number, nowMs: number, language: Language): string =>
  date(ms, language) === date(nowMs, language) ? timeOfDay(ms, language) : dateAndTime(ms, language);

/** A time zone, the reader's unless told, in words: "Korean Standard Time", "한국 표준시". Summer time by its own name. */
export const zone = (language: Language, timeZone?: string, ms = 0): string =>
  new Intl.DateTimeFormat(locales[language], { timeZoneName: 'long', ...inZone(timeZone) })
    .formatToParts(ms)
    .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';

/** The reader's where this browser does not know the zone: its list may be older than the server's. */
function inZone(timeZone: string | undefined): { timeZone?: string } {
  if (timeZone === undefined) return {};
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return { timeZone };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** ms of an ISO instant, or null. */
export const msOf = (iso: string | null | undefined): number | null => {
  const ms = iso ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
};

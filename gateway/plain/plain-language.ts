/** Which language a page without JavaScript speaks, and how its words, times and durations are written. */
import { minorDigitsOf, minorUnitsOf } from '../../domain/currencies.ts';

export type PlainLanguage = 'en' | 'ko';

export interface Said {
  readonly title: string;
  readonly sentence: string;
}
export type Facts = Readonly<Record<string, string | number | null>>;

/** The asked language, else what the browser likes first. */
export const plainLanguage = (asked: string | undefined, accepted: string | undefined): PlainLanguage =>
  asked === 'ko' || asked === 'en' ? asked : /^\s*ko\b/i.test(accepted ?? '') ? 'ko' : 'en';

/** `{name}` filled in. A sentence about a fact that is not known is left out. */
export const fillPlain = (text: string, facts: Facts): string =>
  text
    .split(/(?<=[.!?]) /)
    .filter((sentence) => [...sentence.matchAll(name)].every(([, of = '']) => isKnown(facts[of])))
    .join(' ')
    .replace(name, (_, of: string) => String(facts[of]))
    .replace(/([.!?…])\./g, '$1');

const name = /\{(\w+)\}/g;
const isKnown = (fact: Facts[string] | undefined): boolean =>
  fact !== undefined && fact !== null && fact !== '';

/** The visitor's zone is not known without a script: the country's for Korean, the world's for everybody else. */
const zones = { en: 'UTC', ko: 'Asia/Seoul' } as const;

export const timeWords = (ms: number, language: PlainLanguage): string =>
  new Intl.DateTimeFormat(language, {
    ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...{ timeZone: zones[language], timeZoneName: 'short' },
  }).format(ms);

export const countWords = (count: number, language: PlainLanguage): string =>
  new Intl.NumberFormat(language).format(count);

export const priceWords = (amount: number, currency: string, language: PlainLanguage): string => {
  const digits = minorDigitsOf(currency);
  const look = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, ...look });
  return format.format(amount / minorUnitsOf(currency));
};

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "54 seconds", "12 minutes", "3 days": in the largest unit of which there are two, rounded the way that is asked for. */
export function durationWords(
  seconds: number,
  language: PlainLanguage,
  round: (count: number) => number = Math.floor,
): string {
  const [unit, size] = units.find(([, unitSize]) => seconds >= 2 * unitSize) ?? (['second', 1] as const);
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, style).format(Math.max(0, round(seconds / size)));
}

/** Money in words, where the server writes for people: mails and the bank's page. */
import { minorDigitsOf, minorUnitsOf } from './currencies.ts';
import type { Money } from './sale.ts';

export const textLanguages = ['ko', 'en'] as const;
export type TextLanguage = (typeof textLanguages)[number];

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

/** 12000 KRW → ₩12,000 or 12,000원; 1250 EUR → €12.50. */
export function priceText({ amount, currency }: Money, language: TextLanguage): string {
  // Intl knows only ₩154,000 for Korean; in Korea people write 154,000원.
  if (language === 'ko' && currency === 'KRW') return `${countInKorean.format(amount)}원`;
  return formatOf(currency, language).format(amount / minorUnitsOf(currency));
}

const countInKorean = new Intl.NumberFormat(locales.ko);
/** Kept, because making one takes a hundred times as long as writing with it. There are as many as currencies. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, language: TextLanguage): Intl.NumberFormat {
  const key = `${language} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = minorDigitsOf(currency);
  const made = new Intl.NumberFormat(locales[language], {
    ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
  formats.set(key, made);
  return made;
}

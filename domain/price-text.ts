/** Money in words, where the server writes for people: mails and the bank's page. */
import type { Money } from './sale.ts';

export const textLanguages = ['ko', 'en'] as const;
export type TextLanguage = (typeof textLanguages)[number];

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

/** 12000 KRW → ₩12,000 or 12,000원; 1250 EUR → €12.50. */
export function priceText({ amount, currency }: Money, language: TextLanguage): string {
  // Intl knows only ₩154,000 for Korean; in Korea people write 154,000원.
  if (language === 'ko' && currency === 'KRW') return `${countInKorean.format(amount)}원`;
  const { format, minorUnits } = formatOf(currency, language);
  return format.format(amount / minorUnits);
}

interface PriceFormat {
  readonly format: Intl.NumberFormat;
  /** How many make one: 100 cents, one won. */
  readonly minorUnits: number;
}

const countInKorean = new Intl.NumberFormat(locales.ko);
/** Kept, because making one takes a hundred times as long as writing with it. There are as many as currencies. */
const formats = new Map<string, PriceFormat>();

function formatOf(currency: string, language: TextLanguage): PriceFormat {
  const key = `${language} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const look = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const format = new Intl.NumberFormat(locales[language], look);
  const made = { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
  formats.set(key, made);
  return made;
}

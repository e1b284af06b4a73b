/** Money in words, where the server writes for people: mails and the bank's page. */
import type { Money } from './sale.ts';

export const textLanguages = ['ko', 'en'] as const;
export type TextLanguage = (typeof textLanguages)[number];

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

/** 12000 KRW → ₩12,000 or 12,000원; 1250 EUR → €12.50. */
export function priceText({ amount, currency }: Money, language: TextLanguage): string {
  const locale = locales[language];
  // Intl knows only ₩154,000 for Korean; in Korea people write 154,000원.
  if (language === 'ko' && currency === 'KRW') return `${new Intl.NumberFormat(locale).format(amount)}원`;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

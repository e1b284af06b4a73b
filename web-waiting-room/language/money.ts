/** Money and numbers as each language writes them. Amounts come in minor units with their currency. */
import { minorDigitsOf, minorUnitsOf } from '../../domain/currencies.ts';
import type { Money } from '../../domain/sale.ts';
import type { InLanguages, Language } from './choose-language.ts';

export const locales: InLanguages<string> = { en: 'en-GB', ko: 'ko-KR' };

export const count = (value: number, language: Language): string =>
  new Intl.NumberFormat(locales[language]).format(value);

export function price({ amount, currency }: Money, language: Language): string {
  // Intl knows only ₩154,000 for Korean; in Korea people write 154,000원.
  if (language === 'ko' && currency === 'KRW') return `${count(amount, language)}원`;
  const digits = minorDigitsOf(currency);
  const look = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return money(currency, language, look).format(amount / minorUnitsOf(currency));
}

/** For figures on a board: ₩380.8M, 3.8억원. */
export function shortPrice({ amount, currency }: Money, language: Language): string {
  const whole = amount / minorUnitsOf(currency);
  const compact = { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 } as const;
  if (language === 'ko' && currency === 'KRW')
    return `${new Intl.NumberFormat('ko-KR', compact).format(whole)}원`;
  // British English shortens a million to "m", which reads as a metre or a milli.
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...compact } as const;
  return new Intl.NumberFormat(language === 'ko' ? 'ko-KR' : 'en-US', options).format(whole);
}

const money = (currency: string, language: Language, more: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...more,
  });

/** What is left of a tier, and what that means at a visitor's place, in words; shapes only repeat them. */
import type { Availability } from '../../domain/sale.ts';
import type { InLanguages } from '../language/choose-language.ts';

type Chance = 'likely' | 'possible' | 'unlikely';

export const availabilityWords: InLanguages<Readonly<Record<Availability, string>>> = {
  en: { plenty: 'Plenty left', few: 'Few left', held: 'All in baskets', none: 'Sold out' },
  ko: { plenty: '넉넉함', few: '조금 남음', held: '모두 결제 중', none: '매진' },
};

export const chanceWords: InLanguages<Readonly<Record<Chance, string>>> = {
  en: {
    likely: 'At your place: likely',
    possible: 'At your place: could go either way',
    unlikely: 'At your place: unlikely',
  },
  ko: {
    likely: '내 순서에서도 살 수 있을 것 같아요',
    possible: '내 순서에서는 반반이에요',
    unlikely: '내 순서에서는 어려워요',
  },
};

/** What the server found wrong in a sale that was sent to it, in the words of the forms. Pure. */
import type { InLanguages, Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { settingWords } from './words.ts';

export interface WrongField {
  /** `closesAt`, `tiers.1.listPrice.amount`. */
  readonly path: string;
  /** In English, as the API says it. */
  readonly message: string;
}

const labels: InLanguages<Readonly<Record<string, string>>> = {
  en: {
    slug: 'Address',
    tiers: 'Tiers',
    name: 'Name',
    price: 'Price',
    listPrice: 'Ordinary price',
    capacity: 'Number',
    attributes: 'What it is',
    parent: 'Above it',
    tierLabel: 'Tier {n}: {label}',
    wrong: '{label}: {message}',
  },
  ko: {
    slug: '주소',
    tiers: '등급',
    name: '이름',
    price: '가격',
    listPrice: '정가',
    capacity: '수량',
    attributes: '속성',
    parent: '상위 분류',
    tierLabel: '{n}번째 등급 {label}',
    wrong: '{label}: {message}',
  },
};

/** What forms cannot rule out while one types; everything else is said as the API does. */
const messages: InLanguages<Readonly<Record<string, string>>> = {
  en: {
    'must be later than opensAt': 'must be later than the opening',
    'must not be later than opensAt': 'must not be later than the opening',
  },
  ko: {
    'must be more than the price': '가격보다 높아야 해요',
    'is the currency of the price': '가격과 같은 통화여야 해요',
    'all tiers share one currency': '등급의 통화는 모두 같아야 해요',
    'another tier has this name': '같은 이름의 등급이 있어요',
    'must be later than opensAt': '시작 시각보다 늦어야 해요',
    'must not be later than opensAt': '시작 시각보다 늦을 수 없어요',
    'a raffle says how many win': '추첨에는 당첨 인원이 필요해요',
    'no more can win than there are units': '수량보다 많이 당첨될 수 없어요',
    'cannot change once the sale is published': '공개한 뒤에는 바꿀 수 없어요',
  },
};

export function wrongFieldWords({ path, message }: WrongField, language: Language): string {
  const [first = '', index = '', inTier = ''] = path.split('.');
  const isOfTier = first === 'tiers' && /^\d+$/.test(index);
  const label = isOfTier
    ? fill(labels[language].tierLabel ?? '', { n: Number(index) + 1, label: labelOf(inTier, language) })
    : labelOf(first, language);
  return fill(labels[language].wrong ?? '', { label, message: messages[language][message] ?? message });
}

function labelOf(name: string, language: Language): string {
  const words: Readonly<Record<string, unknown>> = settingWords[language];
  const said = labels[language][name] ?? words[name];
  // "(optional)" is of no help where it is wrong.
  return typeof said === 'string' ? said.replace(/ \(.*\)$/, '') : name;
}

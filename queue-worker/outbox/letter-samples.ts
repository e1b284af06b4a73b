/**
 * Every letter as its reader would get it, with made-up facts: what /dev/mail shows of a demo, and what the tests look at
 * (MAI-6). A letter that is written somewhere and missing here fails a test.
 */
import type { MailMatter } from '../../db/mail.ts';
import { toldFlags } from '../../domain/order-flag.ts';
import { orderLetterKinds } from '../../domain/order-letter.ts';
import { accountWords } from './account-letters.ts';
import { checkKinds, checkWords } from './check-letters.ts';
import { composeMail } from './compose-mail.ts';
import { type LetterContent, type LetterWords, writeLetter } from './letter.ts';
import { listWords } from './list-letters.ts';
import { nearWords } from './near-letters.ts';
import { peopleLetters, peopleWords } from './people-words.ts';
import { flagContent } from './staff-letters.ts';
import { ticketWords } from './ticket-letters.ts';

export interface LetterSample extends LetterContent {
  readonly group: 'account' | 'line' | 'order' | 'ticket' | 'staff';
  readonly kind: string;
  /** `both`: one letter says it in Korean and then in English. */
  readonly language: 'ko' | 'en' | 'both';
}

const names = {
  ko: { giver: '한민서', receiver: '김지우' },
  en: { giver: 'Minseo Han', receiver: 'Jiwoo Kim' },
};
const titles = { ko: '심야 페리', en: 'Night Ferry' };
const untils = {
  ko: '2027년 3월 5일 금요일 20:00 (한국 시간)',
  en: 'Friday 5 March 2027 at 11:00 (UTC)',
};
const notes = {
  ko: {
    reason: '한 사람이 여러 계정으로 주문했어요.',
    answer: '확인해 보니 가족의 주문이었어요.',
    by: '박서연',
  },
  en: {
    reason: 'One person ordered with several accounts.',
    answer: 'We looked, and they were orders of a family.',
    by: 'Seoyeon Park',
  },
};

const matter: MailMatter = {
  title: 'Night Ferry',
  venue: 'Hangang Hall',
  fulfilment: 'ticket',
  contactSealed: '',
  lines: [
    { name: 'Balcony B', quantity: 2 },
    { name: 'Standing', quantity: 1 },
  ],
  total: { amount: 253_000, currency: 'KRW' },
  left: { amount: 253_000, currency: 'KRW' },
  pointsLeft: 1_200,
  state: 'issued',
  takenBackBy: 'staff',
  reason: 'the band is ill',
  payment: { amount: 253_000, currency: 'KRW', refundReason: 'order_cancelled', isOfOrder: true },
  refund: null,
  part: null,
  asked: { reason: 'too small' },
};
const goods = ['order_shipped', 'order_delivered', 'return_asked', 'return_refused'];

export function letterSamples(publicUrl: string): LetterSample[] {
  return [
    ...inBoth('account', (language) => accountOf(language, publicUrl, (kind) => !kind.includes('staff'))),
    ...inBoth('account', (language) => peopleOf(language, publicUrl, (kind) => !isOfStaff(kind))),
    ...inBoth('line', (language) => lineWords(language, publicUrl)),
    ...orderLetterKinds.map((kind) => ({
      ...{ group: 'order' as const, kind, language: 'both' as const },
      ...orderSample(kind, publicUrl),
    })),
    ...inBoth('ticket', (language) => {
      const facts = { ...names[language], title: titles[language], tier: 'Balcony B' };
      const url = `${publicUrl}/transfer/tra_sample`;
      return entriesOf(ticketWords[language], (write) => write({ ...facts, url }));
    }),
    ...inBoth('staff', (language) => accountOf(language, publicUrl, (kind) => kind.includes('staff'))),
    ...inBoth('staff', (language) => peopleOf(language, publicUrl, isOfStaff)),
    ...toldFlags.map((kind) => ({
      ...{ group: 'staff' as const, kind, language: 'both' as const },
      ...flagContent(
        { kind, orderId: 'ord_sample', detail: { amount: 253_000, currency: 'KRW', reason: 'fraudulent' } },
        publicUrl,
      ),
    })),
  ];
}

type Language = 'ko' | 'en';
type Named = readonly [kind: string, words: LetterWords];

const inBoth = (group: LetterSample['group'], write: (language: Language) => readonly Named[]) =>
  (['ko', 'en'] as const).flatMap((language) =>
    write(language).map(([kind, words]) => ({ group, kind, language, ...writeLetter(language, words) })),
  );

function entriesOf<Write>(
  words: Readonly<Record<string, Write>>,
  act: (write: Write) => LetterWords,
): Named[] {
  return Object.entries(words).map(([kind, write]) => [kind, act(write)] as const);
}

const accountOf = (language: Language, publicUrl: string, isOf: (kind: string) => boolean): Named[] =>
  entriesOf(accountWords[language], (write) => write('482 915', publicUrl)).filter(([kind]) => isOf(kind));

function lineWords(language: Language, publicUrl: string): Named[] {
  const title = titles[language];
  const url = `${publicUrl}/sales/night-ferry/line`;
  const facts = { title, url, until: untils[language], reserveNumber: '1,204', claimSeconds: 120 };
  return [
    ...checkKinds.map((kind) => [kind, checkWords[language][kind](title, '482 915')] as const),
    ...entriesOf(nearWords, (words) => words[language](facts)),
    ...entriesOf(listWords[language], (write) => write(facts)),
  ];
}

const isOfStaff = (kind: string): boolean => /^(staff|two_step)/.test(kind);

function peopleOf(language: Language, publicUrl: string, isWanted: (kind: string) => boolean): Named[] {
  const facts = { ...notes[language], role: 'support', invitation: 'inv_sample', code: 'sample' };
  return peopleLetters
    .filter(isWanted)
    .map((kind) => [kind, peopleWords[language][kind](facts, publicUrl)] as const);
}

function orderSample(kind: (typeof orderLetterKinds)[number], publicUrl: string): LetterContent {
  const refund = {
    ...{ amount: 55_000, currency: 'KRW', reason: 'one came broken', reasonBy: 'staff' as const },
    unitsStay: false,
  };
  const part = { ...refund, points: 1_200 };
  return composeMail({
    kind,
    matter: {
      ...matter,
      ...(goods.includes(kind) && { fulfilment: 'shipping', venue: null, title: 'Night Ferry hoodie' }),
      ...(kind === 'refunded_part' && { refund }),
      ...(kind === 'part_without_money' && { part }),
    },
    name: 'Minseo Han',
    url: `${publicUrl}/orders/ord_sample#key=sample`,
    answer: 'the seal was broken',
  });
}

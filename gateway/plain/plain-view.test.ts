/** What the page without JavaScript says of every place in every sale: whole sentences, whatever is not known (RCH-1). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { etaReasons } from '../../domain/eta.ts';
import {
  checkReasons,
  type LinePoll,
  type PlaceMessage,
  placeStates,
  type SaleMessage,
} from '../../domain/protocol.ts';
import { type RefusalCode, refusals } from '../../domain/refusals.ts';
import { fulfilments, lobbyModes, saleModes, saleStates } from '../../domain/sale.ts';
import { durationWords, fillPlain, plainLanguage } from './plain-language.ts';
import { plainRefusal } from './plain-refusals.ts';
import { type PlainSale, plainView } from './plain-view.ts';
import { plainWhy } from './plain-why.ts';

const nowMs = Date.parse('2027-03-01T11:00:00Z');
const later = '2027-03-01T11:10:00Z';
const earlier = '2027-03-01T10:55:00Z';
const languages = ['en', 'ko'] as const;

const news = fc.record({
  type: fc.constant('sale' as const),
  state: fc.constantFrom(...saleStates),
  tiers: fc.constant([]),
  reserveOpen: fc.boolean(),
  heldUnits: fc.nat(900),
  nextHoldEndsAt: fc.constant(later),
  draw: fc.record(
    {
      seedHash: fc.constant('9f3c51d0a2b84ee7'),
      root: fc.constant('c01d5eed51d0a2b8'),
      beacon: fc.constantFrom('none' as const, 'awaited' as const, 'mixed' as const, 'missing' as const),
      isRevealed: fc.boolean(),
    },
    { requiredKeys: ['seedHash', 'beacon', 'isRevealed'] },
  ),
});
const sales: fc.Arbitrary<PlainSale> = fc.record({
  mode: fc.constantFrom(...saleModes),
  lobby: fc.constantFrom(...lobbyModes),
  opensAt: fc.option(fc.constant(new Date(later))),
  registrationClosesAt: fc.option(fc.constant(new Date(later))),
  claimSeconds: fc.constant(60),
  fulfilment: fc.constantFrom(...fulfilments),
  codeRequired: fc.boolean(),
});
const places = fc.record(
  {
    type: fc.constant('place' as const),
    state: fc.constantFrom(...placeStates),
    ahead: fc.option(fc.nat(5_000)),
    moved: fc.constant(0),
    waiting: fc.nat(9_000),
    eta: fc.option(
      fc.record(
        {
          ...{ fromSeconds: fc.constant(240), toSeconds: fc.constant(610) },
          ...{ reason: fc.constantFrom(...etaReasons, 'of_a_later_version'), reasonAt: fc.constant(earlier) },
        },
        { requiredKeys: ['fromSeconds', 'toSeconds'] },
      ),
    ),
    givenBack: fc.boolean(),
    lobbyIndex: fc.nat(9_000),
    callNo: fc.nat(3),
    mustAsk: fc.boolean(),
    fromList: fc.boolean(),
    claimBy: fc.constant(later),
    reserveNumber: fc.nat(900),
    letPass: fc.nat(60),
    lane: fc.constantFrom('priority' as const, 'slow' as const),
    outcome: fc.constantFrom('bought' as const, 'ended' as const, 'missed' as const),
  },
  { requiredKeys: ['type', 'state', 'ahead', 'moved', 'waiting', 'eta'] },
);

test('RCH-1: every place in every sale has a title, whole sentences and at most one next thing', () => {
  fc.assert(
    fc.property(sales, news, fc.option(places), (sale, saleNews, place) => {
      const poll: LinePoll | null = place && {
        place: place as PlaceMessage,
        sale: saleNews as SaleMessage,
        nextPollMs: 5_000,
      };
      for (const language of languages) {
        const view = plainView(sale, poll, saleNews as SaleMessage, nowMs, language);
        const said = [
          ...[view.title, view.sentence, view.wait ?? ''],
          ...[...view.notes, ...(view.draw?.sentences ?? [])],
        ].join('|');
        expect(view.title).not.toBe('');
        expect(view.sentence.length).toBeGreaterThan(5);
        expect(said).not.toMatch(/[{}]|undefined|null|NaN| {2}| \./);
        expect(new Set(view.others).size).toBe(view.others.length);
        if (view.next) expect(view.next.label).not.toBe('');
      }
    }),
  );
});

test('RCH-1: every refusal has words, and a code is never its message', () => {
  for (const language of languages)
    for (const code of Object.keys(refusals) as RefusalCode[])
      expect(plainRefusal(language, code).title).not.toMatch(new RegExp(`^${code}$|_`));
});

test('ACC-20: a check says its own reason, in the slow lane and where a place is refused', () => {
  for (const language of languages)
    for (const reason of checkReasons) {
      const why = plainWhy[language][reason];
      const check = { reason, challenge: {} };
      const place: PlaceMessage = { ...nobodyAhead, state: 'waiting', lane: 'slow', check };
      const { notes } = plainView(plainSale, { place, sale: open, nextPollMs: 5_000 }, open, nowMs, language);
      expect(notes.join(' ')).toContain(why);
      expect(plainRefusal(language, 'proof_required', reason).sentence).toContain(why);
    }
  expect(plainRefusal('en', 'proof_required').sentence).not.toContain('network');
});

const plainSale: PlainSale = {
  ...{ mode: 'line', lobby: 'shuffle', opensAt: null, registrationClosesAt: null, claimSeconds: 60 },
  ...{ codeRequired: false, fulfilment: 'ticket' },
};
const open: SaleMessage = { type: 'sale', state: 'open', tiers: [] };
const nobodyAhead = { type: 'place', ahead: 0, moved: 0, waiting: 9, eta: null } as const;

test('RCH-1: a turn from the list says how long it lasts, and promises no second call', () => {
  const claimBy = '2027-03-01T13:00:00Z';
  const place: PlaceMessage = { ...nobodyAhead, state: 'called', claimBy, callNo: 1, fromList: true };
  const view = plainView(plainSale, { place, sale: open, nextPollMs: 5_000 }, open, nowMs, 'en');
  expect([view.title, view.sentence, view.next?.act]).toEqual([
    'A ticket came back for you',
    'You can buy for another 2 hours. After that we ask the next one on the list.',
    'claim',
  ]);
});

test('RCH-1: a range of waiting is rounded outwards', () => {
  const place: PlaceMessage = {
    ...{ type: 'place', state: 'waiting', ahead: 900, moved: 0, waiting: 950 },
    eta: { fromSeconds: 299, toSeconds: 601 },
  };
  const poll: LinePoll = { place, sale: open, nextPollMs: 5_000 };
  expect(plainView(plainSale, poll, open, nowMs, 'en').wait).toBe('Your wait: 4 minutes to 11 minutes');
  expect(plainView(plainSale, poll, open, nowMs, 'ko').wait).toBe('기다리는 시간: 4분에서 11분');
});

test('RCH-1: a pause says why, in the reader’s language, and when there is more to say while that is to come', () => {
  const place: PlaceMessage = { ...nobodyAhead, state: 'paused' };
  const said = (language: 'en' | 'ko', more: Partial<SaleMessage>) => {
    const paused: SaleMessage = { ...open, state: 'paused', reason: 'Cards fail', ...more };
    return plainView(plainSale, { place, sale: paused, nextPollMs: 5_000 }, paused, nowMs, language).sentence;
  };
  expect(said('en', { nextNewsAt: later })).toBe(
    'Cards fail. Nobody is let in meanwhile, and your place is kept. More news in 10 minutes.',
  );
  expect(said('en', { nextNewsAt: '2027-03-01T10:59:00Z' })).not.toContain('More news');
  expect(said('ko', { reasons: { en: 'Cards fail', ko: '결제가 안 돼요' } })).toMatch(/^결제가 안 돼요\. /);
});

test('RCH-1: words, durations and languages', () => {
  expect(fillPlain('{reason}. Nobody is let in.', { reason: null })).toBe('Nobody is let in.');
  expect(fillPlain('{reason}. Nobody is let in.', { reason: 'Fire drill!' })).toBe(
    'Fire drill! Nobody is let in.',
  );
  expect([90, 119, 120, 7_199, 7_200, 200_000].map((seconds) => durationWords(seconds, 'en'))).toEqual([
    ...['90 seconds', '119 seconds', '2 minutes', '119 minutes', '2 hours', '2 days'],
  ]);
  expect(plainLanguage(undefined, 'ko-KR,ko;q=0.9')).toBe('ko');
  expect(plainLanguage('en', 'ko')).toBe('en');
  expect(plainLanguage('xx', undefined)).toBe('en');
});

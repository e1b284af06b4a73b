/** What an order's page says in every state, when it looks again, and the code that it shows. */
import { describe, expect, test } from 'vitest';
import { orderStates } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { TakenBackBy } from '../../domain/taken-back.ts';
import { languages } from '../language/choose-language.ts';
import { factsOf } from '../language/fill.ts';
import { leftPaid } from './left-paid.ts';
import { canBePaid, moodOf, orderSays } from './order-mood.ts';
import { returnWords } from './return-words.ts';
import { goodsWords, orderWords } from './state-words.ts';
import { ticketCode } from './ticket-code.ts';
import { unitsText } from './units-text.ts';

const order = (more: Partial<OrderView> = {}): OrderView => ({
  id: 'ord_1',
  state: 'held',
  sale: {
    slug: 's',
    title: 'Night Ferry',
    venue: null,
    startsAt: null,
    timeZone: 'Asia/Seoul',
    accent: null,
    fulfilment: 'ticket',
  },
  lines: [],
  total: { amount: 198_000, currency: 'KRW' },
  pointsSpent: 0,
  refunded: { amount: 0, currency: 'KRW' },
  partRefunds: [],
  returns: [],
  contact: { email: 'm@example.com', name: 'M' },
  address: null,
  createdAt: '2027-03-01T11:00:00Z',
  holdExpiresAt: '2027-03-01T11:10:00Z',
  paidAt: null,
  closedAt: null,
  reason: null,
  returnableUntil: null,
  cancellable: true,
  payments: [],
  ...more,
});
const payment = (state: string) => ({
  id: 'p',
  provider: 'sandbox',
  state,
  amount: { amount: 1, currency: 'KRW' },
});
/** Every way in which an order comes to stand in a state. */
function* kinds(state: OrderView['state']): Generator<Partial<OrderView>> {
  const actors: readonly (TakenBackBy | null)[] = ['buyer', 'staff', 'bank', 'provider', 'return', null];
  for (const takenBackBy of actors)
    for (const payments of [[], [payment('declined')], [payment('refunded')]])
      for (const amount of [198_000, 0])
        for (const closedAt of [null, '2027-03-01T11:04:00Z'])
          yield { state, payments, takenBackBy, closedAt, total: { amount, currency: 'KRW' } };
}
const nowMs = Date.parse('2027-03-01T11:05:00Z');

describe.each(languages)('in %s', (language) => {
  test.each(orderStates)('PAG-16: an order that is %s has a title and a sentence', (state) => {
    for (const some of kinds(state)) {
      const { title, sentence } = orderSays(order(some), nowMs, language);
      expect(`${title} ${sentence}`).not.toMatch(/[{}[\]…]|undefined|null| {2}/);
      expect(title.length).toBeGreaterThan(1);
      expect(sentence).toMatch(/^\S.*\.$/);
    }
  });

  test.each(orderStates.filter((state) => state !== 'issued'))(
    'PAG-16: goods that are %s are not called tickets',
    (state) => {
      for (const some of kinds(state)) {
        const sale = { ...order().sale, fulfilment: 'shipping' as const };
        const { title, sentence } = orderSays(order({ ...some, sale }), nowMs, language);
        expect(`${title} ${sentence}`).not.toMatch(/ticket|void|표[가는를]|입장/i);
      }
    },
  );
});

test('PAG-16: both languages name the same facts in every state', () => {
  const all = [...Object.entries(orderWords), ...Object.entries(goodsWords)];
  for (const [mood, words] of all)
    expect(factsOf(words.ko.sentence).sort(), mood).toEqual(factsOf(words.en.sentence).sort());
});

test('PAG-84: a return is told with its units, and what became of it with the same facts in both languages', () => {
  const lines = [{ lineNo: 1, name: 'Cup' }, { lineNo: 3, name: 'Bowl' }]; // biome-ignore format: two lines
  const units = [{ lineNo: 3, quantity: 1_200 }, { lineNo: 1, quantity: 2 }]; // biome-ignore format: two lines
  expect(unitsText(lines, units, 'en')).toBe('Bowl × 1,200, Cup × 2');
  const { ko, en } = returnWords;
  for (const state of ['asked', 'taken_back', 'refused'] as const)
    expect(factsOf(ko.states[state]).sort()).toEqual(factsOf(en.states[state]).sort());
  for (const name of ['until', 'unitsOf', 'ofLeft', 'gets', 'getsBoth'] as const)
    expect(factsOf(ko[name]).sort()).toEqual(factsOf(en[name]).sort());
});

test('PAG-16: whoever took an order back is said to have, and its buyer is not said to have done what others did', () => {
  const says = (more: Partial<OrderView>) => orderSays(order(more), nowMs, 'en').sentence;
  for (const state of ['cancelled', 'refund_pending', 'refunded'] as const) {
    expect(says({ state, takenBackBy: 'buyer' })).toMatch(/^You gave /);
    expect(says({ state, takenBackBy: 'staff' })).toMatch(/^The organiser cancelled /);
    for (const takenBackBy of ['staff', 'bank', 'provider', 'return', null] as const)
      expect(says({ state, takenBackBy })).not.toMatch(/You gave/);
  }
  expect(says({ state: 'refunded', takenBackBy: 'bank' })).toMatch(/^Your bank took the payment back/);
  // Nobody asked the provider: it had done so already.
  expect(moodOf(order({ state: 'refund_pending', takenBackBy: 'provider' }))).toBe('refunded');
});

test('PAG-16: a page says of money what is so: what is left of it, what came too late, and nothing where there was none', () => {
  const says = (more: Partial<OrderView>) => orderSays(order(more), nowMs, 'en').sentence;
  const refunded = { amount: 99_000, currency: 'KRW' };
  expect(says({ state: 'refund_pending', refunded })).toContain('return ₩99,000');
  expect(says({ state: 'refunded', refunded })).toContain('₩198,000 went back');
  expect(says({ state: 'cancelled' })).toContain('Nothing was charged');
  expect(says({ state: 'cancelled', payments: [payment('refund_pending')] })).not.toContain('Nothing');
  const free = { total: { amount: 0, currency: 'KRW' }, pointsSpent: 500 };
  expect(says({ state: 'refunded', ...free })).toContain('No money was in it. Your 500 points go back');
  expect(says({ state: 'refunded', pointsSpent: 500 })).toContain('Your 500 points are back too');
});

test('PAG-16: until when goods can be given back is the order’s own day, and is not said once it is over', () => {
  const says = (returnableUntil: string | null) =>
    orderSays(order({ state: 'delivered', returnableUntil }), nowMs, 'en').sentence;
  expect(says('2027-03-09T15:00:00Z')).toMatch(/give it back until \S+ (9|10) March 2027/);
  for (const over of [null, '2027-03-01T11:04:00Z']) expect(says(over)).toBe('It has arrived.');
});

test('PAG-16: a decline leaves the hold, and the page says so and lets the buyer pay again', () => {
  const declined = order({ payments: [payment('cancelled'), payment('declined')] });
  expect(moodOf(declined)).toBe('declined');
  expect(canBePaid(declined.state)).toBe(true);
  expect(moodOf(order({ payments: [payment('declined'), payment('created')] }))).toBe('held');
  expect(moodOf(order({ state: 'lapsed', payments: [payment('declined')] }))).toBe('lapsed');
});

test('PAG-21: a ticket’s code has a quiet zone of four modules and stays inside its square', () => {
  const { size, path } = ticketCode(`eyJhbGciOiJFZERTQSJ9.${'a'.repeat(120)}.${'b'.repeat(86)}`);
  const modules = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(modules.length).toBeGreaterThan(size);
  for (const [x = 0, y = 0] of modules) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x, y)).toBeLessThan(size - 4);
  }
});

test('PAG-85: what comes back is what is left of money and points', () => {
  const part = { points: 1_000 } as OrderView['partRefunds'][number];
  const refunded = { amount: 99_000, currency: 'KRW' };
  expect(leftPaid(order({ pointsSpent: 3_000, refunded, partRefunds: [part] }))).toEqual({
    money: 99_000,
    points: 2_000,
  });
  // PAY-17: what went back at the provider is not here to go back again.
  const byOthers = { amount: 150_000, currency: 'KRW' };
  expect(leftPaid(order({ refundedByOthers: byOthers })).money).toBe(48_000);
  expect(leftPaid(order({ refunded, refundedByOthers: byOthers })).money).toBe(0);
});

/** Single reserves: who may buy, what the refusals say, and which of them are kept. */
import { describe, expect, test } from 'vitest';
import { askOf, factsOf, NOW_MS, tierFact } from '../../test/facts.ts';
import type { SaleState } from '../sale.ts';
import type { ReserveCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { Facts } from './facts.ts';

function reserve(facts: Facts, ask: ReserveCommand = askOf()) {
  const decision = decideBatch(facts, { rows: [], dueOrderIds: [], reserves: [ask] });
  return { answer: decision.replies[0]?.answer, isStored: decision.answersToStore.length === 1, decision };
}

test('ORD-2: the order carries the prices of the server and a hold of the sale, for a visitor who is inside', () => {
  const ask = askOf({ lines: [{ tierId: 't0', quantity: 2 }] });
  const { answer, isStored, decision } = reserve(factsOf(), ask);
  expect(answer).toEqual({
    id: ask.id,
    bodyHash: 'b',
    outcome: 'granted',
    order: {
      id: ask.orderId,
      holdExpiresAt: '2026-01-01T12:10:00.000Z',
      lines: [{ tierId: 't0', quantity: 2, unitAmount: 10_000 }],
      totalAmount: 20_000,
      currency: 'KRW',
    },
  });
  expect(isStored).toBe(true);
  expect(decision.holdCapAtMs).toBe(NOW_MS + 15 * 60_000);
});

test('PNT-7: points that leave less than can be paid are refused, by the price of this moment; the answer is not kept', () => {
  const leaving = (points: number, leastToPay: number) => {
    const ask = askOf({ accountId: 'acc', points, leastToPay });
    const held = { accountId: 'acc', currency: 'KRW', amount: points };
    return reserve(factsOf({ pointsHeld: new Map([[ask.id, held]]) }), ask);
  };
  expect(leaving(9_951, 50)).toMatchObject({ answer: { code: 'too_little_left' }, isStored: false });
  expect(leaving(9_950, 50).answer).toMatchObject({ order: { totalAmount: 50, points: 9_950 } });
  expect(leaving(10_000, 50).answer).toMatchObject({ order: { totalAmount: 0 } });
  expect(leaving(9_999, 0).answer).toMatchObject({ order: { totalAmount: 1 } });
  expect(leaving(1, 20_000).answer).toMatchObject({ code: 'too_little_left' });
  expect(reserve(factsOf(), askOf({ leastToPay: 20_000 })).answer?.outcome).toBe('granted');
});

test('ORD-2: lines of the same tier count together, and one that cannot be had refuses them all', () => {
  const tiers = [tierFact('t0', 10), tierFact('t1', 1)];
  const twice = [{ tierId: 't1', quantity: 1 }, { tierId: 't0', quantity: 1 }, { tierId: 't1', quantity: 1 }]; // biome-ignore format: three lines
  const { answer, isStored, decision } = reserve(factsOf({ tiers }), askOf({ lines: twice }));
  expect(answer).toMatchObject({ outcome: 'refused', code: 'sold_out', left: { t0: 10, t1: 1 } });
  expect(isStored).toBe(true);
  expect(decision.ledger).toEqual([]);
});

test('ORD-5: what is over the limit is refused for good, also where there is enough stock', () => {
  const units = new Map([['v:v0', 3]]);
  const two = askOf({ lines: [{ tierId: 't0', quantity: 2 }] });
  const refused = reserve(factsOf({ units }), two);
  expect(refused.answer).toMatchObject({ code: 'limit_reached' });
  expect(refused.isStored).toBe(true);
  expect(reserve(factsOf({ units }), askOf()).answer?.outcome).toBe('granted');
});

describe('ORD-5: units count', () => {
  const four = { lines: [{ tierId: 't0', quantity: 4 }] };
  const one = (units: [string, number][], ask: ReserveCommand) =>
    reserve(factsOf({ units: new Map(units) }), ask).answer;
  test('ORD-5: by email too, where there is no account', () => {
    expect(one([['e:mail_v0', 1]], askOf(four))).toMatchObject({ code: 'limit_reached' });
  });
  const ofAccount = askOf({ ...four, accountId: 'acc' });
  test('ORD-5: by account instead of email, where there is one', () => {
    expect(one([['e:mail_v0', 4]], ofAccount)?.outcome).toBe('granted');
    expect(one([['a:acc', 1]], ofAccount)).toMatchObject({ code: 'limit_reached' });
  });
  test('WRT-13: by visitor too where there is a line; on a shelf by account alone', () => {
    const units = new Map([['v:v0', 4]]);
    expect(one([...units], ofAccount)).toMatchObject({ code: 'limit_reached' });
    const shelf = factsOf({ units, sale: { mode: 'shelf' } });
    expect(reserve(shelf, { ...ofAccount, admissionId: null }).answer?.outcome).toBe('granted');
  });
});

describe('ORD-3: who is not inside', () => {
  const cases: [string, Partial<ReserveCommand>, string][] = [
    ['has no pass', { admissionId: null }, 'pass_required'],
    ['has a pass that nobody knows here', { admissionId: 'adm_elsewhere' }, 'pass_invalid'],
    ["has another visitor's pass", { admissionId: 'adm_v1' }, 'pass_invalid'],
  ];
  test.each(cases)('ORD-3: %s', (_, more, code) => {
    const { answer, isStored } = reserve(factsOf(), askOf(more));
    expect(answer).toMatchObject({ outcome: 'refused', code });
    expect(isStored).toBe(false);
  });

  const passes: [string, { isShopping: boolean; passEndsAtMs: number | null }, string][] = [
    ['in the very millisecond the pass ends', { isShopping: true, passEndsAtMs: NOW_MS }, 'pass_ended'],
    ['after the admission was finished', { isShopping: false, passEndsAtMs: NOW_MS + 1 }, 'pass_ended'],
    ['before the call was claimed', { isShopping: false, passEndsAtMs: null }, 'pass_ended'],
  ];
  test.each(passes)('ORD-3: %s', (_, pass, code) => {
    const facts = factsOf({ passes: new Map([['adm_v0', { visitorId: 'v0', ...pass }]]) });
    expect(reserve(facts).answer).toMatchObject({ outcome: 'refused', code });
  });

  test('ORD-3: one millisecond before its end a pass still buys', () => {
    const pass = { visitorId: 'v0', isShopping: true, passEndsAtMs: NOW_MS + 1 };
    expect(reserve(factsOf({ passes: new Map([['adm_v0', pass]]) })).answer?.outcome).toBe('granted');
  });
});

describe('ORD-3: the sale', () => {
  const states: [SaleState, 'line' | 'shelf', string][] = [
    ['draft', 'line', 'sale_not_open'],
    ['lobby', 'line', 'sale_not_open'],
    ['open', 'line', 'granted'],
    ['paused', 'line', 'granted'],
    ['closed', 'line', 'sale_not_open'],
    ['soldOut', 'line', 'granted'],
    ['open', 'shelf', 'granted'],
    ['paused', 'shelf', 'sale_not_open'],
    ['closed', 'shelf', 'sale_not_open'],
  ];
  test.each(states)('ORD-3: %s, %s: %s', (state, mode, outcome) => {
    const { answer } = reserve(factsOf({ sale: { state, mode } }));
    expect(answer?.outcome === 'refused' ? answer.code : answer?.outcome).toBe(outcome);
  });

  test('ORD-3: a shelf sale asks for no pass, and remembers none', () => {
    const facts = factsOf({ sale: { mode: 'shelf' } });
    expect(reserve(facts, askOf({ admissionId: null })).answer?.outcome).toBe('granted');
    expect(reserve(facts, askOf()).decision.newOrders[0]?.admissionId).toBeNull();
  });

  test('ORD-3: a tier of another sale is no tier', () => {
    const { answer, isStored } = reserve(factsOf(), askOf({ lines: [{ tierId: 'elsewhere', quantity: 1 }] }));
    expect(answer).toMatchObject({ code: 'invalid_request' });
    expect(isStored).toBe(false);
  });

  test.each([0, -1, 0.5, Number.NaN, 2 ** 53])('ORD-2: %d is no number of units', (quantity) => {
    expect(reserve(factsOf(), askOf({ lines: [{ tierId: 't0', quantity }] })).answer).toMatchObject({
      code: 'invalid_request',
    });
  });
});

test('WRT-5: a stored answer wins over an ended pass and a closed sale', () => {
  const ask = askOf();
  const stored = reserve(factsOf(), ask).answer;
  if (!stored) throw new Error('no answer');
  const facts = factsOf({
    answers: new Map([[ask.id, { bodyHash: 'b', answer: stored }]]),
    passes: new Map(),
    sale: { state: 'closed' },
  });
  expect(reserve(facts, ask).answer).toEqual(stored);
  expect(reserve(facts, { ...ask, bodyHash: 'other' }).answer).toMatchObject({ code: 'key_reused' });
});

test('ORD-11: the last free unit leaves the sale open while it is held, and a sold out sale answers by its stock', () => {
  expect(reserve(factsOf({ tiers: [tierFact('t0', 1)] })).decision.saleState).toBeNull();
  const soldOut = factsOf({ tiers: [tierFact('t0', 0, 0, 5)], sale: { state: 'soldOut' } });
  expect(reserve(soldOut).answer).toMatchObject({ code: 'sold_out', left: { t0: 0 } });
});

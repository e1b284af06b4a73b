/** What is promised to turns of a list is nobody else's, command by command (RAF-6). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { askOf, factsOf, lineFact, NOW_MS, orderFact, tierFact } from '../../test/facts.ts';
import { decideBatch } from './decide.ts';
import type { Facts, PassFact } from './facts.ts';

const passOf = (visitorId: string, turn?: PassFact['turn']): [string, PassFact] => [
  `adm_${visitorId}`,
  { visitorId, isShopping: true, passEndsAtMs: NOW_MS + 60_000, ...(turn && { turn }) },
];
const ask = (visitorId: string, quantity = 1) => askOf({ visitorId, lines: [{ tierId: 't0', quantity }] });
const none = { rows: [], dueOrderIds: [], reserves: [] };

const outcomes = (facts: Facts, ...reserves: ReturnType<typeof askOf>[]) =>
  decideBatch(facts, { ...none, reserves }).replies.map(({ answer }) =>
    answer.outcome === 'granted' ? 'granted' : [answer.code, answer.left?.t0],
  );

describe('reserving', () => {
  const facts = (more: Partial<Facts> = {}) =>
    factsOf({
      tiers: [tierFact('t0', 5)],
      promises: { promised: 3, listed: 0 },
      passes: new Map([
        passOf('w1', 'promised'),
        passOf('w2', 'promised'),
        passOf('w3', 'promised'),
        passOf('v'),
      ]),
      ...more,
    });

  test('RAF-6: who has no turn gets what is left beside the promises, and hears how much that is', () => {
    expect(outcomes(facts(), ask('v', 3))).toEqual([['sold_out', 2]]);
    expect(outcomes(facts(), ask('v', 2), ask('v'))).toEqual(['granted', ['sold_out', 0]]);
  });

  test('RAF-6: a turn takes its own unit and what is nobody else’s, whoever comes first', () => {
    expect(outcomes(facts(), ask('w1', 4))).toEqual([['sold_out', 3]]);
    expect(outcomes(facts(), ask('w1', 3), ask('w2', 2), ask('w2'), ask('w3'))).toEqual([
      'granted',
      ['sold_out', 1],
      'granted',
      'granted',
    ]);
  });

  test('RAF-6: a turn whose unit is in its basket has no other one', () => {
    const inBasket = new Map([passOf('w1', 'inBasket')]);
    const promises = { promised: 2, listed: 0 };
    expect(outcomes(facts({ tiers: [tierFact('t0', 2, 1)], promises, passes: inBasket }), ask('w1'))).toEqual(
      [['sold_out', 0]],
    );
  });

  test('RAF-6: what has come back is for the list before the line', () => {
    const promises = { promised: 1, listed: 4 };
    expect(outcomes(facts({ promises }), ask('v'))).toEqual([['sold_out', 0]]);
    expect(outcomes(facts({ promises }), ask('w1', 4))).toEqual(['granted']);
  });

  test('RAF-6: a turn whose hold lapses in the same batch has its unit again', () => {
    const order = orderFact({ admissionId: 'adm_w1', isOfTurn: true, holdExpiresAtMs: NOW_MS - 1 });
    const given = facts({
      tiers: [tierFact('t0', 2, 2)],
      promises: { promised: 2, listed: 0 },
      orders: new Map([['o', order]]),
    });
    const { replies } = decideBatch(given, {
      ...none,
      dueOrderIds: ['o'],
      reserves: [ask('v', 2), ask('v')],
    });
    expect(replies.map(({ answer }) => answer.outcome)).toEqual(['refused', 'granted']);
  });
});

describe('late money', () => {
  const late = (more: Partial<Facts>, isOfTurn: boolean) => {
    const order = orderFact({
      state: 'lapsed',
      admissionId: 'adm_w1',
      isOfTurn,
      units: 1,
      totalAmount: 10_000,
    });
    const lines = [lineFact({ quantity: 1 })];
    const given = factsOf({
      tiers: [tierFact('t0', 1)],
      promises: { promised: 1, listed: 0 },
      orders: new Map([['o', { ...order, lines }]]),
      payments: new Map([['p', { orderId: 'o', state: 'succeeded' }]]),
      ...more,
    });
    const payload = { paymentId: 'p', amount: 10_000, currency: 'KRW' };
    const row = { rowId: 1, key: 'k', kind: 'confirm' as const, orderId: 'o', payload };
    return decideBatch(given, { ...none, rows: [row] }).rowResults[0]?.result;
  };

  test('RAF-6: it takes its own turn’s unit, and never another one’s', () => {
    expect(late({}, true)).toMatchObject({ orderState: 'paid', late: true });
    expect(late({}, false)).toMatchObject({ refund: true });
    expect(late({ promises: { promised: 0, listed: 0 } }, false)).toMatchObject({ orderState: 'paid' });
  });
});

const buyer = fc.record({ who: fc.nat({ max: 5 }), quantity: fc.integer({ min: 1, max: 4 }) });
test.prop([fc.array(buyer, { maxLength: 12 }), fc.integer({ min: 0, max: 8 })])(
  'RAF-6: after any batch every turn without a basket still finds a unit',
  (asks, spare) => {
    const turns = ['w0', 'w1', 'w2'];
    const facts = factsOf({
      sale: { perVisitorMax: 100 },
      tiers: [tierFact('t0', turns.length + spare)],
      promises: { promised: turns.length, listed: 0 },
      passes: new Map([
        ...turns.map((who) => passOf(who, 'promised')),
        ...['v0', 'v1', 'v2'].map((who) => passOf(who)),
      ]),
    });
    const visitors = [...turns, 'v0', 'v1', 'v2'];
    const reserves = asks.map(({ who, quantity }) => ask(visitors[who] ?? 'v0', quantity));
    const { replies, ledger } = decideBatch(facts, { ...none, reserves });
    const granted = new Set(
      replies.flatMap(({ answer }, i) => (answer.outcome === 'granted' ? [reserves[i]?.visitorId] : [])),
    );
    const left = turns.length + spare + ledger.reduce((sum, entry) => sum + entry.availableDelta, 0);
    expect(left).toBeGreaterThanOrEqual(turns.filter((who) => !granted.has(who)).length);
  },
);

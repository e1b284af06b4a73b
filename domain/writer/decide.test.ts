/** The decision over generated crowds: whatever is asked in whatever order, the book stays true. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { askOf, factsOf, stockAfter, tierFact } from '../../test/facts.ts';
import type { SaleMode } from '../sale.ts';
import { buyerKeys } from './buyer.ts';
import type { ReserveCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { Decision } from './decision.ts';

const LIMIT = 4;
/** Few visitors, emails, accounts and ids, so that they meet; quantities around the limit and around the stock. */
const line = fc.record({ tierId: fc.constantFrom('t0', 't1'), quantity: fc.integer({ min: 1, max: 5 }) });
const ask = fc
  .record({
    visitor: fc.nat({ max: 5 }),
    email: fc.nat({ max: 5 }),
    account: fc.option(fc.nat({ max: 2 })),
    id: fc.option(fc.nat({ max: 3 })),
    body: fc.constantFrom('b', 'b', 'other'),
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  })
  .map(({ visitor, email, account, id, body, lines }) =>
    askOf({
      visitorId: `v${visitor}`,
      emailIndex: `mail${email}`,
      accountId: account === null ? null : `acc${account}`,
      bodyHash: body,
      lines,
      ...(id !== null && { id: `same${id}` }),
    }),
  );
const crowd = fc.record({
  tiers: fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 8 })),
  asks: fc.array(ask, { maxLength: 30 }),
});

/** Counted plainly, not by the keys that the decision goes by. */
function mostOfOneVisitor({ newOrders }: Decision): number {
  const units = new Map<string, number>();
  for (const { buyer, units: bought } of newOrders)
    units.set(buyer.visitorId, (units.get(buyer.visitorId) ?? 0) + bought);
  return Math.max(0, ...units.values());
}

const decide = (
  { tiers, asks }: { tiers: [number, number]; asks: ReserveCommand[] },
  mode: SaleMode = 'line',
) => {
  const facts = factsOf({
    tiers: tiers.map((units, i) => tierFact(`t${i}`, units)),
    sale: { perVisitorMax: LIMIT, mode },
  });
  return { facts, decision: decideBatch(facts, { rows: [], dueOrderIds: [], reserves: asks }) };
};

describe('a crowd of reserves', () => {
  test.prop([crowd])('ORD-12: no tier gives more than it has, and nothing is lost', (crowd) => {
    const { facts, decision } = decide(crowd);
    for (const [i, tier] of stockAfter(facts.tiers, decision).entries()) {
      expect(tier.available).toBeGreaterThanOrEqual(0);
      expect(tier.available + tier.held).toBe(crowd.tiers[i]);
      expect(tier.capacity).toBe(crowd.tiers[i]);
      const inOrders = decision.newOrders
        .flatMap(({ lines }) => lines)
        .filter(({ tierId }) => tierId === tier.id)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      expect(tier.held).toBe(inOrders);
    }
  });

  test.prop([crowd])('ORD-5: nobody gets more than the limit, counted as the contract counts', (crowd) => {
    const { facts, decision } = decide(crowd);
    const units = new Map<string, number>();
    for (const { buyer, units: bought } of decision.newOrders) {
      for (const key of buyerKeys(buyer, facts.sale.mode)) units.set(key, (units.get(key) ?? 0) + bought);
    }
    expect(Math.max(0, ...units.values())).toBeLessThanOrEqual(LIMIT);
    expect(decision.unitsChanged).toEqual(units);
  });

  test.prop([crowd])(
    'WRT-13: one pass buys no more than the limit, whichever accounts are named',
    (crowd) => {
      expect(mostOfOneVisitor(decide(crowd).decision)).toBeLessThanOrEqual(LIMIT);
    },
  );

  test('WRT-13: on a shelf, where there is no pass, the same crowds buy more from one browser', () => {
    const most = fc
      .sample(crowd, { numRuns: 200, seed: 5 })
      .map((crowd) => mostOfOneVisitor(decide(crowd, 'shelf').decision));
    expect(Math.max(...most)).toBeGreaterThan(LIMIT);
  });

  test.prop([crowd])('ORD-2: an order is what was asked for, whole; a refusal takes nothing', (crowd) => {
    const { decision } = decide(crowd);
    const asked = new Map(crowd.asks.map((ask) => [ask.orderId, ask]));
    for (const order of decision.newOrders) {
      const lines = order.lines.map(({ tierId, quantity }) => ({ tierId, quantity }));
      expect(lines).toEqual(asked.get(order.id)?.lines);
      expect(order.totalAmount).toBe(order.units * 10_000);
      const entries = decision.ledger.filter(({ orderId }) => orderId === order.id);
      expect(entries.reduce((sum, { heldDelta }) => sum + heldDelta, 0)).toBe(order.units);
      expect(new Set(entries.map(({ tierId }) => tierId)).size).toBe(entries.length);
    }
    const granted = new Set(decision.newOrders.map(({ id }) => id));
    expect(decision.ledger.every(({ orderId }) => granted.has(orderId ?? ''))).toBe(true);
  });

  test.prop([crowd])('WRT-5: an id has one answer and at most one order, whatever its body', (crowd) => {
    const { decision } = decide(crowd);
    expect(decision.replies.length).toBe(crowd.asks.length);
    const stored = new Map(decision.answersToStore.map((answer) => [answer.id, answer]));
    expect(stored.size).toBe(decision.answersToStore.length);
    for (const [i, { answer }] of decision.replies.entries()) {
      const ask = crowd.asks[i];
      expect([answer.id, answer.bodyHash]).toEqual([ask?.id, ask?.bodyHash]);
      const first = stored.get(answer.id);
      if (first?.bodyHash === answer.bodyHash) expect(answer).toEqual(first);
      else expect(answer).toMatchObject({ outcome: 'refused', code: 'key_reused' });
    }
  });

  test.prop([crowd])(
    'WRT-5: asked again after the batch, each gets what it got, and nothing happens',
    (crowd) => {
      const { facts, decision } = decide(crowd);
      const answers = new Map(
        decision.answersToStore.map((answer) => [answer.id, { bodyHash: answer.bodyHash, answer }]),
      );
      const again = decideBatch(
        { ...facts, answers, tiers: stockAfter(facts.tiers, decision), units: decision.unitsChanged },
        { rows: [], dueOrderIds: [], reserves: crowd.asks },
      );
      expect(again.replies).toEqual(decision.replies);
      expect([again.newOrders, again.ledger, again.answersToStore]).toEqual([[], [], []]);
    },
  );

  test.prop([crowd])('WRT-3: the facts are not touched, and deciding twice decides the same', (crowd) => {
    const { facts, decision } = decide(crowd);
    expect(facts.tiers.map(({ available }) => available)).toEqual(crowd.tiers);
    expect(facts.units.size).toBe(0);
    expect(decide(crowd).decision).toEqual(decision);
  });
});

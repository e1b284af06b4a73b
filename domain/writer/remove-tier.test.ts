/** A tier that is sold no more: when it may go, what becomes of its stock, and of what comes back to it later. */
import { describe, expect, test } from 'vitest';
import { askOf, factsOf, orderFact, stockAfter, tierFact } from '../../test/facts.ts';
import { confirm, factsWith, refund, settle } from '../../test/settling.ts';
import type { RowCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { Facts, TierFact } from './facts.ts';

const remove = (tierId = 't0'): RowCommand => ({
  kind: 'remove_tier',
  orderId: null,
  payload: { tierId, by: 'staff:stf_1' },
});
const settled = (facts: Facts, ...commands: RowCommand[]) => {
  const { results, decision } = settle(facts, ...commands);
  return { results, decision, stock: stockAfter(facts.tiers, decision) };
};
const gone = (tier: TierFact): TierFact => ({ ...tier, isRemoved: true });

describe('removing a tier', () => {
  test('CAT-17: what is free of it leaves its capacity, what was sold stays bought; a second time is none', () => {
    const facts = factsOf({ tiers: [tierFact('t0', 3, 0, 2), tierFact('t1', 1)] });
    const { results, stock, decision } = settled(facts, remove(), remove());
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged']);
    expect(stock).toMatchObject([{ available: 0, sold: 2, capacity: 2 }, { available: 1 }]);
    expect(decision.tiersRemoved).toEqual(['t0']);
    expect(decision.ledger).toMatchObject([
      { kind: 'capacity', tierId: 't0', availableDelta: -3, orderId: null },
    ]);
  });

  test('CAT-17: not the last one, whatever else was removed before', () => {
    expect(settled(factsOf(), remove()).results).toEqual([{ outcome: 'refused', code: 'last_tier' }]);
    const facts = factsOf({ tiers: [tierFact('t0', 1), gone(tierFact('t1', 0, 0, 4))] });
    expect(settled(facts, remove()).results).toEqual([{ outcome: 'refused', code: 'last_tier' }]);
    const two = factsOf({ tiers: [tierFact('t0', 1), tierFact('t1', 1)] });
    expect(settled(two, remove('t0'), remove('t1')).results).toEqual([
      { outcome: 'done' },
      { outcome: 'refused', code: 'last_tier' },
    ]);
  });

  test('CAT-17: not while a unit of it is held, nor where a turn would miss the unit that it was promised', () => {
    const held = factsOf({ tiers: [tierFact('t0', 3, 1), tierFact('t1', 9)] });
    expect(settled(held, remove()).results).toEqual([{ outcome: 'refused', code: 'tier_in_use' }]);
    const promised = (units: number) =>
      factsOf({
        tiers: [tierFact('t0', 3), tierFact('t1', 2)],
        promises: { promised: units, listed: 0 },
      });
    expect(settled(promised(3), remove()).results).toEqual([{ outcome: 'refused', code: 'tier_in_use' }]);
    expect(settled(promised(2), remove()).results).toEqual([{ outcome: 'done' }]);
  });

  test('CAT-17: it is decided among reserves: who was granted first keeps the tier, who comes after finds nothing', () => {
    const facts = factsOf({ tiers: [tierFact('t0', 3), tierFact('t1', 1)] });
    const rows = [{ ...remove(), rowId: 1, key: 'k' }];
    const { replies } = decideBatch(facts, { rows, dueOrderIds: [], reserves: [askOf()] });
    expect(replies).toMatchObject([{ answer: { outcome: 'refused', code: 'sold_out', left: { t0: 0 } } }]);
  });

  test('CAT-17: with the last units of a sale it is sold out', () => {
    const facts = factsOf({ tiers: [tierFact('t0', 3), tierFact('t1', 0, 0, 5)] });
    expect(settled(facts, remove()).decision.saleState).toBe('soldOut');
  });
});

describe('a tier that was removed', () => {
  const tiers = [gone(tierFact('t0', 0, 0, 2)), tierFact('t1', 0, 0, 3)];

  test('CAT-17: units that come back are no stock: they leave the capacity, and the sale stays sold out', () => {
    const order = orderFact({ state: 'issued', paymentId: 'p1' });
    const facts = factsWith(order, { tiers, sale: { state: 'soldOut' } });
    const { stock, decision } = settled(facts, refund);
    expect(stock[0]).toMatchObject({ available: 0, held: 0, sold: 0, capacity: 0 });
    expect(
      decision.ledger.map(({ kind, availableDelta, orderId }) => [kind, availableDelta, orderId]),
    ).toEqual([
      ['refund', 2, 'o'],
      ['capacity', -2, null],
    ]);
    expect(decision.saleState).toBeNull();
  });

  test('CAT-17: money that comes late for it goes back, and no capacity is given to it', () => {
    const facts = factsWith(orderFact({ state: 'lapsed' }), { tiers });
    const { decision } = settled(facts, confirm());
    expect(decision.paymentsToRefund).toMatchObject([{ reason: 'sold_out' }]);
    const adjust: RowCommand = {
      kind: 'adjust',
      orderId: null,
      payload: { tiers: [{ id: 't0', capacity: 9 }], by: 'stf' },
    };
    expect(settled(facts, adjust).results).toEqual([{ outcome: 'refused', code: 'invalid_request' }]);
  });
});

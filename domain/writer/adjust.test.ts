/** New capacities, and what the stock makes of the sale's state. */
import { describe, expect, test } from 'vitest';
import { askOf, factsOf, orderFact, stockAfter, tierFact } from '../../test/facts.ts';
import { confirm, factsWith, release, settle } from '../../test/settling.ts';
import type { RowCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { Facts } from './facts.ts';

describe('adjust', () => {
  const tiers = [tierFact('t0', 5, 3, 2), tierFact('t1', 1)];
  const adjust = (...wanted: [string, number][]): RowCommand => ({
    kind: 'adjust',
    orderId: null,
    payload: { tiers: wanted.map(([id, capacity]) => ({ id, capacity })), by: 'stf' },
  });
  const adjusted = (command: RowCommand) => {
    const facts = factsOf({ tiers });
    const { results, decision } = settle(facts, command);
    return { result: results[0], stock: stockAfter(tiers, decision), ledger: decision.ledger };
  };

  test('ORD-10: capacities move what is free, up or down to what is in use', () => {
    const { result, stock } = adjusted(adjust(['t0', 5], ['t1', 4]));
    expect(result).toEqual({ outcome: 'done' });
    expect(stock).toMatchObject([
      { capacity: 5, available: 0, held: 3, sold: 2 },
      { capacity: 4, available: 4 },
    ]);
  });
  test('ORD-10: below what is in use all of them are refused', () => {
    const { result, ledger } = adjusted(adjust(['t1', 4], ['t0', 4]));
    expect([result, ledger]).toEqual([{ outcome: 'refused', code: 'capacity_in_use' }, []]);
  });
  test.each([[['t0', 1.5]], [['t0', -1]], [['elsewhere', 1]]] as [string, number][][])(
    'ORD-10: %j is no capacity',
    (wanted) => {
      expect(adjusted(adjust(wanted)).result).toEqual({ outcome: 'refused', code: 'invalid_request' });
    },
  );
  describe('RAF-12: units promised to turns', () => {
    const two = [tierFact('t0', 3, 1, 0), tierFact('t1', 2)];
    const cut = (promised: number, listed: number, ...wanted: [string, number][]) => {
      const { results, decision } = settle(
        factsOf({ tiers: two, promises: { promised, listed } }),
        adjust(...wanted),
      );
      return [results[0]?.outcome, stockAfter(two, decision).map(({ available }) => available)];
    };
    test('RAF-12: a capacity is cut down to them, over all tiers, and not by one more', () => {
      expect(cut(3, 0, ['t0', 2])).toEqual(['done', [1, 2]]);
      expect(cut(3, 0, ['t0', 1])).toEqual(['refused', [3, 2]]);
      expect(cut(3, 0, ['t0', 1], ['t1', 3])).toEqual(['done', [0, 3]]);
      expect(cut(3, 0, ['t1', 0])).toEqual(['done', [3, 0]]);
      expect(cut(4, 0, ['t1', 0])).toEqual(['refused', [3, 2]]);
    });
    test('RAF-12: who only waits on the list has been promised nothing, and more is never refused', () => {
      expect(cut(0, 99, ['t0', 1])).toEqual(['done', [0, 2]]);
      expect(cut(9, 0, ['t0', 5])).toEqual(['done', [4, 2]]);
      expect(cut(9, 0, ['t0', 4])).toEqual(['done', [3, 2]]);
    });
    test('RAF-12: a unit that comes back to a turn in the same batch is promised again', () => {
      const order = orderFact({ isOfTurn: true });
      const tier = [tierFact('t0', 0, 2)];
      const facts = factsWith(order, { tiers: tier, promises: { promised: 0, listed: 0 } });
      const { results } = settle(facts, release, adjust(['t0', 0]));
      expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
    });
  });
  test('ORD-10: the same capacity again writes nothing', () => {
    expect(adjusted(adjust(['t0', 10])).ledger).toEqual([]);
  });
});

describe('the state of the sale', () => {
  const state = (facts: Facts, ...commands: RowCommand[]) => settle(facts, ...commands).decision.saleState;
  const last = [tierFact('t0', 0, 2, 8)];
  test('ORD-11: it is sold out when the last hold is paid', () => {
    expect(state(factsWith(orderFact(), { tiers: last }), confirm())).toBe('soldOut');
    expect(state(factsWith(orderFact(), { tiers: last, sale: { state: 'paused' } }), confirm())).toBeNull();
  });
  test('ORD-11: it is open again when units come back', () => {
    const order = orderFact({ state: 'paid', paymentId: 'p1' });
    const facts = factsWith(order, { tiers: [tierFact('t0', 0, 0, 10)], sale: { state: 'soldOut' } });
    expect(state(facts, release)).toBe('open');
    expect(state(facts)).toBeNull();
  });
  test('ORD-11: only what the public words say is worth a notice', () => {
    const asks = (units: number) =>
      decideBatch(factsOf({ tiers: [tierFact('t0', units)] }), {
        rows: [],
        dueOrderIds: [],
        reserves: [askOf()],
      });
    expect(asks(10).isAvailabilityNew).toBe(false);
    expect(asks(1).isAvailabilityNew).toBe(true);
  });
});

/** Captured money: it buys the order, buys it late, or goes back. */
import { describe, expect, test } from 'vitest';
import { askOf, factsOf, orderFact, tierFact } from '../../test/facts.ts';
import { confirm, factsWith, row, settle, tiersFor } from '../../test/settling.ts';
import type { RowCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { OrderFact } from './facts.ts';

describe('confirm', () => {
  test.each(['held', 'paying', 'expiring'] as const)('ORD-6: money for a %s order buys it', (state) => {
    const { decision, results, stock, topics } = settle(factsWith(orderFact({ state })), confirm());
    expect(results).toEqual([{ outcome: 'done', orderState: 'paid', late: false }]);
    expect(stock).toMatchObject({ available: 8, held: 0, sold: 2 });
    expect(topics).toEqual(['tickets_issue', 'mail']);
    expect(decision.orderChanges).toMatchObject([{ state: 'paid', paymentId: 'p1', isPaidNow: true }]);
    expect(decision.admissionsFinished).toEqual(['adm_v0']);
  });

  test('ORD-6: goods get no tickets', () => {
    const facts = factsWith(orderFact(), { sale: { fulfilment: 'shipping' } });
    expect(settle(facts, confirm()).topics).toEqual(['mail']);
  });

  test('ORD-6: money for a lapsed order buys it again, late, without an admission', () => {
    const facts = factsWith(orderFact({ state: 'lapsed' }), { passes: new Map() });
    const { decision, results, stock } = settle(facts, confirm());
    expect(results).toEqual([{ outcome: 'done', orderState: 'paid', late: true }]);
    expect(stock).toMatchObject({ available: 8, held: 0, sold: 2 });
    expect(decision.ledger).toMatchObject([{ kind: 'late' }]);
    expect(decision.unitsChanged.get('v:v0')).toBe(2);
  });

  const goesBack: [string, OrderFact, Parameters<typeof factsOf>[0], RowCommand, string][] = [
    ['lapsed and sold out since', orderFact({ state: 'lapsed' }), { tiers: [tierFact('t0', 1, 0, 9)] }, confirm(), 'sold_out'],
    ['lapsed and at the limit since', orderFact({ state: 'lapsed' }), { units: new Map([['v:v0', 3]]) }, confirm(), 'limit_reached'],
    ['cancelled', orderFact({ state: 'cancelled' }), {}, confirm(), 'order_cancelled'],
    ['paid by another payment', orderFact({ state: 'paid', paymentId: 'p2' }), {}, confirm(), 'already_paid'],
    ['issued by another payment', orderFact({ state: 'issued', paymentId: 'p2' }), {}, confirm(), 'already_paid'],
    ['about to be refunded', orderFact({ state: 'refund_pending', paymentId: 'p2' }), {}, confirm(), 'order_ended'],
    ['refunded', orderFact({ state: 'refunded', paymentId: 'p2' }), {}, confirm(), 'order_ended'],
    ['sent back', orderFact({ state: 'returned', paymentId: 'p2' }), {}, confirm(), 'order_ended'],
    ['written off', orderFact({ state: 'written_off', paymentId: 'p2' }), {}, confirm(), 'order_ended'],
    ['lapsed, and its points went back', orderFact({ state: 'lapsed', pointsSpent: 5 }), {}, confirm(), 'points_given_back'],
    ['held, but of another amount', orderFact(), {}, confirm('p1', 19_999), 'amount_differs'],
    ['held, but in another currency', orderFact(), {}, confirm('p1', 20_000, 'EUR'), 'amount_differs'],
  ]; // biome-ignore format: a table
  test.each(goesBack)(
    'ORD-6, ORD-7: money for an order that is %s goes back',
    (_, order, more, command, reason) => {
      const { decision, stock, topics } = settle(factsWith(order, more), command);
      expect(decision.paymentsToRefund).toEqual([{ id: 'p1', reason }]);
      expect(topics).toEqual(['payment_refund']);
      expect(decision.orderChanges).toEqual([]);
      expect(stock).toEqual((more?.tiers ?? tiersFor(order.state))[0]);
    },
  );

  test('ORD-8: the same fact twice, in one batch or later, changes nothing more', () => {
    const twice = settle(factsWith(orderFact()), confirm(), confirm());
    expect(twice.results.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged']);
    expect(twice.decision.ledger.length).toBe(1);
    const back = settle(factsWith(orderFact({ state: 'cancelled' })), confirm(), confirm());
    expect(back.decision.paymentsToRefund.length).toBe(1);
    for (const state of ['refund_pending', 'refunded'] as const) {
      const payments = new Map([['p1', { orderId: 'o', state }]]);
      const later = settle(factsWith(orderFact({ state: 'held' }), { payments }), confirm());
      expect(later.results).toEqual([{ outcome: 'unchanged', orderState: 'held' }]);
    }
  });

  test('ORD-6: two payments of one order: the first buys, the second goes back', () => {
    const { decision, results } = settle(factsWith(orderFact()), confirm('p1'), confirm('p2'));
    expect(results).toMatchObject([{ outcome: 'done', orderState: 'paid' }, { refund: true }]);
    expect(decision.paymentsToRefund).toEqual([{ id: 'p2', reason: 'already_paid' }]);
  });

  test('ORD-6: a payment of another order, or no order at all, buys nothing', () => {
    const payments = new Map([['p1', { orderId: 'another', state: 'succeeded' as const }]]);
    expect(settle(factsWith(orderFact(), { payments }), confirm()).results).toEqual([
      { outcome: 'refused', code: 'not_found' },
    ]);
    expect(settle(factsOf(), confirm()).results).toEqual([{ outcome: 'refused', code: 'not_found' }]);
  });

  test('ORD-13: the admission stays while another order of it is held, and a finished one buys no more', () => {
    const sibling = orderFact({ id: 'sibling' });
    const orders = new Map([['o', orderFact()], ['sibling', sibling]]); // biome-ignore format: two orders
    const facts = factsWith(orderFact(), { orders, tiers: [tierFact('t0', 6, 4)] });
    expect(settle(facts, confirm()).decision.admissionsFinished).toEqual([]);
    const both = decideBatch(factsWith(orderFact()), {
      rows: [row(confirm())],
      dueOrderIds: [],
      reserves: [askOf()],
    });
    expect(both.replies[0]?.answer).toMatchObject({ code: 'pass_ended' });
  });
});

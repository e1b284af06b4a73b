/** Money that goes home for goods that were sent: how much, of which units, and that no stock moves for it. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { lineFact, orderFact, tierFact } from '../../test/facts.ts';
import { act, factsWith, settle } from '../../test/settling.ts';
import type { PartAsked } from '../choose-units.ts';
import { orderStates } from '../order-lifecycle.ts';
import type { RowCommand } from './command.ts';
import type { OrderFact } from './facts.ts';

const repay = (...lines: PartAsked[]): RowCommand => ({
  kind: 'refund',
  orderId: 'o',
  payload: { reason: 'it came late', by: 'staff:stf_1', unitsStay: true, ...(lines.length > 0 && { lines }) },
});
const unit = (quantity = 1) => repay({ lineNo: 1, quantity });
const sent = (more: Partial<OrderFact> = {}) => orderFact({ state: 'delivered', paymentId: 'p1', ...more });
const states = ['shipping', 'delivered', 'confirmed'] as const;

test.each(states)(
  'PAY-26: of goods that are %s all the money goes home, once, and the units stay',
  (state) => {
    const { results, stock, decision, topics } = settle(factsWith(sent({ state })), repay(), repay());
    expect(results).toEqual([
      { outcome: 'done', orderState: 'written_off', refund: true },
      { outcome: 'refused', code: 'order_not_cancellable' },
    ]);
    expect(stock).toMatchObject({ available: 8, sold: 2 });
    expect([decision.ledger, decision.unitsChanged.size, decision.ordersWithVoidTickets]).toEqual([
      [],
      0,
      [],
    ]);
    expect(decision.orderChanges).toMatchObject([
      { state: 'written_off', units: 2, reason: 'it came late', takenBackBy: 'staff' },
    ]);
    expect(decision.paymentsToRefund).toEqual([{ id: 'p1', reason: 'it came late' }]);
    expect(topics).toContain('payment_refund');
  },
);

test.each(states)(
  'PAY-26: of goods that are %s the money of one unit goes home, and all stays else',
  (state) => {
    const { results, decision, stock } = settle(factsWith(sent({ state })), unit());
    expect(results).toEqual([{ outcome: 'done', orderState: state, refund: true }]);
    expect(stock).toMatchObject({ available: 8, sold: 2 });
    expect([decision.ledger, decision.unitsChanged.size]).toEqual([[], 0]);
    expect(decision.orderChanges).toMatchObject([{ state, units: 2, refundedAmount: 10_000 }]);
    expect(decision.partRefunds).toMatchObject([
      { lines: [{ lineNo: 1, quantity: 1 }], amount: 10_000, reason: 'it came late', unitsStay: true },
    ]);
    expect(decision.paymentsToRefund).toEqual([]);
  },
);

test('PAY-26: the last unit that has its money writes the order off; a unit is paid back once', () => {
  const { results, decision } = settle(factsWith(sent()), unit(), unit(2), unit());
  expect(results).toMatchObject([
    { outcome: 'done', orderState: 'delivered' },
    { outcome: 'refused', code: 'refund_too_large', left: { t0: 1 } },
    { outcome: 'done', orderState: 'written_off' },
  ]);
  expect([decision.partRefunds.length, decision.paymentsToRefund.length]).toEqual([1, 1]);
});

test.each(orderStates.filter((state) => !states.some((one) => one === state)))(
  'PAY-26: of an order that is %s no money goes home without its units',
  (state) => {
    const { results, decision } = settle(factsWith(sent({ state })), repay(), unit());
    for (const result of results)
      expect(result).toEqual({ outcome: 'refused', code: 'order_not_cancellable' });
    expect([decision.orderChanges, decision.partRefunds]).toEqual([[], []]);
  },
);

test.each(states)('PAY-26: a refund that wants the units back is refused once they are %s', (state) => {
  const back: RowCommand = { kind: 'refund', orderId: 'o', payload: act };
  expect(settle(factsWith(sent({ state })), back).results).toEqual([
    { outcome: 'refused', code: 'order_not_cancellable' },
  ]);
});

test('PAY-26: what was paid back is not taken back: of a return goes the rest, with all the rest of the money', () => {
  const order = sent({
    state: 'return_requested',
    lines: [lineFact({ repaidQuantity: 1 })],
    refundedAmount: 10_000,
    moneyLeft: 10_000,
  });
  const ask = (quantity: number) =>
    settle(
      factsWith(order, {
        returns: [{ id: 'r1', orderId: 'o', lines: [{ lineNo: 1, quantity }], reason: 'too small' }],
      }),
      { kind: 'take_back', orderId: 'o', payload: { reason: 'returned', by: 'shipping', returnId: 'r1' } },
    );
  expect(ask(2).results).toMatchObject([{ outcome: 'refused', code: 'refund_too_large' }]);
  const { results, stock, decision } = ask(1);
  expect(results).toMatchObject([{ outcome: 'done', orderState: 'delivered' }]);
  expect(stock).toMatchObject({ available: 9, sold: 1 });
  expect(decision.partRefunds).toMatchObject([{ amount: 10_000, unitsStay: false }]);
});

test('PAY-20, PAY-23: that the money of a written-off order is gone is no news, and nobody is called to look at it', () => {
  const gone: RowCommand = {
    kind: 'refund',
    orderId: 'o',
    payload: { reason: 'refunded_at_provider', by: 'sandbox', moneyIsGone: true },
  };
  const { results, decision } = settle(factsWith(sent({ state: 'written_off' })), gone);
  expect(results).toEqual([{ outcome: 'unchanged', orderState: 'written_off' }]);
  expect(decision.commandsRefused).toEqual([]);
});

property.prop([
  fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), { maxLength: 8 }),
  fc.integer({ min: 0, max: 60_000 }),
])('PAY-26, PNT-5: parts in any order never come to more than was paid, in money and in points', (asked, pointsSpent) => {
  const lines = [1, 2, 3].map((lineNo) => lineFact({ lineNo, quantity: 2 }));
  const money = 60_000 - pointsSpent;
  const order = sent({ lines, units: 6, totalAmount: money, pointsSpent, moneyLeft: money });
  const { decision, stock } = settle(
    factsWith(order, { tiers: [tierFact('t0', 4, 0, 6)] }),
    ...asked.map(([lineNo, quantity]) => repay({ lineNo, quantity })),
  );
  const sum = (of: 'amount' | 'points') => decision.partRefunds.reduce((all, part) => all + part[of], 0);
  const units = decision.partRefunds.flatMap(({ lines }) => lines).reduce((all, one) => all + one.quantity, 0);
  expect(sum('amount') + sum('points')).toBe(units * 10_000);
  expect(sum('amount')).toBeLessThanOrEqual(money);
  expect(stock).toMatchObject({ available: 4, sold: 6 });
}); // biome-ignore format: one property

/** Goods that come back: some units of an order or all, several returns at once, each once, and the rest as it was. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { lineFact, orderFact, tierFact } from '../../test/facts.ts';
import { factsWith, settle } from '../../test/settling.ts';
import type { RowCommand } from './command.ts';
import type { OrderFact, ReturnFact } from './facts.ts';

const back = (returnId = 'r1'): RowCommand => ({
  kind: 'take_back',
  orderId: 'o',
  payload: { reason: 'returned', by: 'staff:stf_1', returnId },
});
const asked = (id: string, ...lines: ReturnFact['lines']): ReturnFact => ({
  ...{ id, orderId: 'o', lines },
  reason: 'too small',
});
const of = (lineNo: number, quantity: number) => ({ lineNo, quantity });
const returning = (more: Partial<OrderFact> = {}) =>
  orderFact({ state: 'return_requested', paymentId: 'p1', ...more });

describe('one return', () => {
  test('SHP-4, SHP-6, ORD-9: of all units: they are free again and their money goes home, once', () => {
    const facts = factsWith(returning(), { returns: [asked('r1', of(1, 2))] });
    const { results, stock, state, decision } = settle(facts, back(), back());
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged']);
    expect(stock).toMatchObject({ available: 10, sold: 0 });
    expect([state, decision.paymentsToRefund.length]).toEqual(['refund_pending', 1]);
    expect(decision.ledger.map(({ kind }) => kind)).toEqual(['return']);
    expect(decision.returnsTaken).toEqual([
      { id: 'r1', orderId: 'o', commandKey: 'row1', by: 'staff:stf_1' },
    ]);
    expect(decision.orderChanges).toMatchObject([{ reason: 'too small', takenBackBy: 'return' }]);
    expect(decision.paymentsToRefund).toMatchObject([{ reason: 'returned' }]);
  });

  test('MAI-12: of goods that cost no money it is told that they came back; money tells it itself', () => {
    const returns = [asked('r1', of(1, 2))];
    const free = returning({ totalAmount: 0, pointsSpent: 20_000, moneyLeft: 0 });
    const isTold = (order: OrderFact) =>
      settle(factsWith(order, { returns }), back()).topics.includes('mail');
    expect([isTold(free), isTold(returning())]).toEqual([true, false]);
  });

  test('SHP-6: of some units: exactly these, with their price; the rest of the order is delivered as before', () => {
    const facts = factsWith(returning(), { returns: [asked('r1', of(1, 1))] });
    const { results, stock, decision, topics } = settle(facts, back(), back());
    expect(results).toMatchObject([
      { outcome: 'done', orderState: 'delivered', refund: true },
      { outcome: 'unchanged' },
    ]);
    expect(stock).toMatchObject({ available: 9, sold: 1 });
    expect(decision.orderChanges).toMatchObject([{ state: 'delivered', units: 1, refundedAmount: 10_000 }]);
    expect(decision.partRefunds).toMatchObject([
      { commandKey: 'row1', lines: [of(1, 1)], amount: 10_000, points: 0, reason: 'too small' },
    ]);
    expect(decision.ledger.map(({ kind }) => kind)).toEqual(['return']);
    expect(decision.unitsChanged.get('v:v0')).toBe(1);
    expect([decision.paymentsToRefund, decision.ordersWithVoidTickets, topics]).toEqual([[], [], []]);
  });

  test('SHP-6, PNT-5: its share of the points goes back with it', () => {
    const order = returning({ totalAmount: 15_000, pointsSpent: 5_000, moneyLeft: 15_000 });
    const { decision } = settle(factsWith(order, { returns: [asked('r1', of(1, 1))] }), back());
    expect(decision.partRefunds).toMatchObject([{ amount: 7_500, points: 2_500 }]);
  });

  test('SHP-4: goods of which a part went back return without it', () => {
    const order = returning({ lines: [lineFact({ refundedQuantity: 1 })], units: 1 });
    const facts = factsWith(order, {
      tiers: [tierFact('t0', 9, 0, 1)],
      returns: [asked('r1', of(1, 1))],
    });
    expect(settle(facts, back()).stock).toMatchObject({ available: 10, sold: 0 });
  });

  test.each(['delivered', 'confirmed', 'returned', 'refund_pending', 'refunded', 'issued'] as const)(
    'SHP-6: of an order that is %s nothing comes back, nor of one that was decided',
    (state) => {
      const facts = factsWith(returning({ state }), { returns: [asked('r1', of(1, 1))] });
      expect(settle(facts, back()).results).toEqual([{ outcome: 'unchanged', orderState: state }]);
      const decided = factsWith(returning());
      expect(settle(decided, back()).results).toMatchObject([{ outcome: 'unchanged' }]);
    },
  );

  test.each([9_999, 0])(
    'SHP-6: where the payment has %i left of a share of more, that goes home and the goods are taken back',
    (moneyLeft) => {
      const order = returning({ totalAmount: 15_000, pointsSpent: 5_000, moneyLeft: Math.min(moneyLeft, 7_000) });
      const { results, decision, stock } = settle(factsWith(order, { returns: [asked('r1', of(1, 1))] }), back());
      expect(results).toEqual([{ outcome: 'done', orderState: 'delivered', refund: true }]);
      expect(stock).toMatchObject({ available: 9, sold: 1 });
      expect(decision.partRefunds).toMatchObject([{ amount: Math.min(moneyLeft, 7_000), points: 2_500 }]);
      expect(decision.returnsTaken).toMatchObject([{ id: 'r1' }]);
    },
  ); // biome-ignore format: a table

  test('SHP-6, PAY-20: never more units than the order has; staff hears of it at once, or by a flag where the day did it', () => {
    const many = factsWith(returning(), { returns: [asked('r1', of(1, 3))] });
    const byDay: RowCommand = {
      kind: 'take_back',
      orderId: 'o',
      payload: { reason: 'returned', by: 'shipping', returnId: 'r1' },
    };
    const { results, decision } = settle(many, back(), byDay);
    const refused = { outcome: 'refused', code: 'refund_too_large' };
    expect(results).toMatchObject([refused, refused]);
    expect([decision.ledger, decision.returnsTaken]).toEqual([[], []]);
    expect(decision.commandsRefused).toEqual([
      { key: 'row2', kind: 'take_back', orderId: 'o', code: 'refund_too_large' },
    ]);
  });
});

const quantities = fc.array(fc.record({ lineNo: fc.integer({ min: 1, max: 2 }), quantity: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 6,
}); // biome-ignore format: one shape
property.prop([quantities, fc.array(fc.nat({ max: 6 }), { maxLength: 12 }), fc.nat({ max: 60_000 })])(
  'SHP-5, SHP-6: whatever returns come in whatever order, units, money and points are what is left, and the last ends the order',
  (asks, order, pointsSpent) => {
    // As they are asked for: never more than is left.
    const left = [0, 3, 3];
    const returns = asks.flatMap(({ lineNo, quantity }, i) => {
      const units = Math.min(quantity, left[lineNo] ?? 0);
      left[lineNo] = (left[lineNo] ?? 0) - units;
      return units > 0 ? [asked(`r${i}`, of(lineNo, units))] : [];
    });
    const money = 60_000 - pointsSpent;
    const facts = factsWith(
      returning({
        lines: [lineFact({ quantity: 3 }), lineFact({ lineNo: 2, quantity: 3 })],
        ...{ units: 6, totalAmount: money, pointsSpent, moneyLeft: money },
      }),
      { tiers: [tierFact('t0', 4, 0, 6)], units: new Map([['v:v0', 6]]), returns },
    );
    const { decision, stock, state = 'return_requested' } = settle(facts, ...order.map((i) => back(`r${i}`)));
    const taken = returns.filter(({ id }) => decision.returnsTaken.some((one) => one.id === id));
    expect(taken.length).toBe(decision.returnsTaken.length);
    const units = taken.reduce((sum, { lines }) => sum + (lines[0]?.quantity ?? 0), 0);
    expect(stock).toMatchObject({ sold: 6 - units, available: 4 + units });
    expect(decision.unitsChanged.get('v:v0') ?? 6).toBe(6 - units);
    const isOpen = taken.length < returns.length;
    expect(state).toBe(units === 6 ? 'refund_pending' : isOpen || units === 0 ? 'return_requested' : 'delivered');
    const inParts = decision.partRefunds.reduce((sum, { amount, points }) => sum + amount + points, 0);
    const last = units === 6 ? (taken.find(({ id }) => id === decision.returnsTaken.at(-1)?.id)?.lines[0]?.quantity ?? 0) : 0;
    expect(inParts).toBe((units - last) * 10_000);
    expect(decision.orderChanges[0]?.refundedAmount ?? 0).toBeLessThanOrEqual(money);
    expect(decision.paymentsToRefund.length).toBe(units === 6 ? 1 : 0);
  },
); // biome-ignore format: a model beside the decision

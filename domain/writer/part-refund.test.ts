/** Units of an order that go back while the rest of it stays: which, for how much, how often, and when never. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { lineFact, orderFact, tierFact } from '../../test/facts.ts';
import { act, factsWith, refund, release, settle } from '../../test/settling.ts';
import type { PartAsked } from '../choose-units.ts';
import type { RowCommand } from './command.ts';
import type { OrderFact } from './facts.ts';

const part = (...lines: PartAsked[]): RowCommand => ({
  kind: 'refund',
  orderId: 'o',
  payload: { ...act, lines },
});
const unit = (quantity = 1) => part({ lineNo: 1, quantity });
const paid = (more: Partial<OrderFact> = {}) => orderFact({ state: 'issued', paymentId: 'p1', ...more });

/** Two lines of one tier and one of another: six units for 100,000. */
const wide = paid({
  lines: [
    lineFact({ quantity: 3 }),
    lineFact({ lineNo: 2, tierId: 't1', quantity: 1, unitAmount: 50_000 }),
    lineFact({ lineNo: 3, quantity: 2 }),
  ],
  units: 6,
  totalAmount: 100_000,
  moneyLeft: 100_000,
});
const factsOfWide = (order: OrderFact = wide) =>
  factsWith(order, {
    tiers: [tierFact('t0', 5, 0, 5), tierFact('t1', 9, 0, 1)],
    units: new Map([['v:v0', 6], ['e:mail_v0', 6]]), // biome-ignore format: two counts
  });

describe('a part of an order', () => {
  test.each(['paid', 'issued', 'preparing'] as const)(
    'ORD-15: of one that is %s, units return to stock, their price goes home, the order stays',
    (state) => {
      const { results, stock, decision, topics } = settle(factsWith(paid({ state })), unit());
      expect(results).toEqual([{ outcome: 'done', orderState: state, refund: true }]);
      expect(stock).toMatchObject({ available: 9, sold: 1 });
      expect(decision.orderChanges).toMatchObject([{ state, units: 1, refundedAmount: 10_000 }]);
      expect(decision.partRefunds).toMatchObject([
        { paymentId: 'p1', commandKey: 'row1', lines: [{ lineNo: 1, quantity: 1 }], amount: 10_000 },
      ]);
      expect(decision.ledger.map(({ kind }) => kind)).toEqual(['part_refund']);
      expect(decision.unitsChanged.get('v:v0')).toBe(1);
      expect([decision.paymentsToRefund, decision.ordersWithVoidTickets, topics]).toEqual([[], [], []]);
    },
  );

  test.each(['held', 'paying', 'shipping', 'delivered', 'confirmed', 'returned', 'refunded', 'cancelled'] as const)(
    'ORD-15: of one that is %s nothing goes back',
    (state) => {
      const { results, decision } = settle(factsWith(paid({ state })), unit());
      expect(results).toEqual([{ outcome: 'refused', code: 'order_not_cancellable' }]);
      expect(decision.ledger).toEqual([]);
    },
  ); // biome-ignore format: a table

  test('ORD-15: the last part is a refund of the whole, of what is left', () => {
    const { results, stock, decision, topics } = settle(factsWith(paid()), unit(), unit(), unit());
    expect(results.map((result) => ('code' in result ? result.code : result.outcome))).toEqual([
      'done',
      'done',
      'order_not_cancellable',
    ]);
    expect(stock).toMatchObject({ available: 10, sold: 0 });
    expect(decision.orderChanges).toMatchObject([{ state: 'refund_pending', refundedAmount: 10_000 }]);
    expect(decision.ledger.map(({ kind, soldDelta }) => [kind, soldDelta])).toEqual([
      ['part_refund', -1],
      ['refund', -1],
    ]);
    expect([decision.ordersWithVoidTickets, topics]).toEqual([['o'], ['payment_refund', 'mail']]);
    expect(decision.unitsChanged.get('v:v0')).toBe(0);
  });

  test('ORD-15: a tier is taken from its lines in their order; a line by its number', () => {
    const { decision } = settle(
      factsOfWide(),
      part({ tierId: 't0', quantity: 4 }, { lineNo: 2, quantity: 1 }),
    );
    expect(decision.partRefunds).toMatchObject([
      {
        lines: [
          { lineNo: 1, quantity: 3 },
          { lineNo: 2, quantity: 1 },
          { lineNo: 3, quantity: 1 },
        ],
        amount: 90_000,
      },
    ]);
    expect(decision.ledger.map(({ tierId, soldDelta }) => [tierId, soldDelta])).toEqual([
      ['t0', -4],
      ['t1', -1],
    ]);
  });

  test.each([
    [part({ lineNo: 1, quantity: 4 })],
    [part({ lineNo: 9, quantity: 1 })],
    [part({ tierId: 'another', quantity: 1 })],
    [part({ lineNo: 1, quantity: 3 }, { tierId: 't0', quantity: 3 })],
    [part({ lineNo: 1, quantity: 0 })],
  ])('ORD-15: %j is more than there is, and changes nothing', (command) => {
    const { results, decision } = settle(factsOfWide(), command);
    expect(results).toEqual([{ outcome: 'refused', code: 'refund_too_large', left: { t0: 5, t1: 1 } }]);
    expect([decision.ledger, decision.orderChanges, decision.partRefunds]).toEqual([[], [], []]);
  });

  test('ORD-15: a unit whose ticket let somebody in stays bought, the others may go back', () => {
    const order = paid({ lines: [lineFact({ usedQuantity: 1 })], isCheckedIn: true });
    const { results } = settle(factsWith(order), unit(), unit());
    expect(results).toEqual([
      { outcome: 'done', orderState: 'issued', refund: true },
      { outcome: 'refused', code: 'refund_too_large', left: { t0: 0 } },
    ]);
  });

  test('ORD-15: never more money than the payment has left, whoever gave the rest back', () => {
    const { results, decision } = settle(factsWith(paid({ moneyLeft: 9_999 })), unit());
    expect(results).toMatchObject([{ outcome: 'refused', code: 'refund_too_large' }]);
    expect(decision.ledger).toEqual([]);
  });

  test('MAI-12: a part that no money goes back for is told at once; money tells it itself when it has arrived', () => {
    const ofPoints = paid({ totalAmount: 0, moneyLeft: 0, pointsSpent: 20_000 });
    const told = ({ decision }: ReturnType<typeof settle>) =>
      decision.outbox.filter(({ topic }) => topic === 'mail');
    const payload = { kind: 'part_without_money', orderId: 'o', partKey: 'row1' };
    expect(told(settle(factsWith(ofPoints), unit()))).toMatchObject([
      { key: 'mail:part_without_money:row1', payload },
    ]);
    expect(told(settle(factsWith(paid()), unit()))).toEqual([]);
  });

  const steps = fc.oneof(
    fc.record({ lineNo: fc.integer({ min: 1, max: 4 }), quantity: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ tierId: fc.constantFrom('t0', 't1', 't2'), quantity: fc.integer({ min: 1, max: 6 }) }),
  );
  const ends = fc.constantFrom<RowCommand | null>(null, refund, release);
  property.prop([fc.array(fc.array(steps, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), ends, fc.nat({ max: 90_000 })])(
    'ORD-15, PNT-5: after any parts, units, money and points are what is left of the order, and never below nothing',
    (asked, end, pointsSpent) => {
      const order = { ...wide, totalAmount: 100_000 - pointsSpent, moneyLeft: 100_000 - pointsSpent, pointsSpent };
      const commands = [...asked.map((lines) => part(...lines)), ...(end ? [end] : [])];
      const { decision, state = 'issued' } = settle(factsOfWide(order), ...commands);
      const given = decision.partRefunds;
      const units = given.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
      const sold = 6 + decision.ledger.reduce((sum, { soldDelta }) => sum + soldDelta, 0);
      expect(sold).toBe(state === 'issued' ? 6 - units : 0);
      expect(decision.unitsChanged.get('v:v0') ?? 6).toBe(sold);
      const amount = given.reduce((sum, one) => sum + one.amount, 0);
      const points = given.reduce((sum, one) => sum + one.points, 0);
      expect(decision.orderChanges[0]?.refundedAmount ?? 0).toBe(amount);
      expect(decision.orderChanges[0]?.refundedPoints ?? 0).toBe(points);
      expect(amount).toBeLessThanOrEqual(order.totalAmount);
      expect(points).toBeLessThanOrEqual(pointsSpent);
      const value = given.flatMap(({ lines }) => lines);
      const priceOf = (lineNo: number) => (lineNo === 2 ? 50_000 : 10_000);
      expect(amount + points).toBe(value.reduce((sum, line) => sum + line.quantity * priceOf(line.lineNo), 0));
    },
  ); // biome-ignore format: a table
});

/** Giving tickets back around the moment at which what they are for begins: buyers until then, staff after it too. */
import { describe, expect, test } from 'vitest';
import { NOW_MS, orderFact, saleFact } from '../../test/facts.ts';
import { factsWith, refund, release, settle } from '../../test/settling.ts';
import type { OrderState } from '../order-lifecycle.ts';
import type { RowCommand } from './command.ts';
import type { SaleFact } from './facts.ts';

const around = (state: OrderState, sale: Partial<SaleFact>) =>
  factsWith(orderFact({ state, paymentId: state === 'held' ? null : 'p1' }), {
    sale: { ...saleFact, ...sale },
  });
const refused = [{ outcome: 'refused', code: 'order_not_cancellable' }];
const bought = ['paid', 'issued'] as const;

describe.each(bought)('tickets that are %s', (state) => {
  test.each([NOW_MS, NOW_MS - 1, 0])('ORD-34: which began at %d stay bought', (startsAtMs) => {
    const { results, decision } = settle(around(state, { startsAtMs }), release);
    expect(results).toEqual(refused);
    expect([decision.ledger, decision.orderChanges, decision.paymentsToRefund]).toEqual([[], [], []]);
  });

  test.each([NOW_MS + 1, null])('ORD-34: which begin at %s go back', (startsAtMs) => {
    const { results, stock } = settle(around(state, { startsAtMs }), release);
    expect(results).toMatchObject([{ outcome: 'done', orderState: 'refund_pending' }]);
    expect(stock).toMatchObject({ available: 10, sold: 0 });
  });

  test('ORD-34: staff takes them back after it too, in both ways', () => {
    const payload = { reason: 'it rained', by: 'staff:stf_1' };
    for (const command of [
      { ...release, payload },
      { ...refund, payload },
    ] as RowCommand[]) {
      const { results } = settle(around(state, { startsAtMs: 0 }), command);
      expect(results).toMatchObject([{ outcome: 'done', orderState: 'refund_pending' }]);
    }
  });
});

test.each(['held', 'paying', 'expiring'] as const)(
  'ORD-34: what is only %s is released whenever its buyer likes',
  (state) => {
    const { results, stock } = settle(around(state, { startsAtMs: 0 }), release);
    expect(results).toEqual([{ outcome: 'done', orderState: 'cancelled' }]);
    expect(stock).toMatchObject({ available: 10, held: 0 });
  },
);

test('ORD-34: goods have no such moment, and what went back before it is told as before', () => {
  const goods = around('preparing', { startsAtMs: 0, fulfilment: 'shipping' });
  expect(settle(goods, release).results).toMatchObject([{ outcome: 'done' }]);
  const before = around('refund_pending', { startsAtMs: 0 });
  expect(settle(before, release).results).toEqual([{ outcome: 'unchanged', orderState: 'refund_pending' }]);
});

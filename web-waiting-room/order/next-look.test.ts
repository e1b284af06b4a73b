/** When an order's page looks again: with a server that waits, and with one that does not. */
import { expect, test } from 'vitest';
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { type LastLook, nextLook } from './next-look.ts';

const order = (state: OrderState): OrderView =>
  ({
    state,
    total: { amount: 1, currency: 'KRW' },
    refunded: { amount: 0, currency: 'KRW' },
    payments: [],
  }) as never;
const next = (state: OrderState, last: Partial<LastLook> = {}, ticketCount = 0) =>
  nextLook(order(state), ticketCount, { lookedForMs: 0, tookMs: 8_000, isNews: false, ...last });

const moving = ['paying', 'expiring', 'paid', 'refund_pending', 'held'] as const;

test('PAG-16: while something is on its way the page leaves its question at the server, and asks anew once it was answered', () => {
  for (const state of moving) {
    expect(next(state), state).toEqual({ afterMs: 0, isWaiting: true });
    expect(next(state, { isNews: true, tookMs: 5 }), state).toEqual({ afterMs: 0, isWaiting: true });
    expect(next(state, { lookedForMs: 600_000 })).toEqual({ afterMs: 30_000, isWaiting: false });
  }
});

test('PAG-16: a server that does not wait is asked each second, then rarer, and never without a pause', () => {
  for (const state of moving) {
    const after = (lookedForMs: number) => next(state, { tookMs: 30, lookedForMs })?.afterMs;
    expect([0, 10_000, 60_000, 600_000].map(after), state).toEqual([1_000, 2_500, 4_000, 30_000]);
  }
});

test('PAG-16: tickets that are still being made are looked for by themselves; where all is said nothing is asked', () => {
  expect(next('issued', { isNews: true })).toEqual({ afterMs: 1_000, isWaiting: false });
  expect(next('issued', {}, 2)).toBeNull();
  for (const state of ['lapsed', 'cancelled', 'refunded'] as const) expect(next(state)).toBeNull();
});

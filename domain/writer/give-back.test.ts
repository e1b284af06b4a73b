/** Units that go back on sale: cancelled, refunded, lapsed; and any history of one order. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { NOW_MS, orderFact, stockAfter } from '../../test/facts.ts';
import {
  act, confirm, countedFor, factsWith, HELD, lapse, refund, release, row, settle,
} from '../../test/settling.ts'; // biome-ignore format: names
import { holdsUnits, orderStates, soldUnits } from '../order-lifecycle.ts';
import type { RowCommand } from './command.ts';
import { decideBatch } from './decide.ts';
import type { OrderFact } from './facts.ts';

describe('release and refund', () => {
  test('ORD-9: a held order that is cancelled gives its units back, once', () => {
    const { results, stock, state, topics, decision } = settle(factsWith(orderFact()), release, release);
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged']);
    expect(stock).toMatchObject({ available: 10, held: 0, sold: 0 });
    expect([state, topics]).toEqual(['cancelled', []]);
    expect(decision.unitsChanged.get('v:v0')).toBe(0);
  });

  test('MAI-12: that an unpaid order was cancelled is told where staff did it; that a paid one goes back, whoever wished it', () => {
    const lettersOf = (order: Partial<OrderFact>, command: RowCommand) =>
      settle(factsWith(orderFact(order)), command, command).decision.outbox.flatMap(({ topic, key }) =>
        topic === 'mail' ? [key] : [],
      );
    const by = (kind: 'release' | 'refund', more: object): RowCommand => ({
      ...{ kind, orderId: 'o', payload: { reason: 'so', by: 'staff:stf_1', ...more } },
    });
    const paid = { state: 'paid', paymentId: 'p1' } as const;
    expect(lettersOf({}, by('release', {}))).toEqual(['mail:order_cancelled:o']);
    expect(lettersOf({}, release)).toEqual([]);
    expect(lettersOf(paid, release)).toEqual(['mail:order_taken_back:o']);
    expect(lettersOf(paid, by('refund', {}))).toEqual(['mail:order_taken_back:o']);
    expect(lettersOf({ ...paid, totalAmount: 0, pointsSpent: 20_000 }, by('refund', {}))).toEqual([
      'mail:order_taken_back:o',
    ]);
    expect(lettersOf({ ...paid, state: 'delivered' }, by('refund', { unitsStay: true }))).toEqual([
      'mail:order_taken_back:o',
    ]);
    expect(lettersOf(paid, by('refund', { by: 'sandbox', moneyIsGone: true }))).toEqual([]);
  });

  test.each(['paying', 'expiring'] as const)('ORD-9: one that is %s asks the provider to stop', (state) => {
    expect(settle(factsWith(orderFact({ state })), release).topics).toEqual(['payment_cancel']);
  });

  test.each([[release, 'paid'], [release, 'issued'], [release, 'preparing'], [refund, 'paid'], [refund, 'issued']] as const)(
    'ORD-8, ORD-9: %o of an order that is %s gives units and money back, once',
    (command, state) => {
      const facts = factsWith(orderFact({ state, paymentId: 'p1' }));
      const { results, stock, decision, topics } = settle(facts, command, command);
      expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'unchanged']);
      expect(stock).toMatchObject({ available: 10, sold: 0 });
      expect(decision.orderChanges).toMatchObject([{ state: 'refund_pending', reason: act.reason }]);
      expect(decision.ordersWithVoidTickets).toEqual(['o']);
      expect(topics).toEqual(['payment_refund', 'mail']);
    },
  ); // biome-ignore format: a table

  test('ORD-9: nobody gets money back for a ticket that let somebody in', () => {
    const facts = factsWith(orderFact({ state: 'issued', paymentId: 'p1', isCheckedIn: true }));
    for (const command of [release, refund]) {
      const { results, decision } = settle(facts, command);
      expect(results).toEqual([{ outcome: 'refused', code: 'order_not_cancellable' }]);
      expect(decision.ledger).toEqual([]);
    }
  });

  test('ORD-9: what was taken back is counted already: only its money goes back', () => {
    const facts = factsWith(orderFact({ state: 'returned', paymentId: 'p1' }));
    const { stock, decision } = settle(facts, refund);
    expect(stock).toMatchObject({ available: 10 });
    expect(decision.paymentsToRefund.length).toBe(1);
  });
});

test.each([
  ['buyer', { reason: 'no time', by: 'buyer' }],
  ['staff', { reason: 'dispute_lost', by: 'staff:stf_1' }],
  ['bank', { reason: 'dispute_lost', by: 'stripe' }],
  ['provider', { reason: 'refunded_at_provider', by: 'stripe' }],
] as const)('ORD-20: an order taken back by %s says so, whatever the reason says', (takenBackBy, payload) => {
  const paid = factsWith(orderFact({ state: 'paid', paymentId: 'p1' }));
  const { decision } = settle(paid, { kind: 'refund', orderId: 'o', payload });
  expect(decision.orderChanges).toMatchObject([{ takenBackBy, reason: payload.reason }]);
  const held = settle(factsWith(orderFact()), { kind: 'release', orderId: 'o', payload });
  expect(held.decision.orderChanges).toMatchObject([{ state: 'cancelled', takenBackBy }]);
});

describe('holds whose time is over', () => {
  const over = { holdExpiresAtMs: NOW_MS };
  const capOver = { ...over, holdCapAtMs: NOW_MS };
  const due = (order: OrderFact, ...rows: RowCommand[]) => {
    const facts = factsWith(order);
    const batch = { rows: rows.map((command, i) => row(command, i)), dueOrderIds: ['o'], reserves: [] };
    const decision = decideBatch(facts, batch);
    return {
      state: decision.orderChanges[0]?.state,
      topics: decision.outbox.map(({ topic }) => topic),
      decision,
    };
  };

  test('ORD-4: nobody pays: it lapses', () => {
    expect(due(orderFact(over))).toMatchObject({ state: 'lapsed', topics: ['mail'] });
  });
  test('ORD-4: somebody may be paying: the provider is asked first', () => {
    expect(due(orderFact({ ...over, state: 'paying' }))).toMatchObject({
      state: 'expiring',
      topics: ['payment_cancel'],
    });
    expect(due(orderFact({ ...over, state: 'expiring' })).state).toBeUndefined();
  });
  test.each(['held', 'paying', 'expiring'] as const)(
    'ORD-4: at its hard cap one that is %s lapses',
    (state) => {
      const { state: after, decision } = due(orderFact({ ...capOver, state }));
      expect(after).toBe('lapsed');
      expect(stockAfter(HELD, decision)[0]).toMatchObject({ available: 10, held: 0 });
    },
  );
  test('ADM-12: whoever was paying until the cap lost the turn to a silent provider; whoever never paid did not', () => {
    const broken = (order: Partial<OrderFact>) => due(orderFact(order)).decision.turnsBroken;
    for (const state of ['paying', 'expiring'] as const) {
      expect(broken({ ...capOver, state, admissionId: 'adm_1' })).toEqual(['adm_1']);
      expect(broken({ ...over, state, admissionId: 'adm_1' })).toEqual([]);
      expect(broken({ ...capOver, state, admissionId: null })).toEqual([]);
      const answered = settle(factsWith(orderFact({ ...capOver, state, admissionId: 'adm_1' })), lapse);
      expect(answered.decision.turnsBroken).toEqual([]);
    }
    expect(broken({ ...capOver, state: 'held', admissionId: 'adm_1' })).toEqual([]);
  });
  test('ORD-4: one millisecond earlier nothing happens', () => {
    expect(due(orderFact({ holdExpiresAtMs: NOW_MS + 1 })).state).toBeUndefined();
  });
  test('ORD-4: paid in the same batch, it is paid: the ledger decides', () => {
    const { state, decision } = due(orderFact(capOver), confirm());
    expect(state).toBe('paid');
    expect(decision.ledger.map(({ kind }) => kind)).toEqual(['confirm']);
  });
  test.each(['paying', 'expiring'] as const)(
    'ORD-4: the word of the provider lapses one that is %s',
    (state) => {
      expect(settle(factsWith(orderFact({ state })), lapse)).toMatchObject({
        state: 'lapsed',
        topics: ['mail'],
      });
    },
  );
  test.each(['held', 'paid', 'lapsed', 'cancelled'] as const)('ORD-4: and leaves one that is %s', (state) => {
    const { results, decision } = settle(factsWith(orderFact({ state, paymentId: 'p1' })), lapse);
    expect(results).toEqual([{ outcome: 'unchanged', orderState: state }]);
    expect(decision.ledger).toEqual([]);
  });
});

describe('any history of one order', () => {
  const steps = fc.constantFrom<RowCommand>(
    confirm('p1'),
    confirm('p2'),
    confirm('p1', 1),
    release,
    refund,
    lapse,
  );
  property.prop([fc.constantFrom(...orderStates), fc.array(steps, { maxLength: 8 })])(
    'ORD-7, ORD-8, ORD-9: units and money are where the order is, and nothing comes back from the end',
    (state, history) => {
      const isPaidFor = soldUnits(state) || ['returned', 'refund_pending', 'refunded'].includes(state);
      const facts = factsWith(orderFact({ state, paymentId: isPaidFor ? 'p1' : null }));
      const { decision, stock, state: after = state } = settle(facts, ...history);
      expect(stock).toMatchObject({
        held: holdsUnits(after) ? 2 : 0,
        sold: soldUnits(after) ? 2 : 0,
        capacity: 10,
      });
      const counted = decision.unitsChanged.get('v:v0') ?? facts.units.get('v:v0');
      expect(counted).toBe(countedFor(after));
      const refunds = decision.paymentsToRefund.map(({ id }) => id);
      expect(new Set(refunds).size).toBe(refunds.length);
      if (['cancelled', 'refund_pending', 'refunded'].includes(state)) expect(after).toBe(state);
    },
  );
});

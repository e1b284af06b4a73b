/** The effect of a refund before it is done, and the filters as they are sent. */
import { expect, test } from 'vitest';
import type { OrderView } from '../../domain/order-view.ts';
import { noFilters, queryOf } from './orders-asked.ts';
import { refundEffect, refundKind, repayEffect, returnable, takeBackEffect } from './refund-preview.ts';

const line = (lineNo: number, quantity: number, refundedQuantity = 0, returningQuantity = 0) => ({
  ...{
    lineNo,
    quantity,
    refundedQuantity,
    repaidQuantity: 0,
    returningQuantity,
    tierId: `t${lineNo}`,
    name: 'A',
    state: 'issued' as const,
  },
  price: { amount: 10_000, currency: 'KRW' },
});
const order = {
  state: 'issued',
  lines: [line(1, 3, 1), line(2, 1)],
  total: { amount: 36_000, currency: 'KRW' },
  pointsSpent: 4_000,
  refunded: { amount: 9_000, currency: 'KRW' },
  partRefunds: [{ points: 1_000 }],
} as unknown as OrderView;

test('PAG-80: a part shows units, money and points now and then, in the shares that the writer gives', () => {
  expect(refundEffect(order, { 1: 1 })).toEqual({
    units: { now: 3, after: 2 },
    money: { now: 27_000, after: 18_000 },
    points: { now: 3_000, after: 2_000 },
    state: { now: 'issued', after: 'issued' },
    isWhole: false,
  });
});

test('PAG-80: all that is left ends the order; nothing, and more than there is, has no preview', () => {
  expect(refundEffect(order, { 1: 2, 2: 1 })).toMatchObject({
    units: { after: 0 },
    money: { after: 0 },
    points: { after: 0 },
    state: { after: 'refund_pending' },
    isWhole: true,
  });
  for (const units of [{}, { 1: 0 }, { 1: 3 }, { 1: 1.5 }, { 1: -1 }, { 1: Number.NaN }])
    expect(refundEffect(order, units)).toBeNull();
});

test('PAG-80, PAY-26: once goods were sent, their units stay: money and points alone, and the last of them writes it off', () => {
  const sent = { ...order, state: 'shipping', lines: [{ ...line(1, 3), repaidQuantity: 1 }, line(2, 1)] } as OrderView; // biome-ignore format: two lines
  expect(repayEffect(sent, { 1: 1 })).toEqual({
    units: { now: 4, after: 4 },
    money: { now: 27_000, after: 18_000 },
    points: { now: 3_000, after: 2_000 },
    state: { now: 'shipping', after: 'shipping' },
    isWhole: false,
  });
  expect(repayEffect(sent, { 1: 2, 2: 1 })).toMatchObject({
    units: { after: 4 },
    money: { after: 0 },
    points: { after: 0 },
    state: { after: 'written_off' },
    isWhole: true,
  });
  expect(repayEffect(sent, { 1: 3 })).toBeNull();
});

test('PAG-80: what is offered is what the lifecycle allows', () => {
  const kindOf = (state: OrderView['state']) => refundKind({ ...order, state });
  for (const state of ['paid', 'issued', 'preparing'] as const) expect(kindOf(state)).toBe('unitsBack');
  for (const state of ['shipping', 'delivered', 'confirmed'] as const)
    expect(kindOf(state)).toBe('unitsStay');
  for (const state of ['held', 'return_requested', 'returned', 'written_off', 'refunded'] as const)
    expect(kindOf(state)).toBeNull();
  const paidBack = { ...line(1, 2, 1), repaidQuantity: 1 };
  expect(refundKind({ ...order, state: 'delivered', lines: [paidBack] })).toBeNull();
});

test('PAG-84: what is asked back already cannot be asked back again, and what comes back for the rest is said', () => {
  const returning = {
    ...order,
    state: 'return_requested',
    lines: [line(1, 3, 1, 1), line(2, 1)],
  } as OrderView;
  expect(refundEffect(returning, { 1: 1 }, returnable)).toMatchObject({
    money: { now: 27_000, after: 18_000 },
  });
  expect(refundEffect(returning, { 1: 2 }, returnable)).toBeNull();
});

test('PAG-84: taking a return back leaves the rest delivered, or waiting for the others; the last one ends the order', () => {
  const back = (id: string, lineNo: number, quantity: number, state = 'asked') => ({
    ...{ id, lines: [{ lineNo, quantity }], state, at: '', reason: 'r', decidedAt: null, answer: null },
  });
  const with_ = (...returns: object[]) => ({ ...order, state: 'return_requested', returns }) as OrderView;
  const one = back('a', 1, 1);
  const effectOf = (of: OrderView, id = 'a') => {
    const found = of.returns.find((each) => each.id === id);
    return found ? takeBackEffect(of, found) : undefined;
  };
  expect(effectOf(with_(one))).toMatchObject({
    units: { now: 3, after: 2 },
    money: { now: 27_000, after: 18_000 },
    points: { now: 3_000, after: 2_000 },
    state: { now: 'return_requested', after: 'delivered' },
  });
  const others = with_(one, back('b', 2, 1), back('c', 1, 1, 'refused'));
  expect(effectOf(others)?.state.after).toBe('return_requested');
  expect(effectOf(others, 'c')).toBeNull();
  const all = with_({ ...one, lines: [{ lineNo: 1, quantity: 2 }, { lineNo: 2, quantity: 1 }] }); // biome-ignore format: two lines
  expect(effectOf(all)).toMatchObject({ isWhole: true, state: { after: 'refund_pending' } });
});

test('PAG-81: filters are sent as typed, empty ones left out, days whole where the reader is', () => {
  expect(queryOf(noFilters)).toBe('');
  const query = new URLSearchParams(
    queryOf({ ...noFilters, email: ' a@b.c ', from: '2026-11-21', to: '2026-11-21' }, 'c'),
  );
  expect([query.get('email'), query.get('cursor'), query.has('sale')]).toEqual(['a@b.c', 'c', false]);
  const [from, to] = [query.get('from'), query.get('to')].map((at) => Date.parse(at ?? ''));
  expect((to ?? 0) - (from ?? 0)).toBe(86_400_000);
});

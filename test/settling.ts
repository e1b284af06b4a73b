/** Orders of visitor `v0` for two units in any state, the commands that settle them, and what a decision makes of both. */

import { holdsUnits, type OrderState, soldUnits } from '../domain/order-lifecycle.ts';
import type { RowCommand } from '../domain/writer/command.ts';
import { decideBatch } from '../domain/writer/decide.ts';
import type { Facts, OpenRow, OrderFact } from '../domain/writer/facts.ts';
import { factsOf, stockAfter, tierFact } from './facts.ts';

export const HELD = [tierFact('t0', 8, 2)];
const SOLD = [tierFact('t0', 8, 0, 2)];
const FREE = [tierFact('t0', 10)];
export const tiersFor = (state: OrderState) => (holdsUnits(state) ? HELD : soldUnits(state) ? SOLD : FREE);
export const countedFor = (state: OrderState) => (tiersFor(state) === FREE ? 0 : 2);

export function factsWith(order: OrderFact, more: Parameters<typeof factsOf>[0] = {}): Facts {
  const counted = countedFor(order.state);
  return factsOf({
    tiers: tiersFor(order.state),
    units: new Map([['v:v0', counted], ['e:mail_v0', counted]]), // biome-ignore format: two counts
    orders: new Map([[order.id, order]]),
    payments: new Map([
      ['p1', { orderId: 'o', state: 'succeeded' }],
      ['p2', { orderId: 'o', state: 'succeeded' }],
    ]),
    ...more,
  });
}

export const row = (command: RowCommand, rowId = 1): OpenRow => ({ ...command, rowId, key: `row${rowId}` });
export const confirm = (paymentId = 'p1', amount = 20_000, currency = 'KRW'): RowCommand => ({
  kind: 'confirm',
  orderId: 'o',
  payload: { paymentId, amount, currency },
});
export const act = { reason: 'changed my mind', by: 'buyer' };
export const release: RowCommand = { kind: 'release', orderId: 'o', payload: act };
export const refund: RowCommand = { kind: 'refund', orderId: 'o', payload: act };
export const lapse: RowCommand = { kind: 'lapse', orderId: 'o', payload: { paymentId: null } };

export function settle(facts: Facts, ...commands: RowCommand[]) {
  const rows = commands.map((command, i) => row(command, i + 1));
  const decision = decideBatch(facts, { rows, dueOrderIds: [], reserves: [] });
  return {
    decision,
    results: decision.rowResults.map(({ result }) => result),
    stock: stockAfter(facts.tiers, decision)[0],
    state: decision.orderChanges[0]?.state,
    topics: decision.outbox.map(({ topic }) => topic),
  };
}

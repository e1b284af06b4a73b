/**
 * The orders that were made out of baskets in this browser, `usher.basket.orders`: several are paid for one after the other,
 * so the basket shows which of them still wait.
 */
import { signal } from '@preact/signals';
import type { OrderView } from '../../domain/order-view.ts';
import { keep, keptJson } from '../browser-storage/keep.ts';
import { orderKey } from '../browser-storage/kept-order.ts';
import { ask } from '../server/ask.ts';
import { bearer } from '../signing-in/signed-in.ts';
import { ownAccount } from './whose.ts';

export interface MadeOrder {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

const storageKey = 'usher.basket.orders';
/** As many as one page looks at; older ones stand in the account. */
const ORDERS_MAX = 10;

export const madeOrders = (): readonly MadeOrder[] => {
  const kept = keptJson(storageKey);
  return Array.isArray(kept) ? (kept as MadeOrder[]).filter(({ id }) => typeof id === 'string') : [];
};

export const noteMade = (made: MadeOrder): void =>
  write([...madeOrders().filter(({ id }) => id !== made.id), made].slice(-ORDERS_MAX));

const write = (orders: readonly MadeOrder[]): void => keep(storageKey, JSON.stringify(orders));

export type MadeOrders = ReturnType<typeof openMadeOrders>;

export function openMadeOrders() {
  const orders = signal<readonly OrderView[]>([]);

  async function look(): Promise<void> {
    if (madeOrders().length === 0) return;
    await ownAccount();
    const found = await Promise.all(madeOrders().map(({ id }) => lookAt(id)));
    // What is not there any more, or not for us, is nothing to show.
    write(madeOrders().filter(({ id }) => !found.some((one) => one.id === id && one.order === 'gone')));
    orders.value = found.flatMap(({ order }) => (typeof order === 'object' ? [order] : []));
  }

  return {
    orders,
    look,
    /** Those that wait for nothing of the buyer are put away. */
    putAway(): void {
      const waits = orders.value.filter(({ state }) => isUnpaid(state));
      write(madeOrders().filter(({ id }) => waits.some((order) => order.id === id)));
      orders.value = waits;
    },
    forget(id: string): void {
      write(madeOrders().filter((one) => one.id !== id));
      orders.value = orders.value.filter((order) => order.id !== id);
    },
  };
}

export const isUnpaid = (state: OrderView['state']): boolean =>
  ['held', 'paying', 'expiring'].includes(state);

async function lookAt(id: string): Promise<{ id: string; order: OrderView | 'gone' | 'unknown' }> {
  const answer = await ask<OrderView>('GET', `/orders/${encodeURIComponent(id)}`, {
    headers: { 'usher-order-key': orderKey(id) ?? undefined, ...bearer() },
  });
  if (answer.ok) return { id, order: answer.value };
  return { id, order: answer.refusal.code === 'not_found' ? 'gone' : 'unknown' };
}

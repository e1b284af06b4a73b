/**
 * What can be pressed while the checkout holds an order: pay it, change the choice, give it back. What was refused of it is
 * kept with the act that was pressed, so that trying again does that and nothing else (PAG-10).
 */
import { type Signal, signal } from '@preact/signals';
import type { OrderView, PlacedOrder } from '../../domain/order-view.ts';
import { orderKey } from '../browser-storage/kept-order.ts';
import { beginPayment } from '../order/begin-payment.ts';
import { ask, type Refusal } from '../server/ask.ts';

export type HeldOrder = PlacedOrder | OrderView;
export type Doing = 'nothing' | 'looking' | 'placing' | 'leaving' | 'giving back';
export type HeldAct = 'pay' | 'change' | 'give back';

export interface RefusedAct {
  readonly act: HeldAct;
  readonly refusal: Refusal;
  readonly again: () => Promise<void>;
}

export interface HeldActsDeps {
  readonly slug: string;
  readonly order: Signal<HeldOrder | null>;
  readonly doing: Signal<Doing>;
  /** Asks the server how the order stands. */
  readonly look: () => Promise<void>;
  /** The order is cancelled; `isChange`: to choose again. */
  readonly onGivenBack: (order: HeldOrder, isChange: boolean) => void;
}

export function openHeldActs({ slug, order, doing, look, onGivenBack }: HeldActsDeps) {
  const refused = signal<RefusedAct | null>(null);

  async function pay(provider: string): Promise<void> {
    const held = order.value;
    if (held === null || doing.value !== 'nothing') return;
    doing.value = 'leaving';
    refused.value = null;
    const answer = await beginPayment({ orderId: held.id, slug, provider });
    if (answer.ok) {
      location.assign(answer.value.redirectUrl);
      return;
    }
    doing.value = 'nothing';
    refused.value = { act: 'pay', refusal: answer.refusal, again: () => pay(provider) };
    if (answer.refusal.code === 'order_not_payable') await look();
  }

  /** `isChange`: the choice stays filled in. */
  async function giveBack(isChange: boolean): Promise<void> {
    const held = order.value;
    if (held === null || doing.value !== 'nothing') return;
    doing.value = 'giving back';
    refused.value = null;
    const answer = await ask<OrderView>('POST', `/orders/${held.id}/cancel`, {
      headers: { 'usher-order-key': orderKey(held.id) ?? undefined },
    });
    doing.value = 'nothing';
    const act = isChange ? 'change' : 'give back';
    if (answer.ok) onGivenBack(held, isChange);
    else refused.value = { act, refusal: answer.refusal, again: () => giveBack(isChange) };
  }

  return { refused, pay, giveBack };
}

/**
 * The checkout's one state and what may be done to it: choose, hold, pay, give back.
 *
 * An order that exists is kept by its id before anything is shown, so that a reload comes back to it; an attempt whose
 * answer was lost is sent again on its own.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { OrderView, PlacedOrder } from '../../domain/order-view.ts';
import { asSent } from '../address/typed-address.ts';
import { takeOutOrdered } from '../browser-storage/kept-list.ts';
import {
  forgetOrderOf,
  keepOrderKey,
  keepOrderOf,
  orderKey,
  orderOf,
} from '../browser-storage/kept-order.ts';
import { keptPass } from '../browser-storage/kept-pass.ts';
import { orderAddress } from '../frame/page-address.ts';
import { msOf } from '../language/time.ts';
import { type Answer, ask, type Refusal } from '../server/ask.ts';
import type { LoadedSale } from '../server/load-sale.ts';
import { now } from '../server-clock/server-clock.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { type Attempt, attemptFor, forgetAttempt, isUnknown, keepAttempt, keptAttempt } from './attempt.ts';
import { type Basket, linesOf, totalOf, unitsOf, withinLeft } from './basket.ts';
import { type Buyer, buyerOf, emptyBuyer } from './buyer.ts';
import { type Doing, type HeldOrder, openHeldActs } from './held-acts.ts';
import { placeOrder } from './place-order.ts';
import { pointsFor } from './points.ts';

export type Checkout = ReturnType<typeof openCheckout>;

const lookAgainMs = 2_000;
const live = ['held', 'paying', 'expiring'];

export function openCheckout(slug: string, loaded: ReadonlySignal<LoadedSale>) {
  const basket = signal<Basket>({});
  const buyer = signal<Buyer>(emptyBuyer);
  const order = signal<HeldOrder | null>(null);
  /** Of placing an order, and of one that is gone. */
  const refusal = signal<Refusal | null>(null);
  /** Why placing the order takes longer; not the end of it. */
  const waiting = signal<Refusal | null>(null);
  const doing = signal<Doing>('looking');
  const wasGivenBack = signal(false);
  /** The choice was filled in from the visitor's basket, and what is ordered of it leaves the basket. */
  const isFromBasket = signal(false);
  const needsPass = () => loaded.value.value?.mode !== 'shelf';

  const passEndsMs = computed(() => (needsPass() ? msOf(keptPass(slug)?.expiresAt) : null));

  /** What keeps the visitor out before anything was chosen: a sale that sells nothing, no pass, one that has ended. */
  const keptOut = computed<Refusal | null>(() => {
    const sale = loaded.value.value;
    if (sale === null || order.value !== null) return null;
    if (sale.state === 'closed') return { code: 'sale_ended', status: 409 };
    if (sale.state === 'lobby' || sale.state === 'draft') return { code: 'sale_not_open', status: 409 };
    if (!needsPass()) return null;
    if (passEndsMs.value === null) return { code: 'pass_required', status: 401 };
    return passEndsMs.value <= now.value ? { code: 'pass_ended', status: 403 } : null;
  });

  /** Comes back to the order this checkout is about, or to the attempt whose answer was lost. */
  async function look(): Promise<void> {
    const id = orderOf(slug);
    if (id !== null && !(await lookAtOrder(id))) {
      setTimeout(() => void look(), lookAgainMs);
      return;
    }
    doing.value = 'nothing';
    const attempt = order.value === null ? keptAttempt(slug) : null;
    if (!attempt) return;
    const asked = JSON.parse(attempt.body) as Parameters<typeof buyerOf>[0] & {
      lines: ReturnType<typeof linesOf>;
    };
    basket.value = Object.fromEntries(asked.lines.map(({ tierId, quantity }) => [tierId, quantity]));
    buyer.value = buyerOf(asked);
    await send(attempt);
  }

  /** From the account, where nothing was typed yet. */
  function fillIn(account: { readonly name: string; readonly email: string } | undefined): void {
    const { contact, address } = buyer.value;
    if (!account || contact.name !== '' || contact.email !== '') return;
    buyer.value = { contact: { name: account.name, email: account.email }, address };
  }

  /** From the basket, where nothing was chosen yet and no order or attempt is under way. */
  function fillChoice(chosen: Basket): void {
    const isUntouched = doing.value === 'nothing' && order.value === null && unitsOf(basket.value) === 0;
    if (!isUntouched || unitsOf(chosen) === 0) return;
    basket.value = chosen;
    isFromBasket.value = true;
  }

  /** False while the server has not said how the order stands. */
  async function lookAtOrder(id: string): Promise<boolean> {
    const answer = await orderById(id);
    if (!answer.ok) {
      if (answer.refusal.code !== 'not_found') return false;
      forgetOrderOf(slug);
      return true;
    }
    const found = answer.value;
    if (live.includes(found.state)) order.value = found;
    else if (found.paidAt !== null) location.replace(orderAddress(found.id));
    else {
      const wasHeldHere = order.value !== null;
      letGo();
      // Also after a reload: somebody who comes back finds out why the order is gone.
      if (wasHeldHere || found.state === 'lapsed') refusal.value = { code: 'hold_lapsed', status: 410 };
    }
    return true;
  }

  /** Nothing while an order is held: a second one would leave the first to nobody. */
  async function hold(): Promise<void> {
    if (order.value !== null || doing.value !== 'nothing') return;
    const { contact, address } = buyer.value;
    const isPosted = loaded.value.value?.fulfilment === 'shipping';
    // A browser's own basket is changed here, an account's where the order is noted.
    const fromBasket = isFromBasket.value && signedIn.value?.account !== undefined;
    const points = pointsFor(totalOf(basket.value, loaded.value.value?.tiers ?? []));
    const body = JSON.stringify({
      lines: linesOf(basket.value),
      contact,
      ...(isPosted && { address: asSent(address) }),
      ...(fromBasket && { fromBasket }),
      ...(points > 0 && { points }),
    });
    const kind = isFromBasket.value ? basketKey : '';
    const newKey = () => kind + crypto.getRandomValues(new Uint32Array(6)).join('-');
    await send(attemptFor(keptAttempt(slug), body, newKey));
  }

  async function send(attempt: Attempt): Promise<void> {
    doing.value = 'placing';
    refusal.value = null;
    wasGivenBack.value = false;
    keepAttempt(slug, attempt);
    const answer = await placeOrder({
      slug,
      needsPass: needsPass(),
      attempt,
      waits: (why) => {
        waiting.value = why;
      },
    });
    waiting.value = null;
    doing.value = 'nothing';
    if (answer.ok) {
      keepOrderKey(answer.value.id, answer.value.key);
      keepOrderOf(slug, answer.value.id);
      // Before the attempt is forgotten: a page that dies in between repeats it, and the key takes the lines out once.
      takeOutOfBasket(attempt, answer.value);
      forgetAttempt(slug);
      isFromBasket.value = false;
      order.value = answer.value;
      scrollTo({ top: 0 });
      return;
    }
    if (!isUnknown(answer.refusal.code)) forgetAttempt(slug);
    refusal.value = answer.refusal;
  }

  const held = openHeldActs({
    slug,
    order,
    doing,
    look,
    onGivenBack: ({ lines }, isChange) => {
      basket.value = isChange ? Object.fromEntries(lines.map((line) => [line.tierId, line.quantity])) : {};
      letGo();
      wasGivenBack.value = true;
    },
  });

  function letGo(): void {
    forgetOrderOf(slug);
    order.value = null;
    held.refused.value = null;
  }

  /** The hold's time is over by the server's clock: what became of it is the server's to say. */
  async function holdEnded(): Promise<void> {
    if (order.value !== null) await lookAtOrder(order.value.id);
  }

  return {
    slug,
    basket,
    buyer,
    order,
    refusal,
    refused: held.refused,
    waiting,
    doing,
    wasGivenBack,
    isFromBasket,
    passEndsMs,
    keptOut,
    look,
    fillIn,
    fillChoice,
    hold,
    pay: held.pay,
    giveBack: held.giveBack,
    holdEnded,
    /** After "sold out": only what is still there stays chosen. */
    keepWhatIsLeft(left: Readonly<Record<string, number>>): void {
      basket.value = withinLeft(basket.value, left);
    },
  };
}

/** Keys of orders out of the basket begin so: the attempt knows it after a reload, too. */
const basketKey = 'basket-';

function takeOutOfBasket({ key, body }: Attempt, { lines }: PlacedOrder): void {
  // An account's basket is the server's to change; it has the order's note.
  if (key.startsWith(basketKey) && !JSON.parse(body).fromBasket) takeOutOrdered(key, lines);
}

const orderById = (id: string): Promise<Answer<OrderView>> =>
  ask('GET', `/orders/${encodeURIComponent(id)}`, {
    headers: { 'usher-order-key': orderKey(id) ?? undefined },
  });

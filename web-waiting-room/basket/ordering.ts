/**
 * Ordering a basket: one order for each sale in it, all under keys of one attempt (BAS-4, BAS-6). Each part is held or
 * refused for itself, and is sent again under its key until its outcome is known; a page that died in between finds its
 * parts again and goes on.
 */
import { signal } from '@preact/signals';
import type { BasketPart } from '../../domain/basket-standing.ts';
import { asSent } from '../address/typed-address.ts';
import { forget, keep, keptJson } from '../browser-storage/keep.ts';
import { takeOutOrdered } from '../browser-storage/kept-list.ts';
import { keepOrderKey, keepOrderOf } from '../browser-storage/kept-order.ts';
import { isUnknown } from '../checkout/attempt.ts';
import type { Buyer } from '../checkout/buyer.ts';
import { placeOrder } from '../checkout/place-order.ts';
import type { Refusal } from '../server/ask.ts';
import { noteMade } from './made-orders.ts';
import { ownAccount } from './whose.ts';

export interface PlacedPart extends BasketPart {
  readonly key: string;
  /** What is sent, byte for byte; null once the outcome is known. */
  readonly body: string | null;
  readonly orderId?: string;
  readonly refusal?: Refusal;
}

/** Name and address are in what is sent: as long as this tab lives, and no longer than until the outcome is known. */
const storageKey = 'usher.basket.parts';

export type Ordering = ReturnType<typeof openOrdering>;

export function openOrdering(whenKnown: () => Promise<void>) {
  const parts = signal<readonly PlacedPart[]>(keptParts());
  const isPlacing = signal(false);
  /** Why it takes longer. */
  const waiting = signal<Refusal | null>(null);

  function note(changed: readonly PlacedPart[]): void {
    parts.value = changed;
    if (changed.length === 0) forget(storageKey, 'sessionStorage');
    else keep(storageKey, JSON.stringify(changed), 'sessionStorage');
  }
  const noteOne = (key: string, more: Partial<PlacedPart>): void =>
    note(parts.value.map((part) => (part.key === key ? { ...part, ...more } : part)));

  /** `points`: what each part is paid with beside money. */
  async function place(
    chosen: readonly BasketPart[],
    buyer: Buyer,
    points: readonly number[],
  ): Promise<void> {
    if (isPlacing.value || parts.value.some(isOpen)) return;
    isPlacing.value = true;
    const fromBasket = (await ownAccount()) !== null;
    const { contact, address } = buyer;
    const attempt = crypto.getRandomValues(new Uint32Array(6)).join('-');
    note(
      chosen.map((part, index) => {
        const isPosted = part.fulfilment === 'shipping';
        const body = {
          lines: part.lines,
          contact,
          ...(isPosted && { address: asSent(address) }),
          ...(fromBasket && { fromBasket }),
          ...((points[index] ?? 0) > 0 && { points: points[index] }),
        };
        return { ...part, key: `${attempt}.${index}`, body: JSON.stringify(body) };
      }),
    );
    await goOn();
  }

  /** Sends what has no outcome yet. */
  async function goOn(): Promise<void> {
    isPlacing.value = true;
    // Each sale has a writer of its own; none waits for another.
    await Promise.all(parts.value.filter(isOpen).map(send));
    isPlacing.value = false;
    waiting.value = null;
    await whenKnown();
  }

  async function send({ key, body, slug, title, lines }: PlacedPart): Promise<void> {
    if (body === null) return;
    const answer = await placeOrder({
      slug,
      needsPass: false,
      attempt: { key, body },
      waits: (why) => {
        waiting.value = why;
      },
    });
    if (answer.ok) {
      const { id, key: orderKey } = answer.value;
      keepOrderKey(id, orderKey);
      keepOrderOf(slug, id);
      noteMade({ id, slug, title });
      // An account's basket is the server's to change; it has the order's note.
      if (!JSON.parse(body).fromBasket) takeOutOrdered(key, lines);
      noteOne(key, { orderId: id, body: null });
    } else if (isUnknown(answer.refusal.code)) noteOne(key, { refusal: answer.refusal });
    else noteOne(key, { refusal: answer.refusal, body: null });
  }

  return {
    parts,
    isPlacing,
    waiting,
    place,
    goOn,
    /** Once its outcome was read. */
    close: () => note(parts.value.filter(isOpen)),
  };
}

export const isOpen = ({ body }: PlacedPart): boolean => body !== null;

/** Only what still has no outcome: the others were told, and what was held stands among the orders that were made. */
function keptParts(): readonly PlacedPart[] {
  const kept = keptJson(storageKey, 'sessionStorage');
  if (!Array.isArray(kept)) return [];
  return (kept as Partial<PlacedPart>[]).filter(
    (part): part is PlacedPart =>
      typeof part?.key === 'string' && typeof part.body === 'string' && Array.isArray(part.lines),
  );
}

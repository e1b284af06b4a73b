/**
 * An order as this browser knows it: asked for with its key, looked at again while something is on its way, and kept for
 * the door, where there may be no connection.
 *
 * The key comes from this browser's storage, or once from the address of a mail's link; then it leaves the address, so
 * that it is not in a history that somebody else reads.
 */
import { signal } from '@preact/signals';
import type { OrderView } from '../../domain/order-view.ts';
import type { TicketView } from '../../domain/ticket-view.ts';
import { keepOrderCopy, keepOrderKey, orderCopy, orderKey } from '../browser-storage/kept-order.ts';
import { ask, type Refusal } from '../server/ask.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { bearer, renew, wasSignedIn } from '../signing-in/signed-in.ts';
import { beginPayment } from './begin-payment.ts';
import { lookAgainMs } from './order-mood.ts';

export interface KnownOrder {
  readonly order: OrderView;
  readonly tickets: readonly TicketView[];
  /** When the server last said so, by its clock. */
  readonly seenAtMs: number;
}

/** What goes back, why, and under which key. */
export interface SentBack {
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
  readonly reason: string;
  readonly key: string;
}

/** What a visitor can press here. */
export type OrderAct = 'pay' | 'giveBack' | 'sendBack';

export type OpenOrder = ReturnType<typeof openOrder>;

const afterFailureMs = 3_000;
/** A provider and the making of tickets rarely take longer. */
const settlesMs = 10_000;

export function openOrder(id: string) {
  takeKeyFromAddress(id);
  const copy = copyOf(id);
  // What may have moved on is shown once it is known that nobody can say how it stands now (PAG-130).
  const known = signal<KnownOrder | null>(copy && isAtRest(copy) ? copy : null);
  /** Of looking at it: over as soon as a look succeeds. */
  const refusal = signal<Refusal | null>(null);
  /** Right after a payment, as a rule, it becomes another one within a second or two. */
  const isFresh = signal(true);
  setTimeout(() => {
    isFresh.value = false;
  }, settlesMs);
  /** Of what was pressed last: it stays until something is pressed again. */
  const refused = signal<{ readonly act: OrderAct; readonly refusal: Refusal } | null>(null);
  const isBusy = signal<'no' | 'leaving' | 'giving back'>('no');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lookingSinceMs = Date.now();

  /** Without the key an order opens to the account that it was made with. */
  const whoAsks = orderKey(id) === null && wasSignedIn() ? renew() : Promise.resolve(false);
  const ours = async <T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    await whoAsks;
    return await ask<T>(method, `/orders/${encodeURIComponent(id)}${path}`, {
      body,
      headers: { 'usher-order-key': orderKey(id) ?? undefined, ...bearer(), ...more },
    });
  };

  async function look(): Promise<void> {
    clearTimeout(timer);
    const answer = await ours<OrderView>('GET', '');
    refusal.value = answer.ok ? null : answer.refusal;
    if (!answer.ok) {
      known.value ??= copy;
      const { code, retryAfterMs = afterFailureMs } = answer.refusal;
      if (code !== 'not_found') timer = setTimeout(() => void look(), retryAfterMs);
      return;
    }
    const before = known.value?.tickets ?? [];
    const tickets = hasTickets(answer.value) ? await ticketsOr(before) : [];
    known.value = { order: answer.value, tickets, seenAtMs: serverNowMs() };
    // The copy is for the door; where something goes by post need not lie in the browser.
    keepOrderCopy(id, { ...known.value, order: { ...answer.value, address: null } });
    const afterMs = lookAgainMs(answer.value, tickets.length, Date.now() - lookingSinceMs);
    if (afterMs !== null) timer = setTimeout(() => void look(), afterMs);
  }

  async function ticketsOr(before: readonly TicketView[]): Promise<readonly TicketView[]> {
    const answer = await ours<{ readonly items: readonly TicketView[] }>('GET', '/tickets');
    return answer.ok ? answer.value.items : before;
  }

  async function pay(provider: string): Promise<void> {
    if (isBusy.value !== 'no') return;
    isBusy.value = 'leaving';
    refused.value = null;
    await whoAsks;
    const slug = known.value?.order.sale.slug ?? null;
    const answer = await beginPayment({ orderId: id, slug, provider, signedIn: bearer() });
    if (answer.ok) {
      location.assign(answer.value.redirectUrl);
      return;
    }
    isBusy.value = 'no';
    await lookNow();
    refused.value = { act: 'pay', refusal: answer.refusal };
  }

  /** An empty reason is none. */
  async function giveBack(reason: string): Promise<void> {
    if (isBusy.value !== 'no') return;
    isBusy.value = 'giving back';
    refused.value = null;
    const answer = await ours<OrderView>('POST', '/cancel', reason.trim() === '' ? {} : { reason });
    isBusy.value = 'no';
    await lookNow();
    if (!answer.ok) refused.value = { act: 'giveBack', refusal: answer.refusal };
  }

  /** Answers whether its outcome is known: then the next one carries another key. */
  async function sendBack({ key, ...back }: SentBack): Promise<boolean> {
    if (isBusy.value !== 'no') return false;
    isBusy.value = 'giving back';
    refused.value = null;
    const answer = await ours<OrderView>('POST', '/return', back, { 'idempotency-key': key });
    isBusy.value = 'no';
    await lookNow();
    if (!answer.ok) refused.value = { act: 'sendBack', refusal: answer.refusal };
    return answer.ok || (answer.refusal.status >= 400 && answer.refusal.status < 500);
  }

  function lookNow(): Promise<void> {
    lookingSinceMs = Date.now();
    return look();
  }

  addEventListener('online', () => void lookNow());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void lookNow();
  });
  // Back from the provider's page by the browser's own button, the page stands as it was left.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    isBusy.value = 'no';
    void lookNow();
  });
  void look();
  return {
    id,
    known,
    refusal,
    refused,
    isFresh,
    isBusy,
    look: lookNow,
    pay,
    giveBack,
    sendBack,
    hasKey: () => orderKey(id) !== null || wasSignedIn(),
  };
}

const isAtRest = ({ order, tickets }: KnownOrder): boolean => lookAgainMs(order, tickets.length, 0) === null;

const hasTickets = ({ state }: OrderView): boolean =>
  ['issued', 'refund_pending', 'refunded'].includes(state);

function takeKeyFromAddress(id: string): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return;
  keepOrderKey(id, key);
  history.replaceState(null, '', location.pathname + location.search);
}

function copyOf(id: string): KnownOrder | null {
  const copy = orderCopy(id) as Partial<KnownOrder> | null;
  return copy?.order && copy.tickets && typeof copy.seenAtMs === 'number' ? (copy as KnownOrder) : null;
}

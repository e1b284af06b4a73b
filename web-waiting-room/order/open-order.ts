/**
 * An order as this browser knows it: asked for with its key, waited for while something is on its way, and kept for the
 * door, where there may be no connection. The page leaves a question at the server, which answers as soon as the order is
 * another one (API-31); a server that does not wait is asked again and again.
 *
 * The key comes from this browser's storage, or once from the address of a mail's link; then it leaves the address, so
 * that it is not in a history that somebody else reads.
 */
import { signal } from '@preact/signals';
import { ORDER_WAIT_MS_MAX } from '../../domain/limits.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { TicketView } from '../../domain/ticket-view.ts';
import { keepOrderCopy, keepOrderKey, orderCopy, orderKey } from '../browser-storage/kept-order.ts';
import { type Answer, ask, type Question, type Refusal } from '../server/ask.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { bearer, renew, wasSignedIn } from '../signing-in/signed-in.ts';
import { beginPayment } from './begin-payment.ts';
import { isAtRest, nextLook } from './next-look.ts';

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
/** On a slow network too. Over one that a phone has lost in silence, moving to another, no answer ever comes. */
const answersWithinMs = 20_000;
/** A provider and the making of tickets rarely take longer. */
const settlesMs = 10_000;

export function openOrder(id: string) {
  takeKeyFromAddress(id);
  const copy = copyOf(id);
  // What may have moved on is shown once it is known that nobody can say how it stands now (PAG-130).
  const known = signal<KnownOrder | null>(copy && isAtRest(copy.order, copy.tickets.length) ? copy : null);
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
  /** Of the look that counts: one that is begun later ends it. */
  let looking = new AbortController();
  /** Of the order as it was told last. */
  let etag: string | null = null;

  /** Without the key an order opens to the account that it was made with. */
  const whoAsks = orderKey(id) === null && wasSignedIn() ? renew() : Promise.resolve(false);
  const ours = async <T>(method: string, path: string, { headers, ...question }: Question = {}) => {
    await whoAsks;
    return await ask<T>(method, `/orders/${encodeURIComponent(id)}${path}`, {
      ...question,
      headers: { 'usher-order-key': orderKey(id) ?? undefined, ...bearer(), ...headers },
    });
  };

  async function look(isWaiting = false): Promise<void> {
    clearTimeout(timer);
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    timer = setTimeout(() => void look(), answersWithinMs + (isWaiting ? ORDER_WAIT_MS_MAX : 0));
    const sinceMs = Date.now();
    const answer = await ours<OrderView>('GET', '', { signal, headers: isWaiting ? untilAnother(etag) : {} });
    if (signal.aborted) return;
    const told = answer.ok ? answer : unchanged(answer.refusal);
    refusal.value = told.ok ? null : told.refusal;
    if (!told.ok) {
      clearTimeout(timer);
      known.value ??= copy;
      const { code, retryAfterMs = afterFailureMs } = told.refusal;
      if (code !== 'not_found') timer = setTimeout(() => void look(), retryAfterMs);
      return;
    }
    const isNews = typeof told.etag === 'string' && told.etag !== etag;
    etag = told.etag ?? null;
    const before = known.value?.tickets ?? [];
    const tickets = hasTickets(told.value) ? await ticketsOr(before) : [];
    if (signal.aborted) return;
    clearTimeout(timer);
    known.value = { order: told.value, tickets, seenAtMs: serverNowMs() };
    // The copy is for the door; where something goes by post need not lie in the browser.
    keepOrderCopy(id, { ...known.value, order: { ...told.value, address: null } });
    const next = nextLook(told.value, tickets.length, {
      lookedForMs: Date.now() - lookingSinceMs,
      tookMs: Date.now() - sinceMs,
      isNews,
    });
    if (next) timer = setTimeout(() => void look(next.isWaiting), next.afterMs);
  }

  /** What the page knows, where the server says that it is still so. */
  function unchanged(refusal: Refusal): Answer<OrderView> {
    const order = known.value?.order;
    if (refusal.code !== 'unchanged' || !order) return { ok: false, refusal };
    return { ok: true, value: order, etag };
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
    const answer = await ours<OrderView>('POST', '/cancel', { body: reason.trim() === '' ? {} : { reason } });
    isBusy.value = 'no';
    await lookNow();
    if (!answer.ok) refused.value = { act: 'giveBack', refusal: answer.refusal };
  }

  /** Answers whether its outcome is known: then the next one carries another key. */
  async function sendBack({ key, ...back }: SentBack): Promise<boolean> {
    if (isBusy.value !== 'no') return false;
    isBusy.value = 'giving back';
    refused.value = null;
    const headers = { 'idempotency-key': key };
    const answer = await ours<OrderView>('POST', '/return', { body: back, headers });
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

const untilAnother = (etag: string | null): Record<string, string> =>
  etag === null ? {} : { 'if-none-match': etag, prefer: `wait=${ORDER_WAIT_MS_MAX / 1_000}` };

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

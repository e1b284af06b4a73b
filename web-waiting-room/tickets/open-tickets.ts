/**
 * All tickets of the account, as this browser knows them: asked for once somebody is signed in, and kept for the door. A
 * copy of another account's is never shown.
 */
import { effect, signal } from '@preact/signals';
import type { OwnTicketView } from '../../domain/ticket-view.ts';
import { keepTicketsCopy, ticketsCopy } from '../browser-storage/kept-tickets.ts';
import type { Refusal } from '../server/ask.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { askSignedIn, recallSignIn, signedIn, wasSignedIn } from '../signing-in/signed-in.ts';

export interface KnownTickets {
  readonly accountId: string;
  readonly items: readonly OwnTicketView[];
  readonly nextCursor: string | null;
  /** When the server last said so, by its clock. */
  readonly seenAtMs: number;
}

/** As long as a page waits for the network at a door (order/order-worker.ts). */
const patienceMs = 3_000;

export type OpenTickets = ReturnType<typeof openTickets>;

export function openTickets() {
  const known = signal<KnownTickets | null>(wasSignedIn() ? copyOf() : null);
  const refusal = signal<Refusal | null>(null);
  /** Nobody has said yet who is signed in: as a rule there is no connection. */
  const isLate = signal(false);

  /** The first page anew, or what comes after the last one. */
  async function load(before: KnownTickets | null): Promise<void> {
    const accountId = signedIn.peek()?.account?.id;
    if (accountId === undefined) return;
    const query = before?.nextCursor ? `?cursor=${encodeURIComponent(before.nextCursor)}` : '';
    const answer = await askSignedIn<Pick<KnownTickets, 'items' | 'nextCursor'>>(
      'GET',
      `/me/tickets${query}`,
    );
    refusal.value = answer.ok ? null : answer.refusal;
    // Meanwhile somebody may have signed out, or somebody else in.
    if (!answer.ok || signedIn.peek()?.account?.id !== accountId) return;
    const { items, nextCursor } = answer.value;
    const seenAtMs = serverNowMs();
    known.value = { accountId, items: [...(before?.items ?? []), ...items], nextCursor, seenAtMs };
    keepTicketsCopy(known.value);
  }
  const look = (): Promise<void> => load(null);

  effect(() => {
    const who = signedIn.value;
    if (who === undefined) return;
    if (known.peek()?.accountId !== who?.account?.id) known.value = null;
    if (who?.account) void look();
  });
  addEventListener('online', () => void look());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
  setTimeout(() => {
    isLate.value = true;
  }, patienceMs);
  void recallSignIn();
  return { known, refusal, isLate, look, more: () => load(known.peek()) };
}

function copyOf(): KnownTickets | null {
  const copy = ticketsCopy() as Partial<KnownTickets> | null;
  return copy?.accountId && copy.items && typeof copy.seenAtMs === 'number' ? (copy as KnownTickets) : null;
}

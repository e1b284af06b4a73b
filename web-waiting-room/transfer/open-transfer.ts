/**
 * A ticket that was given to somebody, as this browser knows it: asked for with the key of the letter's link, or as the
 * account that it was given to, and kept for the door. The key leaves the address at once, so that it is in no history that
 * somebody else reads.
 */
import { signal } from '@preact/signals';
import type { TransferView } from '../../domain/ticket-view.ts';
import { keep, kept, keptJson } from '../browser-storage/keep.ts';
import { ask, type Refusal } from '../server/ask.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { bearer, renew, wasSignedIn } from '../signing-in/signed-in.ts';

export interface KnownTransfer {
  readonly transfer: TransferView;
  readonly seenAtMs: number;
}

export type OpenTransfer = ReturnType<typeof openTransfer>;

const afterFailureMs = 3_000;

export function openTransfer(id: string) {
  takeKeyFromAddress(id);
  const known = signal<KnownTransfer | null>(copyOf(id));
  const refusal = signal<Refusal | null>(null);
  const isBusy = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keys = () => ({ 'usher-transfer-key': kept(keyName(id)) ?? undefined, ...bearer() });
  /** Without the key a ticket opens to the account whose address it was given to. */
  const whoAsks = kept(keyName(id)) === null && wasSignedIn() ? renew() : Promise.resolve(false);

  async function asked(method: string, path: string): Promise<void> {
    clearTimeout(timer);
    await whoAsks;
    const address = `/transfers/${encodeURIComponent(id)}${path}`;
    const answer = await ask<TransferView>(method, address, { headers: keys() });
    refusal.value = answer.ok ? null : answer.refusal;
    if (answer.ok) {
      known.value = { transfer: answer.value, seenAtMs: serverNowMs() };
      keep(copyName(id), JSON.stringify(known.value));
    } else if (method === 'GET' && answer.refusal.code !== 'not_found')
      timer = setTimeout(() => void look(), answer.refusal.retryAfterMs ?? afterFailureMs);
  }

  const look = (): Promise<void> => asked('GET', '');

  async function take(): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    await asked('POST', '/claim');
    isBusy.value = false;
    // What it is now stands beside why it could not be taken.
    const why = refusal.value;
    if (why?.code === 'transfer_ended') {
      await look();
      refusal.value = null;
    }
  }

  addEventListener('online', () => void look());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
  void look();
  return {
    id,
    known,
    refusal,
    isBusy,
    keys,
    look,
    take,
    hasKey: () => kept(keyName(id)) !== null || wasSignedIn(),
  };
}

const keyName = (id: string) => `usher.transfer.${id}`;
const copyName = (id: string) => `usher.transfer-copy.${id}`;

function takeKeyFromAddress(id: string): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return;
  keep(keyName(id), key);
  history.replaceState(null, '', location.pathname + location.search);
}

function copyOf(id: string): KnownTransfer | null {
  const copy = keptJson(copyName(id)) as Partial<KnownTransfer> | null;
  return copy?.transfer && typeof copy.seenAtMs === 'number' ? (copy as KnownTransfer) : null;
}

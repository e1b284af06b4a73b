/**
 * The dashboard's connection: a snapshot each second while it lives, and back again after every ending that is not final.
 * The age of the last snapshot is shown, because numbers that stand still look like a calm sale.
 */
import { signal } from '@preact/signals';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { OPS_PROTOCOL } from '../../domain/protocol.ts';
import { afterEnding, isSilent } from '../connection/reconnect.ts';
import { learnFromInstant, serverNowMs } from '../server-clock/server-clock.ts';
import { renew, signedIn } from '../signing-in/signed-in.ts';
import { wholeSnapshot } from './whole-snapshot.ts';

/** The access token has ended or was withdrawn: a new one may still be had. */
const signedOutCode = 4510;

export type Ended = 'no such sale' | 'not allowed';

export function watchSale(slug: string) {
  const snapshot = signal<OpsSnapshot | null>(null);
  /** By the server's clock. */
  const heardAtMs = signal<number | null>(null);
  const ended = signal<Ended | null>(null);
  let socket: WebSocket | null = null;
  let failures = 0;

  function connect(): void {
    const who = signedIn.peek();
    if (!who) return;
    const address = new URL(`/ws/ops?sale=${encodeURIComponent(slug)}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const mine = new WebSocket(address, OPS_PROTOCOL);
    socket = mine;
    let heard = false;
    mine.addEventListener('open', () =>
      mine.send(JSON.stringify({ type: 'hello', accessToken: who.accessToken, sale: slug })),
    );
    mine.addEventListener('message', ({ data }) => {
      const whole = wholeSnapshot(jsonOf(data));
      if (!whole) return;
      heard = true;
      failures = 0;
      if (whole.at !== '') learnFromInstant(whole.at);
      snapshot.value = whole;
      heardAtMs.value = serverNowMs();
    });
    mine.addEventListener('close', ({ code }) => {
      if (mine !== socket) return;
      if (!heard) failures++;
      void comeBack(code);
    });
  }

  async function comeBack(code: number): Promise<void> {
    if (code === signedOutCode) {
      if (await renew()) connect();
      return;
    }
    const step = afterEnding({
      by: 'socket',
      socketWorked: true,
      code,
      failures,
      retryAfterMs: null,
      chance: Math.random(),
    });
    if (step.kind === 'come back') setTimeout(connect, step.afterMs);
    else ended.value = code === 4511 ? 'not allowed' : 'no such sale';
  }

  /** A connection that died without a word is replaced. */
  setInterval(() => {
    if (heardAtMs.value === null || socket?.readyState !== WebSocket.OPEN) return;
    if (!isSilent(heardAtMs.value, serverNowMs())) return;
    socket.close();
  }, 5_000);

  return { snapshot, heardAtMs, ended, connect };
}

function jsonOf(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

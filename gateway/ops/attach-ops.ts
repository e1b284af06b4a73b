/**
 * The dashboard's socket, `usher-ops.v1` (API-15): the first message says who watches which sale, then a snapshot comes each
 * second, the same bytes for all who watch the same sale. Whoever signs out, or loses the role, is cut off within
 * seconds. A reader who stands still is closed before its buffer grows.
 */
import { WebSocket } from 'ws';
import { z } from 'zod';
import { saleToWatch } from '../../db/ops-snapshot.ts';
import { staffOfLogin } from '../../db/staff.ts';
import { FIRST_MESSAGE_MS_MAX, SEND_BUFFER_BYTES_MAX } from '../../domain/limits.ts';
import { type RefusalCode, refusals } from '../../domain/refusals.ts';
import { mayDo } from '../../domain/staff-role.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { Log } from '../../runtime/log.ts';
import { type Repeating, repeat } from '../../runtime/repeat.ts';
import { readAccessToken } from '../../tokens/access-token.ts';
import { refusalOf } from '../store-away.ts';
import { type OpsCloseReason, opsCloseCodes } from './ops-close-codes.ts';
import { type WatchDeps, watchSale } from './watch-sale.ts';

export interface OpsDeps extends WatchDeps {
  readonly clock: Clock;
  readonly ring: KeyRing;
  readonly log: Log;
}

export interface Ops {
  /** Takes over a socket that was upgraded under `usher-ops.v1`. */
  accept(socket: WebSocket): void;
  /** Dashboards that are open. */
  count(): number;
  /** Tells all of them to come back; nothing is read any more. */
  close(): Promise<void>;
}

const SNAPSHOT_MS = 1_000;
/** Snapshots between two looks whether the watchers are still signed in. */
const LOOK_ROUNDS = 5;

const hello = z.strictObject({
  type: z.literal('hello'),
  accessToken: z.string().max(4_096),
  sale: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
});

interface Watched {
  /** Socket → the sign-in it came with. */
  readonly watchers: Map<WebSocket, string>;
  readonly reading: Repeating;
  latest: string | null;
}

export function attachOps(deps: OpsDeps): Ops {
  const { db, ring, log, clock } = deps;
  const sales = new Map<string, Watched>();
  const sockets = new Set<WebSocket>();

  function watch(saleId: string): Watched {
    const known = sales.get(saleId);
    if (known) return known;
    const watchers = new Map<WebSocket, string>();
    const read = watchSale(deps, saleId);
    let round = 0;
    const turn = async () => {
      round += 1;
      if (round % LOOK_ROUNDS === 0) await cutOffSignedOut(watchers);
      const snapshot = await read();
      if (snapshot === null) {
        for (const socket of watchers.keys()) end(socket, 'no_such_sale');
        return;
      }
      const text = JSON.stringify(snapshot);
      watched.latest = text;
      for (const socket of watchers.keys()) send(socket, text);
    };
    const watched: Watched = { watchers, latest: null, reading: repeat('dashboard', SNAPSHOT_MS, turn, log) };
    sales.set(saleId, watched);
    return watched;
  }

  async function cutOffSignedOut(watchers: Map<WebSocket, string>): Promise<void> {
    for (const [socket, loginId] of watchers) {
      const staff = await staffOfLogin(db, loginId);
      if (!staff) end(socket, 'signed_out');
      else if (!mayDo(staff.role, 'watch')) end(socket, 'not_allowed');
    }
  }

  async function greet(socket: WebSocket, text: string): Promise<void> {
    const said = hello.safeParse(parseJson(text));
    if (!said.success) return refuse(socket, 'invalid_request', 'bad_message');
    const { loginId } = await readAccessToken(ring, said.data.accessToken, clock());
    const staff = await staffOfLogin(db, loginId);
    if (!staff) return refuse(socket, 'not_signed_in', 'signed_out');
    if (!mayDo(staff.role, 'watch')) return refuse(socket, 'not_allowed', 'not_allowed');
    const saleId = await saleToWatch(db, said.data.sale);
    if (saleId === null) return refuse(socket, 'not_found', 'no_such_sale');
    if (socket.readyState !== WebSocket.OPEN) return;
    const watched = watch(saleId);
    watched.watchers.set(socket, loginId);
    if (watched.latest !== null) send(socket, watched.latest);
    socket.on('close', () => {
      watched.watchers.delete(socket);
      if (watched.watchers.size > 0 || sales.get(saleId) !== watched) return;
      sales.delete(saleId);
      void watched.reading.stop();
    });
  }

  return {
    accept(socket) {
      sockets.add(socket);
      let isGreeted = false;
      const timer = setTimeout(() => end(socket, 'no_hello'), FIRST_MESSAGE_MS_MAX);
      socket.on('error', () => socket.terminate()); // A broken frame, or one above maxPayload; 'close' follows.
      socket.on('close', () => {
        clearTimeout(timer);
        sockets.delete(socket);
      });
      socket.on('message', (data, isBinary) => {
        clearTimeout(timer);
        if (isGreeted || isBinary) return refuse(socket, 'invalid_request', 'bad_message');
        isGreeted = true;
        greet(socket, String(data)).catch((fault: unknown) => {
          const refused = refusalOf(fault);
          if (!refused) log.error({ err: fault }, 'dashboard could not be greeted');
          const code = refused?.code ?? 'internal';
          refuse(socket, code, code === 'not_signed_in' ? 'signed_out' : 'busy');
        });
      });
    },
    count: () => sockets.size,
    async close() {
      for (const socket of sockets) end(socket, 'restarting');
      await Promise.all([...sales.values()].map(({ reading }) => reading.stop()));
    },
  };
}

function send(socket: WebSocket, text: string): void {
  if (socket.bufferedAmount > SEND_BUFFER_BYTES_MAX) end(socket, 'too_slow');
  else if (socket.readyState === WebSocket.OPEN) socket.send(text);
}

function refuse(socket: WebSocket, code: RefusalCode, reason: OpsCloseReason): void {
  send(socket, JSON.stringify({ type: 'refused', code, title: refusals[code].title }));
  end(socket, reason);
}

const end = (socket: WebSocket, reason: OpsCloseReason): void => socket.close(opsCloseCodes[reason], reason);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

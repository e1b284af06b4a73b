/**
 * Every visitor's socket of this gateway, and the one owner of their timers (GWY-2, GWY-5, GWY-6): the
 * first message, the heartbeat, the drain. Once a second it looks at one thirtieth of them and at those who
 * have not joined yet.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { FIRST_MESSAGE_MS_MAX, SEND_BUFFER_BYTES_MAX } from '../../domain/limits.ts';
import { addressGroup } from '../../domain/suspicion.ts';
import type { Chance } from '../../runtime/chance.ts';
import { AddressCounts } from './address-counts.ts';
import type { VisitorSocket } from './visitor-socket.ts';

/** Proxies and mobile networks cut what is silent for a minute; a ping each half lets two be lost. */
const BEAT_SECONDS = 30;
/** Refused at joining ("busy", a wrong receipt), a socket may try again for this long. */
const TRY_AGAIN_SECONDS = 60;
/** All sockets are told within this time when the gateway is stopped; its supervisor waits ten seconds. */
const DRAIN_MS = 5_000;
const DRAIN_STEP_MS = 100;
/** After the last one was told: for closing handshakes. */
const DRAIN_GRACE_MS = 2_000;

export class Sockets {
  readonly #beats: Set<VisitorSocket>[] = Array.from({ length: BEAT_SECONDS }, () => new Set());
  readonly #newcomers = new Set<VisitorSocket>();
  readonly addresses = new AddressCounts();
  #nowSeconds = 0;
  #count = 0;
  isDraining = false;

  get count(): number {
    return this.#count;
  }

  add(socket: VisitorSocket): void {
    socket.beat = this.#nowSeconds % BEAT_SECONDS;
    // The tick in hand may be almost over: one more, so that nobody is cut short.
    socket.joinBy = this.#nowSeconds + FIRST_MESSAGE_MS_MAX / 1_000 + 1;
    this.#beats[socket.beat]?.add(socket);
    this.#newcomers.add(socket);
    this.#count += 1;
    this.addresses.add(addressGroup(socket.address));
  }

  remove(socket: VisitorSocket): void {
    if (this.#beats[socket.beat]?.delete(socket)) {
      this.#count -= 1;
      this.addresses.remove(addressGroup(socket.address));
    }
    this.#newcomers.delete(socket);
  }

  /** It has a place. */
  joined(socket: VisitorSocket): void {
    this.#newcomers.delete(socket);
  }

  refused(socket: VisitorSocket): void {
    socket.joinBy = this.#nowSeconds + TRY_AGAIN_SECONDS;
  }

  /** Once a second. */
  tick(): void {
    this.#nowSeconds += 1;
    for (const socket of this.#newcomers) {
      if (socket.joinBy <= this.#nowSeconds && !socket.isJoining) socket.closeFor('not_joined');
    }
    for (const socket of this.#beats[this.#nowSeconds % BEAT_SECONDS] ?? []) beat(socket);
  }

  /** Tells everybody to come back, spread over some seconds, so that other gateways are not stormed. */
  async drain(chance: Chance): Promise<void> {
    this.isDraining = true;
    const steps = Math.ceil(DRAIN_MS / DRAIN_STEP_MS);
    const told: VisitorSocket[][] = Array.from({ length: steps }, () => []);
    for (const socket of this.#all()) told[Math.floor(chance.fraction() * steps)]?.push(socket);
    for (const some of told) {
      if (this.#count === 0) return;
      for (const socket of some) socket.closeFor('restarting');
      await wait(DRAIN_STEP_MS);
    }
    for (let waited = 0; waited < DRAIN_GRACE_MS && this.#count > 0; waited += DRAIN_STEP_MS)
      await wait(DRAIN_STEP_MS);
    for (const socket of this.#all()) socket.terminate();
  }

  *#all(): Iterable<VisitorSocket> {
    for (const sockets of this.#beats) yield* sockets;
  }
}

function beat(socket: VisitorSocket): void {
  socket.messages = 0;
  if (socket.awaitsPong) {
    socket.closeFor('silent');
    socket.terminate();
  } else if (socket.readyState === WebSocket.OPEN) {
    socket.awaitsPong = true;
    if ((socket.raw?.writableLength ?? 0) <= SEND_BUFFER_BYTES_MAX) socket.ping();
  }
}

/**
 * A visitor's socket to the line, as a careful client keeps it: joins first, keeps the receipt, comes back by itself with
 * jitter when the close code says so (4000–4499, or no code at all because the gateway died), and never after 4500–4999.
 *
 * Most of what a waiting crowd gets are frames, the same bytes for all; they are told apart by one byte and not parsed,
 * unless the visitor is one of the few that follow each.
 */
import WebSocket from 'ws';
import type { FrameMessage, GatewayMessage, PlaceMessage, VisitorMessage } from '../../domain/protocol.ts';
import { LINE_PROTOCOL } from '../../domain/protocol.ts';
import { bump, count } from './tally.ts';
import type { Origin, World } from './world.ts';

export interface Identity {
  readonly secret: string;
  readonly secretHash: string;
}

export interface Listener {
  /** An attempt begins: from here on the server is being waited for. */
  onOpening(): void;
  onMessage(message: Exclude<GatewayMessage, FrameMessage>): void;
  /** Only where frames were asked for. */
  onFrame(frame: FrameMessage): void;
  onLost(): void;
  /** It is over: a close code that says "do not come back", or an answer such as 404. */
  onFinal(code: string): void;
}

const HANDSHAKE_MS_MAX = 10_000;
const FIRST_WAIT_MS = 300;
/** A gateway that is too busy to read a handshake in time answers 408; a browser is told no more than that it failed. */
const LATER_STATUSES = [408, 429];
const WAIT_MS_MAX = 5_000;
/** `{"type":"f…`: of all messages only a frame's type begins so. */
const TYPE_AT = '{"type":"'.length;
const LETTER_F = 'f'.charCodeAt(0);

export class LineConnection {
  readonly #world: World;
  readonly #origin: Origin;
  readonly #identity: Identity;
  readonly #listener: Listener;
  readonly #wantsFrames: boolean;
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #letNextIn = () => {};
  #attempt = 0;
  #isClosed = false;
  /** Checks whose solution is on its way, by signature: a place is told again and again. */
  readonly #solving = new Set<unknown>();
  #isSuspect = false;
  receipt: string | undefined;

  constructor(world: World, origin: Origin, identity: Identity, listener: Listener, wantsFrames: boolean) {
    this.#world = world;
    this.#origin = origin;
    this.#identity = identity;
    this.#listener = listener;
    this.#wantsFrames = wantsFrames;
  }

  /** Resolves when the connection attempt begins; what comes of it the listener hears. */
  async open(): Promise<void> {
    this.#letNextIn = await this.#world.connecting.enter();
    if (this.#isClosed) return this.#letNextIn();
    this.#listener.onOpening();
    const url = `${this.#world.base.replace('http', 'ws')}/ws/line?sale=${this.#world.sale.slug}`;
    const socket = new WebSocket(url, LINE_PROTOCOL, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: HANDSHAKE_MS_MAX,
      ...(this.#origin.localAddress !== undefined && { localAddress: this.#origin.localAddress }),
    });
    this.#socket = socket;
    let refusedStatus = 0;
    socket.on('open', () => this.#join());
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('unexpected-response', (request, response) => {
      refusedStatus = response.statusCode ?? 0;
      request.destroy();
      this.#ended(socket, 1006, refusedStatus);
    });
    socket.on('error', () => {}); // 'close' follows and says all that is known.
    socket.on('close', (code) => this.#ended(socket, code, refusedStatus));
  }

  /** False when there is no open socket: after coming back the caller sees by the place what is still needed. */
  send(message: VisitorMessage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#letNextIn();
    this.#socket?.close(1000);
  }

  #join(proof?: string): void {
    const { secret, secretHash } = this.#identity;
    this.send({
      type: 'join',
      secretHash,
      ...(proof !== undefined && { proof }),
      ...(this.receipt !== undefined && { receipt: this.receipt, secret }),
    });
  }

  #receive(data: Buffer): void {
    if (data[TYPE_AT] === LETTER_F) {
      this.#world.tally.event.frames += 1;
      if (this.#wantsFrames) this.#listener.onFrame(JSON.parse(data.toString()) as FrameMessage);
      return;
    }
    count(this.#world.tally, 'messages');
    const message = JSON.parse(data.toString()) as GatewayMessage;
    if (message.type === 'frame') return;
    if (message.type === 'place') {
      this.#attempt = 0;
      this.#letNextIn();
      if (message.receipt !== undefined) this.receipt = message.receipt;
      this.#hearCheck(message);
    }
    if (message.type === 'refused') {
      bump(this.#world.tally.refused, message.code);
      if (message.code === 'receipt_invalid') this.receipt = undefined;
      if (message.retryAfterMs !== undefined) this.#joinLater(message.retryAfterMs);
      if (message.challenge !== undefined) void this.#solve(message.challenge);
    }
    this.#listener.onMessage(message);
  }

  /** Asked to show that there is a browser behind: counted once, and solved as a page does. */
  #hearCheck({ check, lane }: PlaceMessage): void {
    const { tally } = this.#world;
    if (check && !this.#isSuspect) count(tally, 'checked');
    if (this.#isSuspect && lane !== 'slow') count(tally, 'cleared');
    this.#isSuspect = lane === 'slow';
    if (check) void this.#solve(check.challenge);
  }

  /** With a place it leads out of the slow lane; without one it comes before the place. */
  async #solve(challenge: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#solving.has(challenge.signature)) return;
    this.#solving.add(challenge.signature);
    const proof = await this.#world.solver.solve(challenge);
    if (proof === null || this.#isClosed) return;
    if (this.receipt !== undefined) this.send({ type: 'prove', proof, secret: this.#identity.secret });
    else {
      count(this.#world.tally, 'workedFirst');
      this.#join(proof);
    }
  }

  /** Refused for now: asks again on the same socket, or by a new one if the gateway closes this one meanwhile. */
  #joinLater(afterMs: number): void {
    this.#letNextIn();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#join(), afterMs * (1 + Math.random() / 2));
  }

  #ended(socket: WebSocket, code: number, httpStatus: number): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#letNextIn();
    if (this.#isClosed || this.#world.stop.aborted) return;
    this.#listener.onLost();
    const isFinal =
      (code >= 4_500 && code <= 4_999) ||
      (httpStatus >= 400 && httpStatus < 500 && !LATER_STATUSES.includes(httpStatus));
    if (isFinal) {
      this.#listener.onFinal(httpStatus > 0 ? `http ${httpStatus}` : `close ${code}`);
      return;
    }
    bump(this.#world.tally.refused, httpStatus > 0 ? `handshake ${httpStatus}` : `close ${code}`);
    const fullMs = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** Math.min(this.#attempt++, 10));
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.open(), fullMs * (0.3 + 0.7 * Math.random()));
  }
}

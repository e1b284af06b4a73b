/**
 * A visitor in Usher's line, with a socket by hand: joins, keeps the receipt, claims when called, and hands the pass on.
 * A socket that is lost comes back with the receipt, as a page's does.
 */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import type { PassMessage, PlaceMessage, RefusedMessage } from '../../domain/protocol.ts';
import {
  frameAt,
  joinFrame,
  maskedText,
  OPCODE_CLOSE,
  OPCODE_PING,
  OPCODE_TEXT,
  pongFrame,
  upgradeRequest,
} from '../wire.ts';

export interface QueuerEvents {
  /** The first place has come. */
  readonly onJoined: () => void;
  readonly onCalled: () => void;
  readonly onPass: (pass: string, secret: string) => void;
  /** The line has said that it will not be. */
  readonly onOver: (as: string) => void;
  /** The socket was lost, or the join refused for now: it will be tried again. */
  readonly onLater: (why: string) => void;
}

export interface LineAddress {
  readonly port: number;
  readonly path: string;
  /** A loopback address of the crowd's own. */
  readonly from: string;
}

/** `{"type":"p`: of what a gateway says only places and passes begin so; all others are known by their first letter too. */
const LETTER = '{"type":"'.length;
const [PLACE, CALL, REFUSED] = ['p', 'c', 'r'].map((letter) => letter.charCodeAt(0));
const none = Buffer.alloc(0);
const AGAIN_MS = 500;
const CLAIM_AGAIN_MS = 4_000;
const claim = maskedText(JSON.stringify({ type: 'claim' }));
const overStates = ['soldOut', 'closed', 'left', 'finished'];

export class Queuer {
  readonly #at: LineAddress;
  readonly #events: QueuerEvents;
  readonly #secret = randomBytes(32);
  #socket: net.Socket | null = null;
  #rest: Buffer | null = null;
  #receipt: string | undefined;
  #isOpen = false;
  #isCalled = false;
  #hasPass = false;
  #isEnded = false;
  #claimTimer: NodeJS.Timeout | undefined;

  constructor(at: LineAddress, events: QueuerEvents) {
    this.#at = at;
    this.#events = events;
  }

  connect(): void {
    if (this.#isEnded) return;
    const { port, path, from } = this.#at;
    this.#isOpen = false;
    this.#rest = null;
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true });
    this.#socket = socket;
    socket.on('connect', () => socket.write(upgradeRequest(path, port)));
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', () => {}); // 'close' follows.
    socket.on('close', () => this.#lost());
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#claimTimer);
    this.#socket?.destroy();
  }

  #lost(): void {
    if (this.#isEnded) return;
    this.#events.onLater('socket');
    setTimeout(() => this.connect(), AGAIN_MS * (1 + Math.random()));
  }

  #read(came: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, came]) : came;
    this.#rest = null;
    if (!this.#isOpen) bytes = this.#upgraded(bytes);
    let at = 0;
    for (let frame = frameAt(bytes, at); frame; frame = frameAt(bytes, at)) {
      if (frame.opcode === OPCODE_TEXT) this.#hear(bytes, frame.start, frame.end);
      else if (frame.opcode === OPCODE_PING) this.#socket?.write(pongFrame);
      else if (frame.opcode === OPCODE_CLOSE) this.#socket?.destroy();
      at = frame.end;
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }

  /** What follows the answer to the upgrade; empty while it has not come whole. */
  #upgraded(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#rest = bytes;
      return none;
    }
    this.#isOpen = true;
    if (bytes.toString('latin1', 0, 12).endsWith('101'))
      this.#socket?.write(joinFrame(this.#secret, this.#receipt));
    else this.#socket?.destroy();
    return bytes.subarray(end + 4);
  }

  /** Frames of positions and words about the sale are the most, and not parsed. */
  #hear(bytes: Buffer, start: number, end: number): void {
    const letter = bytes[start + LETTER];
    if (letter === CALL) this.#hearCall();
    if (letter !== PLACE && letter !== REFUSED) return;
    const message = JSON.parse(bytes.toString('utf8', start, end)) as
      | PlaceMessage
      | PassMessage
      | RefusedMessage;
    if (message.type === 'place') this.#hearPlace(message);
    else if (message.type === 'pass') this.#hearPass(message);
    else this.#hearRefusal(message);
  }

  #hearPlace({ state, receipt, mustAsk }: PlaceMessage): void {
    if (receipt !== undefined) {
      if (this.#receipt === undefined) this.#events.onJoined();
      this.#receipt = receipt;
    }
    if (this.#hasPass) return;
    if (state === 'called') this.#hearCall();
    else if (state === 'passedOver' && mustAsk)
      this.#socket?.write(claim); // Asks to be called again.
    else if (overStates.includes(state)) this.#events.onOver(state);
  }

  #hearCall(): void {
    if (this.#hasPass) return;
    if (!this.#isCalled) this.#events.onCalled();
    this.#isCalled = true;
    this.#claim();
  }

  /** A claim that got no answer is sent again: it is the same claim. */
  #claim(): void {
    if (this.#hasPass || this.#isEnded) return;
    if (this.#isOpen) this.#socket?.write(claim);
    clearTimeout(this.#claimTimer);
    this.#claimTimer = setTimeout(() => this.#claim(), CLAIM_AGAIN_MS);
  }

  #hearPass({ pass }: PassMessage): void {
    if (this.#hasPass) return;
    this.#hasPass = true;
    clearTimeout(this.#claimTimer);
    this.#events.onPass(pass, this.#secret.toString('base64url'));
  }

  #hearRefusal({ code, retryAfterMs }: RefusedMessage): void {
    if (retryAfterMs === undefined) {
      this.#events.onOver(code);
      return;
    }
    this.#events.onLater(code);
    setTimeout(
      () => this.#isOpen && this.#socket?.write(joinFrame(this.#secret, this.#receipt)),
      retryAfterMs * (1 + Math.random() / 2),
    );
  }
}

/**
 * One visitor of the crowd: a socket that joins, answers pings and counts. It reads into one buffer that all share and
 * looks at the heads of frames alone; near the front it reads every message.
 */
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FrameMessage, PlaceMessage, RefusedMessage } from '../../domain/protocol.ts';
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
import type { Heard, Step } from './ages.ts';
import type { CrowdTask } from './protocol.ts';

/** Of the whole process: counting costs no objects. */
export interface Tally {
  isCounting: boolean;
  frames: number;
  bytes: number;
  lost: number;
  /** When each pass came, in ms since the epoch. */
  readonly admittedAtMs: number[];
}

type Near = { ahead: number; aheadMoved: number; news: Step[] };

const none = Buffer.alloc(0);
const shared = Buffer.allocUnsafe(65_536);
/** `{"type":"f`: only frames have it. */
const LETTER = 9;
const FRAME = 'f'.charCodeAt(0);
const PLACE = 'p'.charCodeAt(0);
const REFUSED = 'r'.charCodeAt(0);
const CALL = 'c'.charCodeAt(0);
/** `{"type":"pa`: a pass and no place. */
const PASS = 'a'.charCodeAt(0);
const BUSY_MS = 1_000;
const claim = JSON.stringify({ type: 'claim' });

export class Visitor {
  readonly #task: CrowdTask;
  readonly #tally: Tally;
  readonly #socket: net.Socket;
  readonly near: Near | null;
  #isOpen = false;
  #hasPlace = false;
  #rest: Buffer | null = null;
  #joined: ((fault?: Error) => void) | null = null;

  constructor(task: CrowdTask, tally: Tally, isNear: boolean) {
    this.#task = task;
    this.#tally = tally;
    this.near = isNear ? { ahead: Number.POSITIVE_INFINITY, aheadMoved: 0, news: [] } : null;
    const callback = (size: number): boolean => {
      this.#read(shared.subarray(0, size));
      return true;
    };
    this.#socket = new net.Socket({ noDelay: true, onread: { buffer: shared, callback } });
  }

  /** Resolves once the place has come. */
  join(): Promise<void> {
    const { port, from, path } = this.#task;
    this.#socket.connect({ port, host: '127.0.0.1', localAddress: from });
    this.#socket.on('connect', () => this.#socket.write(upgradeRequest(path, port)));
    this.#socket.on('error', (fault) => this.#joined?.(fault));
    this.#socket.on('close', () => {
      this.#tally.lost += 1;
      this.#joined?.(new Error('closed before its place came'));
    });
    return new Promise((resolve, reject) => {
      this.#joined = (fault) => (fault ? reject(fault) : resolve());
    });
  }

  get heard(): Heard | null {
    return this.near;
  }

  #read(came: Buffer): void {
    if (this.#tally.isCounting) this.#tally.bytes += came.length;
    let bytes = this.#rest ? Buffer.concat([this.#rest, came]) : came;
    this.#rest = null;
    if (!this.#isOpen) bytes = this.#upgraded(bytes);
    let from = 0;
    for (let frame = frameAt(bytes, from); frame; frame = frameAt(bytes, from)) {
      if (frame.opcode === OPCODE_TEXT) this.#message(bytes, frame.start, frame.end);
      else if (frame.opcode === OPCODE_PING) this.#socket.write(pongFrame);
      else if (frame.opcode === OPCODE_CLOSE) this.#socket.destroy();
      from = frame.end;
    }
    if (from < bytes.length) this.#rest = Buffer.from(bytes.subarray(from));
  }

  /** What follows the answer to the upgrade; empty while it has not come whole. */
  #upgraded(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#rest = Buffer.from(bytes);
      return none;
    }
    this.#isOpen = true;
    if (bytes.toString('latin1', 0, 12).endsWith('101')) this.#socket.write(joinFrame());
    else this.#joined?.(new Error(bytes.toString('latin1')));
    return bytes.subarray(end + 4);
  }

  #message(bytes: Buffer, start: number, end: number): void {
    const letter = bytes[start + LETTER];
    if (letter === FRAME && this.#tally.isCounting) this.#tally.frames += 1;
    if (this.near) this.#learn(this.near, bytes.toString('utf8', start, end));
    if (this.#hasPlace && this.#task.claims) this.#claim(letter, bytes[start + LETTER + 1]);
    if (this.#hasPlace) return;
    if (letter === PLACE) {
      this.#hasPlace = true;
      this.#joined?.();
      this.#joined = null;
    } else if (letter === REFUSED) void this.#again(bytes.toString('utf8', start, end));
  }

  #claim(letter: number | undefined, next: number | undefined): void {
    if (letter === CALL) this.#socket.write(maskedText(claim));
    if (letter === PLACE && next === PASS) this.#tally.admittedAtMs.push(Date.now());
  }

  /** Told to come back: a page does it the same way. */
  async #again(text: string): Promise<void> {
    const { code, retryAfterMs } = JSON.parse(text) as RefusedMessage;
    if (code !== 'busy') this.#joined?.(new Error(text));
    if (code !== 'busy') return;
    await wait(retryAfterMs ?? BUSY_MS);
    this.#socket.write(joinFrame());
  }

  #learn(near: Near, text: string): void {
    const message = JSON.parse(text) as FrameMessage | PlaceMessage | { readonly type: 'sale' };
    if (message.type !== 'frame' && message.type !== 'place') return;
    if (message.type === 'place' && message.ahead !== null) {
      near.ahead = message.ahead;
      near.aheadMoved = message.moved;
    }
    if (this.#tally.isCounting) near.news.push({ moved: message.moved, atMs: Date.now() });
  }
}

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
  /** Those near the front hear of a move at once, and again with the second. */
  nearFrames: number;
  farFrames: number;
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
const TRIES_MAX = 60;
const unconnected = new net.Socket();
const claim = JSON.stringify({ type: 'claim' });

export class Visitor {
  readonly #task: CrowdTask;
  readonly #tally: Tally;
  /** The same at every try: one visitor, one place. */
  readonly #join = joinFrame();
  #socket: net.Socket = unconnected;
  #tries = 0;
  readonly near: Near | null;
  #isOpen = false;
  #hasPlace = false;
  #rest: Buffer | null = null;
  #joined: ((fault?: Error) => void) | null = null;

  constructor(task: CrowdTask, tally: Tally, isNear: boolean) {
    this.#task = task;
    this.#tally = tally;
    this.near = isNear ? { ahead: Number.POSITIVE_INFINITY, aheadMoved: 0, news: [] } : null;
  }

  /** Resolves once the place has come. */
  join(): Promise<void> {
    this.#connect();
    return new Promise((resolve, reject) => {
      this.#joined = (fault) => (fault ? reject(fault) : resolve());
    });
  }

  #connect(): void {
    const { port, from, path } = this.#task;
    const callback = (size: number): boolean => {
      this.#read(shared.subarray(0, size));
      return true;
    };
    this.#tries += 1;
    this.#isOpen = false;
    this.#rest = null;
    const socket = new net.Socket({ noDelay: true, onread: { buffer: shared, callback } });
    this.#socket = socket;
    socket.on('connect', () => socket.write(upgradeRequest(path, port)));
    socket.on('error', () => {}); // 'close' follows.
    socket.on('close', () => this.#closed());
    socket.connect({ port, host: '127.0.0.1', localAddress: from });
  }

  /** A server that is too busy for a new socket is tried again, as a page does it. */
  #closed(): void {
    if (this.#hasPlace) this.#tally.lost += 1;
    else if (this.#tries < TRIES_MAX) setTimeout(() => this.#connect(), BUSY_MS * (1 + Math.random()));
    else this.#joined?.(new Error(`no place after ${TRIES_MAX} tries`));
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
    if (bytes.toString('latin1', 0, 12).endsWith('101')) this.#socket.write(this.#join);
    else this.#socket.destroy();
    return bytes.subarray(end + 4);
  }

  #message(bytes: Buffer, start: number, end: number): void {
    const letter = bytes[start + LETTER];
    if (letter === FRAME && this.#tally.isCounting) this.#tally[this.near ? 'nearFrames' : 'farFrames'] += 1;
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
    this.#socket.write(this.#join);
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

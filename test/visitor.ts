/** A visitor for tests: a real WebSocket that keeps what it heard, and waits for what it wants to hear. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { type GatewayMessage, LINE_PROTOCOL, type PlaceMessage } from '../domain/protocol.ts';
import { secretHashOf } from '../tokens/pass.ts';

type Heard<Type extends GatewayMessage['type']> = Extract<GatewayMessage, { type: Type }>;

/** Longer than anything takes; a test that waits this long has failed. */
const WAIT_MS = 8_000;

export interface Secret {
  readonly secret: string;
  readonly secretHash: string;
}
export function newSecret(): Secret {
  const secret = randomBytes(32).toString('base64url');
  return { secret, secretHash: secretHashOf(secret) };
}

export class TestVisitor {
  readonly socket: WebSocket;
  readonly heard: GatewayMessage[] = [];
  /** The close code, once there is one. */
  readonly closed: Promise<number>;
  #changed = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(url: string, slug: string, options: ClientOptions & { protocols?: string[] } = {}) {
    const { protocols = [LINE_PROTOCOL], ...rest } = options;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws/line?sale=${slug}`, protocols, rest);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.#isClosed = true;
        this.#wake();
        resolve(code);
      });
    });
    this.socket.on('error', () => {}); // A refused upgrade: `refusal` and `closed` say so.
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)) as GatewayMessage);
      this.#wake();
    });
  }

  /** The HTTP status that refused the upgrade. */
  async refusal(): Promise<number> {
    const [, response] = await once(this.socket, 'unexpected-response');
    response.resume();
    return response.statusCode;
  }

  async open(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    return this;
  }

  say(message: unknown): this {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return this;
  }

  /** Joins and waits for the place. */
  async join(message: object = {}): Promise<PlaceMessage> {
    await this.open();
    const from = this.heard.length;
    this.say({ type: 'join', ...message });
    return await this.hear('place', () => true, from);
  }

  /** The first message of this type, from index `from` on, that is as told; those that came already count. */
  async hear<Type extends GatewayMessage['type']>(
    type: Type,
    isIt: (message: Heard<Type>) => boolean = () => true,
    from = 0,
  ): Promise<Heard<Type>> {
    const lateAt = performance.now() + WAIT_MS;
    for (;;) {
      const found = this.heard
        .slice(from)
        .find((message): message is Heard<Type> => message.type === type && isIt(message as Heard<Type>));
      if (found) return found;
      if (this.#isClosed || performance.now() > lateAt)
        throw new Error(`no such ${type} among ${JSON.stringify(this.heard.slice(from))}`);
      await this.#change();
    }
  }

  async #change(): Promise<void> {
    const late = AbortSignal.timeout(WAIT_MS);
    await Promise.race([this.#changed.promise, once(late, 'abort')]);
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  leave(): void {
    this.socket.close();
  }
}

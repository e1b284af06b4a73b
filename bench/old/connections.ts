/**
 * Kept connections to one server, a request at a time on each; what comes while all are busy waits its turn. As lean as
 * can be: the client shares two cores with what it measures.
 */
import net from 'node:net';
import { type Answer, answerIn } from './http-answer.ts';

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Job {
  readonly text: string;
  readonly resolve: (answer: Answer) => void;
  /** By performance.now(). */
  sentAtMs: number;
  tries: number;
}

/** Nothing of Usher's hangs longer than 3 s; a client that waits longer sees it when it does. */
const ANSWER_MS_MAX = 8_000;
const LOOK_MS = 500;
const TRIES_MAX = 3;
/** The connection broke, or nothing came in time: what the server did is unknown. */
const silence: Answer = { status: 0, body: '' };

export class Connections {
  readonly #base: URL;
  readonly #connectionsMax: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  #waiting: Job[] = [];
  /** The first of #waiting that nobody has taken. */
  #next = 0;
  readonly #watch: NodeJS.Timeout;

  constructor(base: string, connectionsMax: number) {
    this.#base = new URL(base);
    this.#connectionsMax = connectionsMax;
    this.#watch = setInterval(() => this.#endLate(), LOOK_MS);
  }

  /** Never rejects; status 0 is silence. */
  ask(what: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      this.#take({ text: textOf(this.#base.host, what), resolve, sentAtMs: 0, tries: 0 });
    });
  }

  close(): void {
    clearInterval(this.#watch);
    for (const connection of this.#all) connection.end();
  }

  #take(job: Job): void {
    const connection = this.#free();
    if (connection) connection.send(job);
    else this.#waiting.push(job);
  }

  /** Null where as many as may be are busy. */
  #free(): Connection | null {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (this.#all.has(idle)) return idle;
    if (this.#all.size >= this.#connectionsMax) return null;
    const { hostname, port } = this.#base;
    const connection = new Connection({ host: hostname, port: Number(port) }, this);
    this.#all.add(connection);
    return connection;
  }

  freed(connection: Connection): void {
    const job = this.#waiting[this.#next];
    if (job) {
      this.#goOn();
      connection.send(job);
    } else this.#idle.push(connection);
  }

  /** A kept connection that the server closed just now carried nothing: the request goes on another one. */
  gone(connection: Connection, job: Job | null, mayRepeat: boolean): void {
    this.#all.delete(connection);
    if (job && mayRepeat && job.tries < TRIES_MAX) this.#take(job);
    else job?.resolve(silence);
    const next = this.#waiting[this.#next];
    if (!next || this.#all.size >= this.#connectionsMax) return;
    this.#goOn();
    this.#take(next);
  }

  /** The first of those who wait has been taken. */
  #goOn(): void {
    this.#next += 1;
    if (this.#next < 1_024) return;
    this.#waiting = this.#waiting.slice(this.#next);
    this.#next = 0;
  }

  #endLate(): void {
    const nowMs = performance.now();
    for (const connection of this.#all) connection.endIfLate(nowMs);
  }
}

class Connection {
  readonly #owner: Connections;
  readonly #socket: net.Socket;
  #job: Job | null = null;
  #came: Buffer | null = null;
  #isUsed = false;
  #isLate = false;

  constructor(to: net.TcpNetConnectOpts, owner: Connections) {
    this.#owner = owner;
    this.#socket = net.connect({ ...to, noDelay: true });
    this.#socket.on('data', (bytes) => this.#read(bytes));
    this.#socket.on('error', () => {}); // 'close' follows.
    this.#socket.on('close', () => this.#closed());
  }

  send(job: Job): void {
    this.#job = job;
    job.sentAtMs = performance.now();
    job.tries += 1;
    this.#socket.write(job.text);
  }

  end(): void {
    this.#socket.destroy();
  }

  endIfLate(nowMs: number): void {
    if (this.#job === null || nowMs - this.#job.sentAtMs < ANSWER_MS_MAX) return;
    this.#isLate = true;
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    const came = this.#came ? Buffer.concat([this.#came, bytes]) : bytes;
    const answer = answerIn(came);
    this.#came = answer ? null : came;
    if (!answer || !this.#job) return;
    const { resolve } = this.#job;
    this.#job = null;
    this.#isUsed = true;
    if (answer.isLast) this.#socket.destroy();
    else this.#owner.freed(this);
    resolve(answer);
  }

  #closed(): void {
    const job = this.#job;
    this.#job = null;
    this.#owner.gone(this, job, this.#isUsed && this.#came === null && !this.#isLate);
  }
}

function textOf(host: string, { method, path, headers = {}, body = '' }: Ask): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}${length}\r\n${body}`;
}

/**
 * The page's connection to the line: a socket where one can be had, asking over HTTP where not, and back again after
 * every kind of ending (PAG-5, PAG-6). Owns the socket and the one timer; `stop` ends both.
 *
 * Nothing here knows what the messages mean, except that a place proves the connection and a refusal ends an attempt.
 */
import type { GatewayMessage, JoinMessage, LinePoll } from '../../domain/protocol.ts';
import { afterEnding, isPassing, isSilent, type Way } from '../connection/reconnect.ts';
import type { Answer } from '../server/ask.ts';
import {
  type Credentials,
  claimByHttp,
  joinByHttp,
  leaveByHttp,
  lookByHttp,
  messagesOf,
} from './line-by-http.ts';
import { type LineSocket, openLineSocket } from './line-socket.ts';
import type { Link } from './link.ts';

export interface LineConnectionDeps {
  readonly slug: string;
  /** Read anew for each attempt: the receipt changes. */
  readonly credentials: () => Credentials;
  readonly joinMessage: () => JoinMessage;
  readonly heard: (message: GatewayMessage) => void;
  readonly linked: (link: Link) => void;
  readonly nowMs: () => number;
}

const lookAfterActMs = 2_000;

export class LineConnection {
  readonly #deps: LineConnectionDeps;
  #socket: LineSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #way: Way = typeof WebSocket === 'undefined' ? 'asking' : 'socket';
  #failures = 0;
  #broughtPlace = false;
  #socketWorked = false;
  #offSinceMs: number | null = null;
  #heardAtMs = 0;
  /** Counts attempts, so that an HTTP answer that comes after `stop` or a newer attempt is not heard. */
  #attempt = 0;

  constructor(deps: LineConnectionDeps) {
    this.#deps = deps;
  }

  /** Connects at once, whatever was going on; also for who presses "try now". */
  start(): void {
    this.stop();
    if (this.#way === 'asking') void this.#answer(joinByHttp(this.#deps.slug, this.#deps.joinMessage()));
    else this.#open();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#attempt++;
    this.#socket?.close();
    this.#socket = null;
  }

  claim(): void {
    const { secret } = this.#deps.credentials();
    if (this.#socket?.send({ type: 'claim', secret })) return;
    if (this.#way !== 'asking') return;
    void this.#answer(claimByHttp(this.#deps.slug, this.#deps.credentials()), 'an act');
  }

  /** True once the server has heard it. */
  async leave(): Promise<boolean> {
    const { slug, credentials } = this.#deps;
    if (this.#socket?.send({ type: 'leave' })) return true;
    const { ok } = await leaveByHttp(slug, credentials());
    if (ok && this.#way === 'asking') void this.#answer(lookByHttp(slug, credentials()));
    return ok;
  }

  /** The browser says that the network is gone: believe it before the socket notices. */
  networkLost(): void {
    this.stop();
    this.#off(null);
  }

  /** Somebody looks at the page again, or a while has passed: a connection that died silently is replaced. */
  check(): void {
    if (this.#socket && isSilent(this.#heardAtMs, this.#deps.nowMs())) this.start();
  }

  #open(): void {
    const attempt = this.#attempt;
    this.#broughtPlace = false;
    this.#heardAtMs = this.#deps.nowMs();
    try {
      this.#socket = openLineSocket(this.#deps.slug, this.#deps.joinMessage(), {
        message: (message) => this.#hear(message),
        ended: (code) => {
          if (attempt === this.#attempt) this.#ended('socket', code);
        },
      });
    } catch (error) {
      // A browser that forbids the socket outright says so here, and not by a close: no use in trying twice.
      if (!(error instanceof DOMException)) throw error;
      this.#way = 'asking';
      this.start();
    }
  }

  #hear(message: GatewayMessage): void {
    this.#heardAtMs = this.#deps.nowMs();
    const attempt = this.#attempt;
    if (message.type === 'place') {
      this.#socketWorked = true;
      this.#connected({ kind: 'live' });
    }
    this.#deps.heard(message);
    // A refused join leaves a socket that nobody answers any more. Later refusals concern one act, not the place.
    if (message.type === 'refused' && !this.#broughtPlace && attempt === this.#attempt)
      this.#refused(message.code, message.retryAfterMs);
  }

  async #answer(
    asked: Promise<Answer<LinePoll>>,
    about: 'the place' | 'an act' = 'the place',
  ): Promise<void> {
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    this.#broughtPlace = false;
    const answer = await asked;
    if (attempt !== this.#attempt) return;
    if (answer.ok) {
      this.#connected({ kind: 'asking', nextAskMs: this.#deps.nowMs() + answer.value.nextPollMs });
      for (const message of messagesOf(answer.value)) this.#deps.heard(message);
      if (attempt === this.#attempt) this.#lookAgain(answer.value.nextPollMs);
      return;
    }
    const { code, retryAfterMs, challenge, reason } = answer.refusal;
    if (code === 'offline') return this.#ended('asking', null);
    this.#deps.heard({
      type: 'refused',
      code,
      title: '',
      ...(retryAfterMs && { retryAfterMs }),
      ...(challenge && { challenge }),
      ...(reason && { reason }),
    });
    if (attempt !== this.#attempt) return;
    // A refused claim is no word about the place: the page goes on asking.
    if (about === 'an act') this.#lookAgain(retryAfterMs ?? lookAfterActMs);
    else this.#refused(code, retryAfterMs);
  }

  #lookAgain(afterMs: number): void {
    const { slug, credentials } = this.#deps;
    this.#timer = setTimeout(() => void this.#answer(lookByHttp(slug, credentials())), afterMs);
  }

  #refused(code: string, retryAfterMs: number | undefined): void {
    this.stop();
    if (isPassing(code)) this.#ended(this.#way, null, retryAfterMs ?? 0);
    else this.#deps.linked({ kind: 'over' });
  }

  #connected(link: Link): void {
    this.#failures = 0;
    this.#broughtPlace = true;
    this.#offSinceMs = null;
    this.#deps.linked(link);
  }

  #ended(by: Way, code: number | null, retryAfterMs: number | null = null): void {
    this.#socket = null;
    if (!this.#broughtPlace) this.#failures++;
    const step = afterEnding({
      by,
      socketWorked: this.#socketWorked,
      code,
      failures: this.#failures,
      retryAfterMs,
      chance: Math.random(),
    });
    if (step.kind === 'stay away') {
      this.#deps.linked({ kind: 'over' });
      return;
    }
    this.#way = step.by;
    this.#off(this.#deps.nowMs() + step.afterMs);
    this.#timer = setTimeout(() => this.start(), step.afterMs);
  }

  #off(retryAtMs: number | null): void {
    this.#offSinceMs ??= this.#deps.nowMs();
    this.#deps.linked({ kind: 'off', sinceMs: this.#offSinceMs, retryAtMs });
  }
}

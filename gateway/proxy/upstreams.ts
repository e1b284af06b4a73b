/**
 * Who stands behind the gateway (GWY-22): the live API processes of the registry, in turn. One that does
 * not answer is passed by for a moment at once; one that is not heard of any more goes. While PostgreSQL is
 * away the last known ones stay.
 */
import type { Kysely } from 'kysely';
import { Pool } from 'undici';
import { liveProcesses } from '../../db/registry.ts';
import type { Database } from '../../db/schema.ts';
import { FORWARD_WAITS_MAX } from '../../domain/limits.ts';

/**
 * Loopback and data centres connect in a millisecond; a lost SYN must not eat the whole time of a request.
 */
const CONNECT_MS = 1_000;
const CONNECTIONS_MAX = 128;
/** Long enough to restart, short enough that one hiccup costs little. */
const PASSED_BY_MS = 2_000;

export interface Upstream {
  readonly url: string;
  readonly pool: Pool;
  /** For requests that wait there (GWY-29). */
  readonly waitPool: Pool;
  passedByUntilMs: number;
}

export interface Upstreams {
  /** The next one in turn that is not in `tried`; null when there is none. */
  pick(tried: ReadonlySet<Upstream>): Upstream | null;
  /** It did not answer. */
  passBy(upstream: Upstream): void;
  close(): Promise<void>;
}

const openUpstream = (url: string): Upstream => ({
  url,
  pool: openPool(url, CONNECTIONS_MAX),
  waitPool: openPool(url, FORWARD_WAITS_MAX),
  passedByUntilMs: Number.NEGATIVE_INFINITY,
});

/** The proxy times each request itself: undici's own timers turn once a second. */
const openPool = (url: string, connections: number): Pool =>
  new Pool(url, {
    connections,
    pipelining: 1,
    connect: { timeout: CONNECT_MS },
    headersTimeout: 0,
    bodyTimeout: 0,
  });

const poolsOf = ({ pool, waitPool }: Upstream): readonly Pool[] => [pool, waitPool];

async function endAll(upstreams: readonly Upstream[]): Promise<void> {
  await Promise.all(upstreams.flatMap(poolsOf).map((pool) => pool.destroy()));
}

/** One that never changes: the sandbox provider, the mail catcher. */
export function fixedUpstream(url: string): Upstreams {
  const upstream = openUpstream(url);
  return {
    pick: (tried) => (tried.has(upstream) ? null : upstream),
    passBy: () => {},
    close: () => endAll([upstream]),
  };
}

export class LiveApis implements Upstreams {
  readonly #db: Kysely<Database>;
  #upstreams: readonly Upstream[] = [];
  #turn = 0;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  get count(): number {
    return this.#upstreams.length;
  }

  /** Reads the registry. */
  async refresh(): Promise<void> {
    const live = await liveProcesses(this.#db, 'api');
    const urls = new Set(live.filter(({ ready }) => ready).flatMap(({ url }) => url ?? []));
    const stay = this.#upstreams.filter(({ url }) => urls.has(url));
    const gone = this.#upstreams.filter(({ url }) => !urls.has(url));
    const fresh = [...urls].filter((url) => !stay.some((upstream) => upstream.url === url)).map(openUpstream);
    this.#upstreams = [...stay, ...fresh];
    // What is under way there may still be answered.
    for (const pool of gone.flatMap(poolsOf)) pool.close().catch(() => pool.destroy());
  }

  pick(tried: ReadonlySet<Upstream>): Upstream | null {
    const untried = this.#upstreams.filter((upstream) => !tried.has(upstream));
    const answering = untried.filter(({ passedByUntilMs }) => passedByUntilMs <= performance.now());
    // Nobody else left: one that was passed by is still better than none.
    const choice = answering.length > 0 ? answering : untried;
    this.#turn += 1;
    return choice[this.#turn % Math.max(1, choice.length)] ?? null;
  }

  passBy(upstream: Upstream): void {
    upstream.passedByUntilMs = performance.now() + PASSED_BY_MS;
  }

  close(): Promise<void> {
    return endAll(this.#upstreams);
  }
}

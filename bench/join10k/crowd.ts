/**
 * Visitors who come and ask, over HTTP: each joins once and reads its status once, with whatever receipt it was given.
 * The same client for both sides; it reads every answer whole and parses it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { quantile } from '../harness.ts';

export interface Crowd {
  readonly seconds: number;
  readonly joinP50Ms: number;
  readonly joinP99Ms: number;
  readonly statusP50Ms: number;
  readonly statusP99Ms: number;
}

interface Visitor {
  readonly body: string;
  readonly secret: string;
}
interface Poll {
  readonly place?: { readonly receipt?: string; readonly state?: string };
}

/** Secrets are made before the clock starts: only the server is measured. */
export function newVisitors(count: number): Visitor[] {
  return Array.from({ length: count }, () => {
    const bytes = randomBytes(32);
    const secret = bytes.toString('base64url');
    const secretHash = createHash('sha256').update(bytes).digest('base64url');
    return { secret, body: JSON.stringify({ secretHash, secret }) };
  });
}

/** Everybody joins and reads: `connections` visitors at a time, each request sent when the one before it is answered. */
export async function comeAndAsk(
  base: string,
  path: string,
  visitors: readonly Visitor[],
  connections: number,
): Promise<Crowd> {
  const pool = new Pool(base, { connections, pipelining: 1 });
  const joins: number[] = [];
  const reads: number[] = [];
  let next = 0;

  async function ask(options: {
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    body?: string;
  }): Promise<Poll> {
    const { statusCode, body } = await pool.request({ path, ...options });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${options.method} ${path} is answered ${statusCode} ${text}`);
    return JSON.parse(text) as Poll;
  }
  async function one(): Promise<void> {
    for (let visitor = visitors[next++]; visitor; visitor = visitors[next++]) {
      const startedAt = performance.now();
      const { body, secret } = visitor;
      const headers = { 'content-type': 'application/json' };
      const { place } = await ask({ method: 'POST', headers, body });
      const joinedAt = performance.now();
      joins.push(joinedAt - startedAt);
      if (!place?.receipt) throw new Error('who joins gets a receipt');
      await ask({ method: 'GET', headers: { 'usher-receipt': place.receipt, 'usher-secret': secret } });
      reads.push(performance.now() - joinedAt);
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  for (const times of [joins, reads]) times.sort((a, b) => a - b);
  return {
    seconds,
    joinP50Ms: quantile(joins, 0.5),
    joinP99Ms: quantile(joins, 0.99),
    statusP50Ms: quantile(reads, 0.5),
    statusP99Ms: quantile(reads, 0.99),
  };
}

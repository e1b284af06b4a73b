/**
 * The client of the bench: as many requests as fit into a time, over a fixed number of kept connections, each sent as soon
 * as the answer before it has come. The same for both sides of a comparison.
 */
import { Pool } from 'undici';

export interface Shot {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Hammered {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
}

export async function hammer(
  base: string,
  { connections, seconds, next }: { connections: number; seconds: number; next: () => Shot },
): Promise<Hammered> {
  const pool = new Pool(base, { connections, pipelining: 1 });
  const statuses: Record<number, number> = {};
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;

  async function shoot(): Promise<void> {
    for (let at = performance.now(); at < endsAt; ) {
      const { statusCode, body } = await pool.request({ method: 'POST', ...next() });
      await body.dump();
      const now = performance.now();
      tookMs.push(now - at);
      at = now;
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    }
  }
  await Promise.all(Array.from({ length: connections }, shoot));
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(share * tookMs.length))] ?? 0;
  return { perSecond: tookMs.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses };
}

/** A public beacon for tests, in drand's shape, whose rounds appear when the test says so. */
import { createHash, hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestBeacon {
  readonly url: string;
  /** The newest round; set it to let rounds appear. */
  round: number;
  /** Rounds that appear by themselves once the newest one was asked for. */
  hurry: number;
  /** When the round after 100 appears, in ms; the beacon tells its times only where this is set. */
  round101AtMs: number | null;
  /** Another answer than the right one, to everything: a status, a text. */
  answer: { readonly status: number; readonly text: string } | null;
  /** Paths that were asked for. */
  readonly asked: string[];
}

const PERIOD_SECONDS = 3;
const signatureOf = (round: number) => createHash('sha512').update(`signature ${round}`).digest();
export const randomnessOf = (round: number): string => hash('sha256', signatureOf(round));

const told = (round: number) => {
  const signature = signatureOf(round).toString('hex');
  return { status: 200, text: JSON.stringify({ round, randomness: randomnessOf(round), signature }) };
};

export async function openTestBeacon(): Promise<TestBeacon> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    beacon.asked.push(path);
    if (path === '/info' && beacon.round101AtMs !== null) {
      // Times are whole seconds in drand: rounded up, a round never seems earlier than it was.
      const genesis_time = Math.ceil(beacon.round101AtMs / 1_000) - 100 * PERIOD_SECONDS;
      return void response.end(JSON.stringify({ genesis_time, period: PERIOD_SECONDS }));
    }
    const named = /^\/public\/(latest|\d+)$/.exec(path)?.[1];
    const round = named === 'latest' ? beacon.round : Number(named);
    const isThere = round >= 1 && round <= beacon.round;
    const { status, text } = beacon.answer ?? (isThere ? told(round) : { status: 404, text: '{}' });
    response.writeHead(status).end(text);
    if (named === 'latest') beacon.round += beacon.hurry;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const beacon: TestBeacon = { url, round: 100, hurry: 0, round101AtMs: null, answer: null, asked: [] };
  return beacon;
}

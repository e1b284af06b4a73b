/** The crowd's own reading of answers: cut anywhere, by length or in chunks. What is read wrong is measured wrong. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Connections } from './connections.ts';
import { answerIn } from './http-answer.ts';
import { openLoop } from './open-loop.ts';

const answers = {
  'HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{"a":1}': { status: 201, body: '{"a":1}', isLast: false },
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n한\r\n2\r\nab\r\n0\r\n\r\n': {
    ...{ status: 200, body: '한ab', isLast: false },
  },
  'HTTP/1.1 304 Not Modified\r\nETag: "aB"\r\n\r\n': { status: 304, body: '', isLast: false, etag: '"aB"' },
  'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n': { status: 204, body: '', isLast: true },
};

test('RUN-32: the crowd reads an answer whole, wherever it is cut', () => {
  for (const [text, answer] of Object.entries(answers)) {
    const bytes = Buffer.from(text);
    for (let upTo = 0; upTo < bytes.length; upTo += 1) expect(answerIn(bytes.subarray(0, upTo))).toBeNull();
    expect(answerIn(bytes)).toEqual(answer);
  }
  expect(() => answerIn(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('without a length');
});

test('RUN-32: more requests than connections wait their turn; each gets its own answer, and one that broke is silence', async () => {
  let atOnce = 0;
  let atOnceMost = 0;
  const base = await serve(async (path) => {
    atOnce += 1;
    atOnceMost = Math.max(atOnceMost, atOnce);
    await wait(1);
    atOnce -= 1;
    return path === '/13' ? null : path;
  });
  const connections = new Connections(base, 4);
  onTestFinished(() => connections.close());
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, at) => connections.ask({ method: 'GET', path: `/${at}` })),
  );
  expect(all.map(({ body }) => body)).toEqual(all.map((_, at) => (at === 13 ? '' : `/${at}`)));
  expect(all[13]?.status).toBe(0);
  expect(atOnceMost).toBeLessThanOrEqual(4);
});

test('RUN-33: at a fixed rate a server that stands still looks slow: its time counts from when a request was meant to go', async () => {
  const STILL_MS = 400;
  const goesOn = wait(STILL_MS);
  const base = await serve(async () => {
    await goesOn;
    return '{}';
  });
  const load = { perSecond: 100, requests: 20, connections: 1, patienceMs: 5_000 };
  const go = await openLoop({ kind: 'openLoop', base, slug: 'x', tierId: 'x', ...load });
  const { answer, errors, granted } = await go();
  // Asked one after the other, only the first of the twenty would have waited.
  expect(answer.p50).toBeGreaterThan(STILL_MS / 4);
  expect([granted, errors]).toEqual([0, { 'http 200': 20 }]);
});

/** Answers what `say` says to a path; null breaks the connection. */
async function serve(say: (path: string) => Promise<string | null>): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    void say(request.url ?? '').then((said) =>
      said === null ? request.socket.destroy() : response.end(said),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

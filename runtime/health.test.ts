/** The private port: alive, ready, and what is missing. */
import { afterEach, expect, test } from 'vitest';
import { openPrivatePort, type PrivatePort, type ReadyCheck } from './health.ts';
import { createRegistry } from './metrics.ts';

let opened: PrivatePort | undefined;
afterEach(async () => {
  await opened?.close();
});

async function open(checks: Record<string, ReadyCheck>) {
  opened = await openPrivatePort({ port: 0, registry: createRegistry('test-1'), checks });
  const { url } = opened;
  return async (path: string) => {
    const response = await fetch(url + path);
    return { status: response.status, text: await response.text() };
  };
}

test('RUN-6: it is alive and ready while every check passes', async () => {
  const get = await open({ redis: () => Promise.resolve('PONG') });
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
});

test('RUN-6: it says what is missing, also of a check that throws at once or hangs', async () => {
  const get = await open({
    good: () => {},
    thrown: () => {
      throw new Error('no server');
    },
    hanging: () => new Promise(() => {}),
  });
  const { status, text } = await get('/readyz');
  expect(status).toBe(503);
  expect(JSON.parse(text).missing).toEqual({ thrown: 'no server', hanging: 'no answer in 900 ms' });
});

test('RUN-6: draining it is alive and takes no new work', async () => {
  const get = await open({});
  opened?.drain();
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).status).toBe(200);
});

test('RUN-6: the numbers carry the name of the process', async () => {
  const get = await open({});
  const { status, text } = await get('/metrics');
  expect(status).toBe(200);
  expect(text).toMatch(/nodejs_eventloop_lag_seconds\{process="test-1"\}/);
});

test('RUN-6: anything else is not found', async () => {
  const get = await open({});
  expect((await get('/')).status).toBe(404);
  expect((await get('/healthz?verbose=1')).status).toBe(200);
});

test('RUN-6: a taken port is a fault at the start, not later', async () => {
  await open({});
  const port = opened?.port ?? 0;
  await expect(openPrivatePort({ port, registry: createRegistry('test-2'), checks: {} })).rejects.toThrow(
    'EADDRINUSE',
  );
});

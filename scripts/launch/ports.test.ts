/** Ports for processes that bind them a moment later. */
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, freePorts } from './ports.ts';

test('RUN-34: each port is another one, below those of outgoing connections, and a taken one is passed over', async () => {
  const first = await freePort();
  const next = first + 1;
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(next, '127.0.0.1', resolve));
  onTestFinished(() => void taker.close());
  const more = await freePorts(40);
  expect(more).not.toContain(next);
  expect(new Set([first, ...more]).size).toBe(41);
  expect(Math.max(first, ...more)).toBeLessThan(32_768);
});

test('RUN-34: a host that is not of this machine is said at once', async () => {
  await expect(freePorts(1, '192.0.2.1')).rejects.toThrow('EADDRNOTAVAIL');
});

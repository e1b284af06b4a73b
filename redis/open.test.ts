/** What a connection does while Redis is away, bundled or not: fail at once, send nothing again, work afterwards. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startPrivateRedis } from '../test/private-redis.ts';
import { testLog } from '../test/stores.ts';
import { closeRedis, openRedis } from './open.ts';

test.each([{ bundled: false }, { bundled: true }])(
  'LIN-5: nothing waits for a Redis that is away, and nothing is sent again ($bundled)',
  async (how) => {
    const server = await startPrivateRedis();
    const redis = openRedis(server.url, testLog, how);
    try {
      await once(redis, 'ready');
      await Promise.all([redis.incr('before'), redis.incr('before')]);
      const lost = once(redis, 'close');
      // Not events.once: it would take an attempt that finds nobody for the end.
      const isReady = lost.then(() => new Promise((resolve) => redis.once('ready', resolve)));
      const restarted = server.restart();
      await lost;
      const asked = await Promise.allSettled([redis.incr('while-away'), redis.incr('while-away')]);
      expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await restarted;
      await isReady;
      expect(await Promise.all([redis.get('while-away'), redis.get('before')])).toEqual([null, '2']);
    } finally {
      await closeRedis(redis);
      await server.stop();
    }
  },
);

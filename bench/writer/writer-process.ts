/** The writer in a process of its own, with nothing else of a queue-worker; told to stop by SIGTERM. */
import { Registry } from 'prom-client';
import { openDatabase } from '../../db/open.ts';
import { startWriter } from '../../queue-worker/writer/start.ts';
import { openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import { createLog } from '../../runtime/log.ts';

const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2);
const log = createLog('bench-writer', 'warn');
const db = openDatabase(databaseUrl, log);
const redis = openRedis(redisUrl, log);
const line = openLine({ redis, db, log });
const metrics = new Registry();
const writer = startWriter({ name: 'bench', databaseUrl, redis, redisUrl, line, log, metrics });

// The bench died: nobody is measured any more.
process.once('disconnect', () => process.exit());
process.once('SIGTERM', async () => {
  const batches = (await metrics.getSingleMetric('usher_writer_batch_commands')?.get())?.values ?? [];
  const sumOf = (end: string) =>
    batches.find((value) => (value as { metricName?: string }).metricName?.endsWith(end))?.value ?? 0;
  process.send?.({ commands: sumOf('_sum'), batches: sumOf('_count'), cpu: process.cpuUsage() });
  await writer.stop();
  redis.disconnect();
  await db.destroy();
  process.exit();
});

/** A writer in a process of its own, with nothing else of a queue-worker: for tests that kill it, and for its bench. */
import { Registry } from 'prom-client';
import { openDatabase } from '../db/open.ts';
import { startWriter } from '../queue-worker/writer/start.ts';
import { openLine } from '../redis/line.ts';
import { openRedis } from '../redis/open.ts';
import { createLog } from '../runtime/log.ts';

const [databaseUrl = '', redisUrl = '', name = 'writer'] = process.argv.slice(2);
const log = createLog(name, 'error');
const db = openDatabase(databaseUrl, log);
const redis = openRedis(redisUrl, log);
const line = openLine({ redis, db, log });
const metrics = new Registry();
const writer = startWriter({ name, databaseUrl, redis, redisUrl, line, log, metrics });

// Whoever started it died: nobody asks any more.
process.once('disconnect', () => process.exit());
process.once('SIGTERM', async () => {
  process.send?.({ batches: await batchesOf(metrics), cpu: process.cpuUsage() });
  await writer.stop();
  process.exit();
});

/** How many batches there were, of how many commands in all. */
async function batchesOf(registry: Registry) {
  const values = (await registry.getSingleMetric('usher_writer_batch_commands')?.get())?.values ?? [];
  const ending = (end: string) =>
    values.find((value) => 'metricName' in value && String(value.metricName).endsWith(end))?.value ?? 0;
  return { count: ending('_count'), commands: ending('_sum') };
}

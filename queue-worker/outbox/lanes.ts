/**
 * The outbox' lanes through BullMQ: a queue of its own for what only needs PostgreSQL, for what asks a
 * payment provider, and for mail. So a slow bank or mail server holds up its own kind and never the tickets.
 *
 * BullMQ carries ids and nothing else, and decides nothing: a job that is lost is made again by the relay,
 * and one that runs twice finds its effect done.
 */
import { createHash } from 'node:crypto';
import { type ConnectionOptions, type JobsOptions, Queue, Worker } from 'bullmq';
import { isToEverybody } from '../../db/outbox.ts';
import type { OutboxRow } from '../../db/schema.ts';
import type { OutboxTopic } from '../../db/schema-orders.ts';
import { BULLMQ_PREFIX } from '../../redis/keys.ts';
import type { Log } from '../../runtime/log.ts';
import { messageOf, NotDone } from './not-done.ts';

interface Lane {
  readonly queue: string;
  readonly topics: readonly OutboxTopic[];
  /** Rows of one job, which share their statements and a commit. */
  readonly bundle: number;
  /** Jobs at once in one process. */
  readonly concurrency: number;
}

export const lanes: readonly Lane[] = [
  { queue: 'outbox', topics: ['tickets_issue', 'points'], bundle: 50, concurrency: 2 },
  {
    queue: 'outbox-payments',
    topics: ['payment_cancel', 'payment_refund', 'payment_refund_part'],
    bundle: 1,
    concurrency: 8,
  },
  // A job holds a connection to PostgreSQL while the mail server answers: few. What a slow server has taken of a bundle is
  // sent again where the process dies meanwhile: not many together.
  { queue: 'outbox-mail', topics: ['mail'], bundle: 20, concurrency: 2 },
];

/**
 * Some two minutes of trying; then the job goes and the relay makes it anew, for as long as the row is open.
 * No job stays behind when it has ended, well or badly: its id would keep a new one out, also one for another
 * row of that id after the database was restored or replaced. What was done is told by the table.
 */
const ATTEMPTS = 8;
const jobOptions = {
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
} as const satisfies JobsOptions;

/** BullMQ takes jobs without a priority before any that has one. */
const LAST = 1;

/** `add` waits for Redis no longer than this: the relay holds a transaction meanwhile. */
const REDIS_ANSWER_MS_MAX = 2_000;

export interface Producers {
  add(rows: readonly OutboxRow[]): Promise<void>;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly url: string;
  /** Tests have one of their own; BULLMQ_PREFIX otherwise. */
  readonly prefix?: string;
  /** Tries before a job is given up and made anew; ATTEMPTS otherwise. */
  readonly attempts?: number;
  readonly log: Log;
}

export function openProducers({
  url,
  prefix = BULLMQ_PREFIX,
  attempts = ATTEMPTS,
  log,
}: LaneOptions): Producers {
  const connection: ConnectionOptions = {
    url,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_ANSWER_MS_MAX,
  };
  const queues = lanes.map(({ queue: name, topics, bundle }) => {
    const queue = new Queue(name, { prefix, connection, defaultJobOptions: { ...jobOptions, attempts } });
    queue.on('error', (err) => log.debug({ err, queue: name }, 'outbox producer'));
    return { queue, topics, bundle };
  });
  return {
    add: async (rows) => {
      const added = queues.map(async ({ queue, topics, bundle }) => {
        const own = rows.filter(({ topic }) => topics.includes(topic));
        if (own.length === 0) return;
        const [toAll, others] = [own.filter(isToEverybody), own.filter((row) => !isToEverybody(row))];
        await queue.addBulk([
          ...bundles(others, bundle).map((some) => jobOf(queue.name, some)),
          ...bundles(toAll, bundle).map((some) => jobOf(queue.name, some, { priority: LAST })),
        ]);
      });
      await inTime(Promise.all(added));
    },
    close: async () => {
      await Promise.all(queues.map(({ queue }) => queue.close()));
    },
  };
}

function jobOf(name: string, rows: readonly OutboxRow[], opts: JobsOptions = {}) {
  const ids = rows.map(({ id }) => id);
  return { name, data: { ids }, opts: { ...opts, jobId: jobIdOf(ids) } };
}

/** Of these rows and no others: BullMQ drops a job whose id it still has, and what it was for would wait. */
export const jobIdOf = (ids: readonly number[]): string =>
  `outbox-${ids[0]}-${createHash('sha256').update(ids.join()).digest('base64url').slice(0, 22)}`;

const bundles = (rows: readonly OutboxRow[], size: number): OutboxRow[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));

/**
 * BullMQ itself waits for ever for a Redis that was never there; a command that gets through later does no
 * harm.
 */
async function inTime(work: Promise<unknown>): Promise<void> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new Error('Redis does not answer')), REDIS_ANSWER_MS_MAX);
  await Promise.race([work, tooLate.promise]).finally(() => clearTimeout(timer));
}

export interface Consumers {
  /** Waits for the jobs in hand. */
  close(): Promise<void>;
}

export function openConsumers(
  { url, prefix = BULLMQ_PREFIX, log }: LaneOptions,
  deliver: (outboxIds: readonly number[]) => Promise<void>,
  /** A round of tries is used up: the relay begins another one, and staff see why (ORD-17). */
  givenUp: (outboxIds: readonly number[], cause: string, tries: number) => Promise<void> = async () => {},
): Consumers {
  const workers = lanes.map(({ queue, concurrency }) => {
    const worker = new Worker<{ ids: readonly number[] }>(queue, ({ data }) => deliver(data.ids), {
      prefix,
      connection: { url, maxRetriesPerRequest: null },
      concurrency,
      lockDuration: 30_000,
    });
    worker.on('error', (err) => log.debug({ err, queue }, 'outbox worker'));
    worker.on('failed', (job, err) => {
      const outboxIds = err instanceof NotDone ? [...err.faults.keys()] : job?.data.ids;
      log.warn({ err, queue, outboxIds, attempt: job?.attemptsMade }, 'not done yet');
      if (!job || job.attemptsMade < (job.opts.attempts ?? 1)) return;
      for (const [cause, ids] of causesOf(err, job.data.ids))
        givenUp(ids, cause, job.attemptsMade).catch((fault: unknown) =>
          log.warn({ err: fault, queue, outboxIds: ids }, 'could not keep what was given up'),
        );
    });
    return worker;
  });
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

/** The rows by why they are not done. What was put off or done is not among them, where it is known. */
const causesOf = (err: Error, ids: readonly number[]): Map<string, number[]> =>
  err instanceof NotDone
    ? Map.groupBy(err.faults.keys(), (id) => messageOf(err.faults.get(id)))
    : new Map([[err.message, [...ids]]]);

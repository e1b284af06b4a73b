/**
 * The two baselines: one transaction a reservation, which reads the stock, decides, and writes the same rows as the
 * writer; fifty clients, each with a connection of its own, statements prepared. What keeps two of them from selling the
 * same unit is either a lock in Redis around the transaction, or the row lock of `select … for update` inside it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { BY_INDEX } from '../../db/open.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import { answerOf, CAP_MS, HOLD_MS, insertAnswer, insertLedger, insertLine, insertOrder } from './rows.ts';
import type { BenchSale } from './sales.ts';

const CLIENTS = 50;
const WARM_UP = 5 * CLIENTS;
/** Longer than any transaction here: a lock that ends on its own would sell a unit twice. */
const LOCK_MS = 10_000;
const RETRY_MS = { least: 1, most: 6 };
/** The lock goes only if it is still ours. */
const UNLOCK = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

type Reserve = (client: pg.Client, sale: BenchSale, command: ReserveCommand) => Promise<void>;

/** Reservations a second. */
export async function withRedisLock(databaseUrl: string, redisUrl: string, sale: BenchSale): Promise<number> {
  const redis = new Redis(redisUrl);
  const key = `lock:{${sale.id}}`;
  const rate = await clients(databaseUrl, sale, async (client, of, command) => {
    const token = randomUUID();
    while ((await redis.set(key, token, 'PX', LOCK_MS, 'NX')) !== 'OK') {
      await pause(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
    }
    try {
      await reserve(client, of, command, '');
    } finally {
      await redis.eval(UNLOCK, 1, key, token);
    }
  });
  redis.disconnect();
  return rate;
}

/** Reservations a second. */
export const withRowLock = (databaseUrl: string, sale: BenchSale): Promise<number> =>
  clients(databaseUrl, sale, (client, of, command) => reserve(client, of, command, 'for update'));

async function clients(databaseUrl: string, sale: BenchSale, reserveOne: Reserve): Promise<number> {
  const connections = Array.from(
    { length: CLIENTS },
    () => new pg.Client({ connectionString: databaseUrl, options: BY_INDEX }),
  );
  // What a lost connection was asked fails on its own.
  for (const client of connections) client.on('error', () => {});
  await Promise.all(connections.map((client) => client.connect()));
  const sell = async (commands: readonly ReserveCommand[]) => {
    const open = [...commands];
    await Promise.all(
      connections.map(async (client) => {
        for (let command = open.pop(); command; command = open.pop()) await reserveOne(client, sale, command);
      }),
    );
  };
  await sell(sale.commands.slice(0, WARM_UP)); // Each connection has its plans from here on.
  const timed = sale.commands.slice(WARM_UP);
  const beganAtMs = performance.now();
  await sell(timed);
  const tookMs = performance.now() - beganAtMs;
  await Promise.all(connections.map((client) => client.end()));
  return (timed.length * 1_000) / tookMs;
}

async function reserve(
  client: pg.Client,
  sale: BenchSale,
  command: ReserveCommand,
  lock: '' | 'for update',
): Promise<void> {
  const now = new Date();
  const run = (name: string, text: string, values: unknown[]) =>
    client.query({ name: `${name} ${lock}`, text, values });
  await client.query('begin');
  const { rows } = await run(
    'stock',
    `select available, held, ledger_seq::integer as seq from tier join writer_lease using (sale_id) where id = $1 ${lock}`,
    [sale.tierId],
  );
  const { available, held, seq } = rows[0] as { available: number; held: number; seq: number };
  if (available < 1) throw new Error('the bench sold out');
  await run(
    'order',
    `${insertOrder} values ($1, $2, $3, $4, null, $5, $6, null, 'held', 1, $7, 'KRW', $8, $9, $10)`,
    [
      command.orderId,
      sale.id,
      command.visitorId,
      command.admissionId,
      command.emailIndex,
      command.contactSealed,
      sale.unitAmount,
      now,
      new Date(now.getTime() + HOLD_MS),
      new Date(now.getTime() + CAP_MS),
    ],
  );
  await run('line', `${insertLine} values ($1, 1, $2, 1, $3)`, [
    command.orderId,
    sale.tierId,
    sale.unitAmount,
  ]);
  await run('ledger', `${insertLedger} values ($1, $2, 1, $3, 'reserve', $4, $5, $6, -1, 1, 0)`, [
    sale.id,
    seq + 1,
    now,
    sale.tierId,
    command.orderId,
    command.id,
  ]);
  await run('answer', `${insertAnswer} values ($1, $2, $3, $4, $5)`, [
    command.id,
    sale.id,
    command.bodyHash,
    JSON.stringify(answerOf(sale, command, now)),
    now,
  ]);
  await run('seq', 'update writer_lease set ledger_seq = $2 where sale_id = $1', [sale.id, seq + 1]);
  await run('take', 'update tier set available = $2, held = $3 where id = $1', [
    sale.tierId,
    available - 1,
    held + 1,
  ]);
  await client.query('commit');
}

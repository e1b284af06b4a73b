/**
 * The shop that Usher is compared with, written as the older systems are and a little kinder: a lock in Redis for each
 * tier, a row lock, a transaction an order, a call to the bank, a webhook, a transaction that confirms. One process in
 * place of their four, connections kept, statements prepared; and neither line, limits, holds that lapse, repeated
 * requests under one key, sealed contacts, a ledger, tickets nor mail. Its API has the shape of Usher's, so that the same
 * clients buy at both. Says `open` to its parent, and ends with it.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Redis } from 'ioredis';
import pg from 'pg';
import { available, orderState, placeOrder } from './orders.ts';
import { type Bank, hearBank, startPayment } from './payments.ts';
import { RedisLock } from './redis-lock.ts';
import { type Stock, stockShelves } from './schema.ts';

export interface ShopSettings extends Stock {
  readonly port: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly bank: Bank;
}

/** As many as the other baselines of these measurements have. */
const CONNECTIONS = 50;
const HOLD_MS = 10 * 60_000;

const settings = JSON.parse(process.argv[2] ?? '{}') as ShopSettings;
const { tierId, bank } = settings;

const admin = new pg.Client({ connectionString: settings.databaseUrl });
await admin.connect();
await stockShelves(admin, settings);
await admin.end();

const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: CONNECTIONS, idleTimeoutMillis: 0 });
pool.on('error', () => {}); // What a lost connection was asked fails on its own.
const redis = new Redis(settings.redisUrl);
const lock = await RedisLock.open(redis, new Redis(settings.redisUrl), `older:lock:${tierId}`);

const app = new Hono();
const problem = (code: string) => ({ code, title: code });

app.post('/api/sales/:slug/orders', async (c) => {
  const { lines, contact } = await c.req.json<{
    lines: { tierId: string; quantity: number }[];
    contact: { email: string; name: string };
  }>();
  const [line] = lines;
  if (line?.tierId !== tierId) return c.json(problem('not_found'), 404);
  const placed = await placeOrder(pool, lock, { ...line, ...contact });
  if (placed === 'busy') return c.json(problem(placed), 503);
  if (placed === 'sold_out') return c.json(problem(placed), 409);
  const { id, unitAmount } = placed;
  const price = { amount: unitAmount, currency: 'KRW' };
  return c.json(
    {
      ...{ id, key: id, state: 'held', lines: [{ ...line, name: 'Standing', price }] },
      holdExpiresAt: new Date(Date.now() + HOLD_MS).toISOString(),
      total: { amount: unitAmount * line.quantity, currency: 'KRW' },
    },
    201,
  );
});

app.post('/api/orders/:id/payments', async (c) => {
  await c.req.json();
  const redirectUrl = await startPayment(pool, bank, c.req.param('id'));
  return redirectUrl ? c.json({ redirectUrl }, 201) : c.json(problem('order_not_payable'), 409);
});

app.get('/api/orders/:id', async (c) => {
  const id = c.req.param('id');
  const state = await orderState(pool, id);
  return state ? c.json({ id, state }) : c.json(problem('not_found'), 404);
});

app.get('/api/sales/:slug/stock', async (c) => {
  const left = await available(pool, tierId);
  return c.json({ tiers: [{ id: tierId, capacity: settings.units, available: left }] });
});

app.post('/api/webhooks/sandbox', async (c) => {
  const heard = await hearBank(pool, bank, await c.req.text(), c.req.raw.headers);
  return heard ? c.body(null, 204) : c.json(problem('not_signed_in'), 401);
});

serve({ fetch: app.fetch, port: settings.port, hostname: '127.0.0.1' }, () => process.send?.('open'));
process.on('disconnect', () => process.exit(0));

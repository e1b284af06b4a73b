/**
 * Orders as the older systems take them: a lock in Redis for the tier, and inside it one transaction that locks the row,
 * looks, takes and writes. What keeps two buyers from the same unit is that one waits for the other.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { RedisLock } from './redis-lock.ts';

export interface Ask {
  readonly tierId: string;
  readonly quantity: number;
  readonly email: string;
  readonly name: string;
}

export interface Placed {
  readonly id: string;
  readonly unitAmount: number;
}

export const placeOrder = (pool: pg.Pool, lock: RedisLock, ask: Ask): Promise<Placed | 'busy' | 'sold_out'> =>
  lock.hold(() => inTransaction(pool, (client) => take(client, ask)));

async function take(client: pg.PoolClient, ask: Ask): Promise<Placed | 'sold_out'> {
  const { tierId, quantity, email, name } = ask;
  const stock = await client.query<{ available: number; unit_amount: string }>({
    name: 'stock',
    text: 'select available, unit_amount from older.tier where id = $1 for update',
    values: [tierId],
  });
  const [tier] = stock.rows;
  if (!tier || tier.available < quantity) return 'sold_out';
  await client.query({
    name: 'take',
    text: 'update older.tier set available = available - $2 where id = $1',
    values: [tierId, quantity],
  });
  const id = `ord_${randomUUID()}`;
  const unitAmount = Number(tier.unit_amount);
  await client.query({
    name: 'order',
    text: `insert into older."order" (id, email, name, state, units, total_amount) values ($1, $2, $3, 'held', $4, $5)`,
    values: [id, email, name, quantity, quantity * unitAmount],
  });
  await client.query({
    name: 'line',
    text: 'insert into older.order_line values ($1, 1, $2, $3, $4)',
    values: [id, tierId, quantity, unitAmount],
  });
  return { id, unitAmount };
}

export async function orderState(pool: pg.Pool, id: string): Promise<string | null> {
  const { rows } = await pool.query<{ state: string }>({
    name: 'state',
    text: 'select state from older."order" where id = $1',
    values: [id],
  });
  return rows[0]?.state ?? null;
}

export async function available(pool: pg.Pool, tierId: string): Promise<number | null> {
  const { rows } = await pool.query<{ available: number }>({
    name: 'available',
    text: 'select available from older.tier where id = $1',
    values: [tierId],
  });
  return rows[0]?.available ?? null;
}

export async function inTransaction<T>(
  pool: pg.Pool,
  act: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await act(client);
    await client.query('commit');
    return result;
  } catch (fault) {
    await client.query('rollback');
    throw fault;
  } finally {
    client.release();
  }
}

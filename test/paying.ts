/**
 * Orders for tests about money: held by a visitor, in a sale with one tier, with the units taken from stock.
 */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database, OrderRow } from '../db/schema.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { sealContact } from '../tokens/sealed-contact.ts';
import { insertSale } from './line.ts';
import { newEntryId, newKeys, newOrderId } from './stores.ts';

export interface NewOrder {
  readonly units?: number;
  readonly unitAmount?: number;
  readonly state?: OrderRow['state'];
  /** Negative: the hold is over. */
  readonly holdSeconds?: number;
  readonly keys?: string;
  readonly saleId?: string;
  readonly fulfilment?: 'ticket' | 'shipping';
}

export async function insertOrder(db: Kysely<Database>, ask: NewOrder = {}): Promise<OrderRow> {
  const { units = 2, unitAmount = 99_000, state = 'held', holdSeconds = 600, keys = newKeys() } = ask;
  const saleId = ask.saleId ?? (await insertSale(db, { fulfilment: ask.fulfilment ?? 'ticket' }));
  const tier = await db
    .selectFrom('tier')
    .select('id')
    .where('sale_id', '=', saleId)
    .executeTakeFirstOrThrow();
  const id = newOrderId();
  const after = (seconds: number) => sql<Date>`now() + ${seconds} * interval '1 second'`;
  const order = await db
    .insertInto('order')
    .values({
      id,
      sale_id: saleId,
      visitor_id: newEntryId(),
      email_index: 'index',
      contact_sealed: sealContact(parseKeyRing(keys), id, {
        email: 'minseo@example.com',
        name: 'Minseo Han',
      }),
      state,
      units,
      total_amount: units * unitAmount,
      currency: 'KRW',
      hold_expires_at: after(holdSeconds),
      hold_cap_at: after(holdSeconds + 300),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .insertInto('order_line')
    .values({ order_id: id, line_no: 1, tier_id: tier.id, quantity: units, unit_amount: unitAmount })
    .execute();
  return order;
}

export async function stateOf(db: Kysely<Database>, orderId: string): Promise<string> {
  const order = db.selectFrom('order').select('state').where('id', '=', orderId);
  return (await order.executeTakeFirstOrThrow()).state;
}

/** What the writer is asked to do, in the order of asking. */
export async function commandsOf(db: Kysely<Database>, orderId: string) {
  return await db
    .selectFrom('command')
    .select(['kind', 'key', 'payload'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute();
}

/** Settles when a transaction of this database, or as many, waits for a lock of another one. */
export async function untilSomebodyWaits(db: Kysely<Database>, waitingMin = 1): Promise<void> {
  const waiting = sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await expect
    .poll(async () => (await waiting.execute(db)).rows[0]?.count, { interval: 10 })
    .toBeGreaterThanOrEqual(waitingMin);
}

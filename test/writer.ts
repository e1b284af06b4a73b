/** A sale with its writer's book for tests, visitors who are inside, and a writer that is driven through the real doors. */
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { Registry } from 'prom-client';
import type { Database, NewSaleRow } from '../db/schema.ts';
import type { Decide } from '../db/writer.ts';
import { openBook } from '../db/writer-genesis.ts';
import type { Lease } from '../db/writer-lease.ts';
import type { ReserveCommand, WriterAnswer } from '../domain/writer/command.ts';
import { type RunningWriter, startWriter } from '../queue-worker/writer/start.ts';
import { openAnswers } from '../redis/answers.ts';
import { sendReserve } from '../redis/command-stream.ts';
import { openLine } from '../redis/line.ts';
import { newEntryId, newOrderId, newSaleId, newSlug, newTierId, testLog } from './stores.ts';

export interface TestSale {
  readonly id: string;
  readonly tierIds: readonly string[];
}

/** One tier for each of `units`, at 10,000 a unit; open unless told. */
export async function insertSaleWithBook(
  db: Kysely<Database>,
  { units = [100], ...settings }: Partial<NewSaleRow> & { units?: readonly number[] } = {},
): Promise<TestSale> {
  const sale = { id: newSaleId(), tierIds: units.map(newTierId) };
  await db.transaction().execute(async (trx) => {
    const standard: NewSaleRow = {
      id: sale.id, slug: newSlug(), title: 'A sale', currency: 'KRW', state: 'open', floor_max: 1_000,
      admit_per_minute: 60_000, pass_minutes: 10, claim_seconds: 60, hold_minutes: 10, per_visitor_max: 4,
      draw_seed: 'seed', draw_seed_hash: 'hash',
    }; // biome-ignore format: settings that no test cares about
    await trx
      .insertInto('sale')
      .values({ ...standard, ...settings })
      .execute();
    const tiers = units.map((capacity, position) => ({
      id: sale.tierIds[position] ?? '',
      sale_id: sale.id,
      position,
      name: `Tier ${position}`,
      price_amount: 10_000,
      capacity,
      available: capacity,
    }));
    await trx.insertInto('tier').values(tiers).execute();
    await openBook(trx, sale.id);
  });
  return sale;
}

export interface Shopper {
  readonly visitorId: string;
  readonly admissionId: string;
}

/** Visitors whose pass runs for another `seconds`. */
export async function letIn(
  db: Kysely<Database>,
  saleId: string,
  visitors: number,
  seconds = 600,
): Promise<Shopper[]> {
  const shoppers = Array.from({ length: visitors }, () => ({
    visitorId: newEntryId(),
    admissionId: `adm_${newEntryId()}`,
  }));
  await sql`
    insert into admission (id, sale_id, visitor_id, number, call_no, state, claim_by, claimed_at, pass_ends_at)
    select id, ${saleId}, visitor_id, place, 1, 'shopping', now(), now() - interval '1 second', now() + ${seconds} * interval '1 second'
    from unnest(${shoppers.map((shopper) => shopper.admissionId)}::text[],
      ${shoppers.map((shopper) => shopper.visitorId)}::text[]) with ordinality as shopper (id, visitor_id, place)
  `.execute(db);
  return shoppers;
}

/** Of an anonymous visitor with an email of their own, for one unit of the first tier. */
export function reserveOf(
  sale: TestSale,
  shopper: Shopper,
  more: Partial<ReserveCommand> = {},
): ReserveCommand {
  return {
    id: `cmd_${newEntryId()}`,
    bodyHash: 'body',
    saleId: sale.id,
    orderId: newOrderId(),
    admissionId: shopper.admissionId,
    visitorId: shopper.visitorId,
    accountId: null,
    emailIndex: `mail_${shopper.visitorId}`,
    contactSealed: 'sealed "contact" \\',
    addressSealed: null,
    lines: [{ tierId: sale.tierIds[0] ?? '', quantity: 1 }],
    replyTo: 'nobody',
    ...more,
  };
}

/** Takes the lease of a sale from whoever has it. */
export async function takeLease(db: Kysely<Database>, saleId: string, holder = 'test'): Promise<Lease> {
  const { epoch } = await db
    .updateTable('writer_lease')
    .set({ holder, epoch: sql`epoch + 1`, expires_at: sql<Date>`now() + interval '1 hour'` })
    .where('sale_id', '=', saleId)
    .returning('epoch')
    .executeTakeFirstOrThrow();
  return { saleId, holder, epoch };
}

export interface StartedWriter extends RunningWriter {
  /** Through the stream and back; null: no answer in time. */
  reserve(command: ReserveCommand, waitMs?: number): Promise<WriterAnswer | null>;
  /** Where answers are heard: for commands that a test sends itself. */
  readonly instance: string;
  hear(commandId: string, waitMs?: number): Promise<WriterAnswer | null>;
}

/** A whole writer on the test's stores, as a queue-worker starts it, with an API's ears beside it. */
export async function startTestWriter(
  stores: { db: Kysely<Database>; databaseUrl: string; redis: Redis; redisUrl: string },
  { name = 'writer-1', decide, ...bounds }: { name?: string; decide?: Decide; commandsMax?: number } = {},
): Promise<StartedWriter> {
  const { db, redis } = stores;
  const instance = `test-${newEntryId()}`;
  const answers = openAnswers(redis, instance);
  await answers.ready;
  const line = openLine({ redis, db, log: testLog });
  const deps = { ...stores, ...bounds, name, line, log: testLog, metrics: new Registry() };
  const writer = startWriter(deps, decide);
  let stopping: Promise<void> | null = null;
  const hear = (commandId: string, waitMs = 10_000) => answers.waitFor(commandId, waitMs);
  return {
    ...writer,
    instance,
    hear,
    async reserve(command, waitMs) {
      const answer = hear(command.id, waitMs);
      await sendReserve(redis, { ...command, replyTo: instance });
      return await answer;
    },
    async stop() {
      stopping ??= writer.stop().finally(() => answers.close());
      await stopping;
    },
  };
}

/** What PostgreSQL has of a sale, with the fold of its ledger beside its stock. */
export async function bookOf(db: Kysely<Database>, saleId: string) {
  const tiers = await db
    .selectFrom('tier')
    .select(['id', 'capacity', 'available', 'held', 'sold'])
    .where('sale_id', '=', saleId)
    .orderBy('position')
    .execute();
  const { rows: fold } = await sql<(typeof tiers)[number]>`
    select tier.id, coalesce(sum(available_delta + held_delta + sold_delta), 0)::int as capacity, coalesce(sum(available_delta), 0)::int as available, coalesce(sum(held_delta), 0)::int as held,
      coalesce(sum(sold_delta), 0)::int as sold
    from tier left join ledger on ledger.tier_id = tier.id
    where tier.sale_id = ${saleId} group by tier.id, tier.position order by tier.position`.execute(db);
  const orders = await db
    .selectFrom('order')
    .selectAll()
    .where('sale_id', '=', saleId)
    .orderBy('id')
    .execute();
  const ledger = await db
    .selectFrom('ledger')
    .selectAll()
    .where('sale_id', '=', saleId)
    .orderBy('seq')
    .execute();
  return { tiers, fold, orders, ledger };
}

/** A pg pool of the test's own. */
export const poolOf = (databaseUrl: string): pg.Pool =>
  new pg.Pool({ connectionString: databaseUrl, max: 2 });

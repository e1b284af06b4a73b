/** Raffles and reserve lists for tests: registered visitors, people on a list, turns that ran out. */
import { type Kysely, sql } from 'kysely';
import { joinList, register } from '../db/reserve-list.ts';
import type { Database, NewSaleRow } from '../db/schema.ts';
import { newEntryId } from './stores.ts';
import { insertSaleWithBook, type TestSale } from './writer.ts';

/** Still registering, with units for all winners. */
export const insertRaffle = (
  db: Kysely<Database>,
  settings: Partial<NewSaleRow> & { units?: readonly number[] } = {},
): Promise<TestSale> =>
  insertSaleWithBook(db, {
    ...{
      mode: 'raffle',
      state: 'lobby',
      winners: 2,
      units: [10],
      opens_at: new Date(Date.now() + 3_600_000),
    },
    ...settings,
  });

/** Registration ends and the sale is due, as if the hour had come. */
export async function letRegistrationEnd(db: Kysely<Database>, saleId: string): Promise<void> {
  await db
    .updateTable('sale')
    .set({ opens_at: sql<Date>`now() - interval '1 second'`, registration_closes_at: null })
    .where('id', '=', saleId)
    .execute();
}

export async function registerVisitors(
  db: Kysely<Database>,
  saleId: string,
  count: number,
): Promise<string[]> {
  const entryIds = Array.from({ length: count }, newEntryId);
  await register(db, saleId, entryIds);
  return entryIds;
}

/** People who ask for the list of a sale that is sold out, one after the other. */
export async function listVisitors(db: Kysely<Database>, saleId: string, count: number): Promise<string[]> {
  const entryIds = Array.from({ length: count }, newEntryId);
  for (const entryId of entryIds) {
    const entry = await joinList(db, saleId, {
      entryId,
      placeNumber: 0,
      contactSealed: 'sealed',
      language: 'en',
    });
    if (!entry) throw new Error('the list takes nobody');
  }
  return entryIds;
}

/** Sets what is free of the one tier, without the writer. */
export async function setFree(db: Kysely<Database>, saleId: string, available: number): Promise<void> {
  await sql`update tier set available = ${available}, sold = capacity - ${available} - held where sale_id = ${saleId}`.execute(
    db,
  );
}

/** All turns of the sale that nobody used run out. */
export async function letTurnsEnd(db: Kysely<Database>, saleId: string): Promise<void> {
  await sql`
    update admission set claim_by = now() - interval '1 second'
    where sale_id = ${saleId} and state = 'called'`.execute(db);
}

export interface Turn {
  readonly visitorId: string;
  readonly number: number;
  readonly lane: string;
  readonly state: string;
}
/** In the order in which they were given. */
export async function turnsOf(db: Kysely<Database>, saleId: string): Promise<Turn[]> {
  return await db
    .selectFrom('admission')
    .select(['visitor_id as visitorId', 'number', 'lane', 'state'])
    .where('sale_id', '=', saleId)
    .orderBy('called_at')
    .orderBy('number')
    .execute();
}

/** Whose turn of a list it is: in order, once, and never without a unit, however many ask at once. */
import { fc } from '@fast-check/vitest';
import { type Kysely, sql } from 'kysely';
import { describe, expect } from 'vitest';
import { insertRaffle, letTurnsEnd, listVisitors, setFree, turnsOf } from '../test/list.ts';
import { untilSomebodyWaits } from '../test/paying.ts';
import { newEntryId, test } from '../test/stores.ts';
import { insertSaleWithBook } from '../test/writer.ts';
import { claimAdmissions, missCalls } from './admissions.ts';
import { askNext, closeTurns, salesWithLists } from './list-turns.ts';
import { joinList, leaveList, listEntries } from './reserve-list.ts';
import type { Database } from './schema.ts';

/** Sold out, with people on its list in this order; then some units come back. */
async function soldOutWithList(db: Kysely<Database>, people: number, back: number) {
  const sale = await insertSaleWithBook(db, { state: 'soldOut', units: [50], reserve_hours: 3 });
  await setFree(db, sale.id, 0);
  const list = await listVisitors(db, sale.id, people);
  await setFree(db, sale.id, back);
  return { id: sale.id, list };
}

describe('asking', () => {
  test('RAF-5, RAF-6: five workers at once ask as many as there are units, in order, once each', async ({
    db,
  }) => {
    const { id, list } = await soldOutWithList(db, 12, 5);
    const asked = await Promise.all(Array.from({ length: 5 }, () => askNext(db, id)));
    expect(asked.flat().length).toBe(5);
    expect((await turnsOf(db, id)).map(({ visitorId }) => visitorId)).toEqual(list.slice(0, 5));
    expect(await askNext(db, id)).toEqual([]);
  });

  test('RAF-5: who is just leaving is waited for and not asked, and the one behind is not passed by', async ({
    db,
  }) => {
    const { id, list } = await soldOutWithList(db, 3, 2);
    let asking: Promise<unknown> = Promise.resolve();
    await db.transaction().execute(async (trx) => {
      await sql`update reserve_entry set state = 'left' where visitor_id = ${list[0]}`.execute(trx);
      asking = askNext(db, id);
      await untilSomebodyWaits(db);
    });
    await asking;
    await askNext(db, id);
    expect((await turnsOf(db, id)).map(({ visitorId }) => visitorId)).toEqual(list.slice(1, 3));
  });

  test('RAF-5: a pause asks nobody, and neither does the end', async ({ db }) => {
    const { id } = await soldOutWithList(db, 3, 2);
    for (const state of ['paused', 'closed'] as const) {
      await db.updateTable('sale').set({ state }).where('id', '=', id).execute();
      expect(await askNext(db, id)).toEqual([]);
    }
    await db.updateTable('sale').set({ state: 'open' }).where('id', '=', id).execute();
    expect(await askNext(db, id)).toHaveLength(2);
  });

  test('RAF-5: who is inside for another reason keeps the place and is asked afterwards', async ({ db }) => {
    const { id, list } = await soldOutWithList(db, 2, 2);
    const inside = { id: 'adm_x', sale_id: id, visitor_id: list[0] ?? '', number: 1, call_no: 1 };
    await db
      .insertInto('admission')
      .values({ ...inside, state: 'called', claim_by: sql<Date>`now() + interval '1 hour'` } as never)
      .execute();
    expect((await askNext(db, id)).map(({ entryId }) => entryId)).toEqual([list[1]]);
    await db.deleteFrom('admission').where('id', '=', 'adm_x').execute();
    expect((await askNext(db, id)).map(({ entryId }) => entryId)).toEqual([list[0]]);
  });

  test('RAF-6: no batch of the writer is under way while somebody is promised a unit', async ({ db }) => {
    const { id } = await soldOutWithList(db, 1, 1);
    let asking: Promise<unknown[]> = Promise.resolve([]);
    await db.transaction().execute(async (trx) => {
      await sql`update writer_lease set ledger_seq = ledger_seq where sale_id = ${id}`.execute(trx);
      asking = askNext(db, id);
      await untilSomebodyWaits(db);
      await sql`update tier set available = 0, held = held + 1 where sale_id = ${id}`.execute(trx);
    });
    expect(await asking).toEqual([]);
  });

  test('RAF-7: a turn begins after that of whom it takes the place, however long the writer was waited for', async ({
    db,
  }) => {
    const { id } = await soldOutWithList(db, 1, 1);
    let asking: Promise<unknown> = Promise.resolve();
    const endedAt = await db.transaction().execute(async (trx) => {
      await sql`select from writer_lease where sale_id = ${id} for no key update`.execute(trx);
      asking = askNext(db, id);
      await untilSomebodyWaits(db);
      const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(trx);
      return rows[0]?.at;
    });
    await asking;
    const [turn] = await db.selectFrom('admission').selectAll().where('sale_id', '=', id).execute();
    expect(turn?.called_at.getTime()).toBeGreaterThanOrEqual(endedAt?.getTime() ?? Number.POSITIVE_INFINITY);
    expect((turn?.claim_by?.getTime() ?? 0) - (turn?.called_at.getTime() ?? 0)).toBe(3 * 3_600_000);
  });

  test('RAF-9: a turn lasts its hours, claimed early or late; unused it is over and the next is asked', async ({
    db,
  }) => {
    const { id, list } = await soldOutWithList(db, 2, 1);
    const [turn] = await askNext(db, id);
    const hours = ((turn?.deadlineMs ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(2.99);
    expect(hours).toBeLessThan(3.01);
    const [claimed] = await claimAdmissions(db, { saleId: id, entryIds: [list[0] ?? ''] });
    expect(claimed).toMatchObject({ state: 'shopping', deadlineMs: turn?.deadlineMs, lane: 'reserve' });
    await db.updateTable('admission').set({ state: 'ended', ended_at: sql<Date>`now()` }).execute();
    await closeTurns(db, id);
    expect(await listEntries(db, id, [list[0] ?? ''])).toMatchObject([{ state: 'done' }]);
    expect((await askNext(db, id)).map(({ entryId }) => entryId)).toEqual([list[1]]);
    await letTurnsEnd(db, id);
    expect(await missCalls(db, id)).toMatchObject([{ state: 'missed', lane: 'reserve' }]);
  });

  test('RAF-9: after an unused turn a visitor may ask for another, behind the others', async ({ db }) => {
    const { id, list } = await soldOutWithList(db, 2, 1);
    await askNext(db, id);
    await letTurnsEnd(db, id);
    await missCalls(db, id);
    await closeTurns(db, id);
    await db.updateTable('sale').set({ state: 'soldOut' }).execute();
    const first = list[0] ?? '';
    const again = { entryId: first, placeNumber: 1, contactSealed: 'sealed', language: 'en' as const };
    await joinList(db, id, again);
    await setFree(db, id, 2);
    expect((await askNext(db, id)).map(({ entryId }) => entryId).sort()).toEqual([...list].sort());
    expect((await turnsOf(db, id)).map(({ visitorId }) => visitorId)).toEqual([first, list[1], first]);
  });

  test('RAF-10: the mail is staged with the turn, once, and only where there is an address', async ({
    db,
  }) => {
    const { id, list } = await soldOutWithList(db, 2, 2);
    await db
      .updateTable('reserve_entry')
      .set({ contact_sealed: null })
      .where('visitor_id', '=', list[1] ?? '')
      .execute();
    await askNext(db, id);
    await askNext(db, id);
    const mails = await db.selectFrom('outbox').select('payload').execute();
    expect(mails.map(({ payload }) => payload)).toMatchObject([{ kind: 'reserve_turn', visitorId: list[0] }]);
  });

  test('RAF-5: sales without anybody to ask or to end a turn of are left alone', async ({ db }) => {
    await insertRaffle(db);
    await insertSaleWithBook(db);
    const { id, list } = await soldOutWithList(db, 1, 1);
    const ids = async () => (await salesWithLists(db)).map((sale) => sale.id);
    expect(await ids()).toEqual([id]);
    await askNext(db, id);
    expect(await ids()).toEqual([id]);
    await leaveList(db, id, list);
    expect(await ids()).toEqual([]);
  });
});

const people = 6;
const step = fc.record({
  act: fc.constantFrom('ask', 'askTwice', 'free', 'miss', 'leave', 'join', 'claim'),
  who: fc.nat({ max: people - 1 }),
  count: fc.nat({ max: 3 }),
});

test('RAF-5, RAF-6: in any history turns go in order, and never more than there is to buy', async ({
  db,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (history) => {
      const { id } = await soldOutWithList(db, 0, 0);
      const visitors = Array.from({ length: people }, newEntryId);
      let asked: readonly { number: number }[] = [];
      for (const { act, who, count } of history) {
        const visitor = visitors[who] ?? '';
        const waiting = await waitingOf(db, id);
        if (act === 'ask') asked = await askNext(db, id);
        else if (act === 'askTwice') asked = (await Promise.all([askNext(db, id), askNext(db, id)])).flat();
        else asked = [];
        if (act === 'free')
          await sql`
          update tier set available = ${count}, sold = capacity - held - ${count}
          where sale_id = ${id} and ${count} >= (${promisedOf(id)})`.execute(db);
        if (act === 'miss') {
          await letTurnsEnd(db, id);
          await missCalls(db, id);
          await closeTurns(db, id);
        }
        if (act === 'leave') await leaveList(db, id, [visitor]);
        if (act === 'leave')
          await sql`
          update admission set state = 'left', ended_at = now()
          where sale_id = ${id} and visitor_id = ${visitor} and state = 'called'`.execute(db);
        if (act === 'join')
          await joinList(db, id, {
            entryId: visitor,
            placeNumber: who + 1,
            contactSealed: 's',
            language: 'en',
          });
        if (act === 'claim') await claimAdmissions(db, { saleId: id, entryIds: [visitor] });
        // Turns were given to the first of those who waited, and to nobody else.
        expect(asked.map(({ number }) => number)).toEqual(waiting.slice(0, asked.length));
        const { rows } = await sql<{ isKept: boolean; twice: number }>`
          select (select sum(available) from tier where sale_id = ${id}) >= (${promisedOf(id)}) as "isKept",
            (select count(*) - count(distinct visitor_id) from admission
             where sale_id = ${id} and state in ('called', 'shopping'))::int as twice`.execute(db);
        expect(rows).toEqual([{ isKept: true, twice: 0 }]);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

const waitingOf = async (db: Kysely<Database>, id: string): Promise<number[]> => {
  const rows = await db
    .selectFrom('reserve_entry')
    .select('number')
    .where('sale_id', '=', id)
    .where('state', '=', 'waiting')
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number ?? 0);
};
const promisedOf = (id: string) =>
  sql`select count(*) from admission where sale_id = ${id} and state in ('called', 'shopping')`;

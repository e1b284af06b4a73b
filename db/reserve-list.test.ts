/** Registering for a raffle and standing on a reserve list, as PostgreSQL keeps it. */
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { insertRaffle, letRegistrationEnd, registerVisitors } from '../test/list.ts';
import { untilSomebodyWaits } from '../test/paying.ts';
import { newEntryId, test } from '../test/stores.ts';
import { insertSaleWithBook, letIn } from '../test/writer.ts';
import { freezeRegistrations } from './raffle-draw.ts';
import { joinList, leaveList, listEntries, register } from './reserve-list.ts';

const wish = (entryId: string, placeNumber = 0, contactSealed = 'sealed') => ({
  ...{ entryId, placeNumber, contactSealed, language: 'en' as const },
});

describe('registering', () => {
  test('RAF-1: many at once, from many gateways and twice each, register once, under one index each', async ({
    db,
  }) => {
    const { id } = await insertRaffle(db);
    const entryIds = Array.from({ length: 30 }, newEntryId);
    const asks = Array.from({ length: 6 }, (_, i) => register(db, id, entryIds.slice(i * 5, i * 5 + 10)));
    const singles = entryIds.slice(0, 10).map((entryId) => register(db, id, [entryId]));
    const answers = await Promise.all([...asks, ...singles]);
    expect(answers.flat().every(({ state }) => state === 'registered')).toBe(true);
    const indexes = (await listEntries(db, id, entryIds)).map(({ lobbyIndex }) => lobbyIndex);
    expect(indexes.sort((a, b) => Number(a) - Number(b))).toEqual(entryIds.map((_, i) => i + 1));
  });

  test('RAF-1: given up, it leaves its index empty; registering again takes a new one', async ({ db }) => {
    const { id } = await insertRaffle(db);
    const [first = '', second = ''] = await registerVisitors(db, id, 2);
    expect(await leaveList(db, id, [first, newEntryId()])).toEqual([first]);
    expect(await listEntries(db, id, [first])).toMatchObject([{ state: 'left', lobbyIndex: null }]);
    expect(await register(db, id, [first, second])).toEqual(
      expect.arrayContaining([
        { entryId: first, state: 'registered', lobbyIndex: 3, number: null },
        { entryId: second, state: 'registered', lobbyIndex: 2, number: null },
      ]),
    );
  });

  test('RAF-1: nobody registers once the time is over, though the freeze is still to come', async ({
    db,
  }) => {
    const { id } = await insertRaffle(db);
    const [early = ''] = await registerVisitors(db, id, 1);
    await letRegistrationEnd(db, id);
    const late = newEntryId();
    expect(await register(db, id, [early, late])).toMatchObject([{ entryId: early, state: 'registered' }]);
  });

  test('RAF-1: the freeze waits for who is just registering, and whoever comes after it is too late', async ({
    db,
  }) => {
    const { id } = await insertRaffle(db);
    await registerVisitors(db, id, 1);
    let registering: Promise<unknown> = Promise.resolve();
    let frozen: Promise<number> = Promise.resolve(0);
    await db.transaction().execute(async (trx) => {
      // Held up between looking whether registration is open and being written down.
      await sql`select from line_numbers where sale_id = ${id} for update`.execute(trx);
      registering = register(db, id, [newEntryId()]);
      await untilSomebodyWaits(db);
      frozen = freezeRegistrations(db, id);
      const { rows } = await sql<{
        at: Date | null;
      }>`select frozen_at as at from sale where id = ${id}`.execute(trx);
      expect(rows).toEqual([{ at: null }]);
    });
    await registering;
    expect(await frozen).toBe(2);
    expect(await register(db, id, [newEntryId()])).toEqual([]);
  });

  test('RAF-2: who leaves after the freeze keeps the index that is in the draw', async ({ db }) => {
    const { id } = await insertRaffle(db);
    const [entryId = ''] = await registerVisitors(db, id, 1);
    await freezeRegistrations(db, id);
    await leaveList(db, id, [entryId]);
    expect(await listEntries(db, id, [entryId])).toMatchObject([{ state: 'left', lobbyIndex: 1 }]);
  });
});

describe('the reserve list', () => {
  test('RAF-3: it keeps the order of the line; who has no place stands behind every number', async ({
    db,
  }) => {
    const { id } = await insertSaleWithBook(db, { state: 'soldOut' });
    await db.insertInto('line_numbers').values({ sale_id: id, number_end: 50_000 }).execute();
    const [late, early, without] = [newEntryId(), newEntryId(), newEntryId()];
    expect(await joinList(db, id, wish(late, 900))).toMatchObject({ number: 900 });
    expect(await joinList(db, id, wish(early, 12))).toMatchObject({ number: 12 });
    expect(await joinList(db, id, wish(without))).toMatchObject({ number: 50_001 });
    // And no later place of the line is given the same number.
    const { number_end } = await db.selectFrom('line_numbers').selectAll().executeTakeFirstOrThrow();
    expect(number_end).toBe(50_001);
  });

  test('RAF-3: a repeat changes the address and nothing else; whoever left and comes back stands at the end', async ({
    db,
  }) => {
    const { id } = await insertSaleWithBook(db, { state: 'soldOut' });
    const [first, second] = [newEntryId(), newEntryId()];
    await joinList(db, id, wish(first, 5));
    await joinList(db, id, wish(second, 6));
    expect(await joinList(db, id, wish(first, 0, 'another'))).toMatchObject({ number: 5 });
    const row = () =>
      db.selectFrom('reserve_entry').selectAll().where('visitor_id', '=', first).executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({ contact_sealed: 'another', state: 'waiting' });
    await leaveList(db, id, [first]);
    expect(await joinList(db, id, wish(first, 5))).toMatchObject({ number: 7, state: 'waiting' });
  });

  test('RAF-3: many who ask at once get a number each', async ({ db }) => {
    const { id } = await insertSaleWithBook(db, { state: 'soldOut' });
    const entryIds = Array.from({ length: 20 }, newEntryId);
    const entries = await Promise.all(entryIds.map((entryId) => joinList(db, id, wish(entryId))));
    expect(new Set(entries.map((entry) => entry?.number)).size).toBe(20);
  });

  test('RAF-3: there is a list only when there is nothing left, and not for who is inside', async ({
    db,
  }) => {
    const open = await insertSaleWithBook(db);
    expect(await joinList(db, open.id, wish(newEntryId(), 5))).toBeNull();
    const soldOut = await insertSaleWithBook(db, { state: 'soldOut' });
    const [shopper] = await letIn(db, soldOut.id, 1);
    expect(await joinList(db, soldOut.id, wish(shopper?.visitorId ?? '', 5))).toBeNull();
    const shelf = await insertSaleWithBook(db, { mode: 'shelf', state: 'soldOut' });
    expect(await joinList(db, shelf.id, wish(newEntryId(), 5))).toBeNull();
  });
});

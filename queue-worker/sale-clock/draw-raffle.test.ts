/** A raffle from its registrations to its opening, on real stores: who wins, who waits, and a death after every step. */
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { leaveList, listEntries } from '../../db/reserve-list.ts';
import type { Database, NewSaleRow } from '../../db/schema.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { metaKey } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { dieEverywhere } from '../../test/dying.ts';
import { beginLine } from '../../test/line.ts';
import { insertRaffle, letRegistrationEnd, registerVisitors, turnsOf } from '../../test/list.ts';
import { test, testLog } from '../../test/stores.ts';
import { drawRaffle } from './draw-raffle.ts';
import { openSale } from './open-sale.ts';
import { turnClock } from './start.ts';

/** Registered, and the line knows it. */
async function openRegistration(
  db: Kysely<Database>,
  redis: Redis,
  count: number,
  settings: Partial<NewSaleRow> & { units?: readonly number[] } = {},
) {
  const { id: saleId } = await insertRaffle(db, settings);
  const line = await beginLine(db, redis, saleId);
  const entryIds = await registerVisitors(db, saleId, count);
  const places = entryIds.map((entryId, i) => ({ entryId, number: i + 1, lobby: true }));
  if (count > 0) await restorePlaces(line, { saleId, places });
  const deps = { db, redis, line, log: testLog, name: 'test' };
  return { saleId, deps, entryIds };
}
type Raffle = Awaited<ReturnType<typeof openRegistration>>;

/** Who is where, by the number that anybody can compute from the key. */
async function inDrawnOrder({ deps, saleId, entryIds }: Raffle): Promise<string[]> {
  const sale = await deps.db
    .selectFrom('sale')
    .selectAll()
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  const place = permutationOf(sale.draw_key ?? '', sale.draw_size ?? 0);
  return entryIds
    .map((entryId, i) => ({ entryId, at: place(i) }))
    .sort((a, b) => a.at - b.at)
    .map((it) => it.entryId);
}

/** The first `winners` of `order` hold turns in PostgreSQL and in the line, the others wait in this order. */
async function expectOpened(raffle: Raffle, order: readonly string[], winners: number): Promise<void> {
  const { deps, saleId } = raffle;
  const turns = await turnsOf(deps.db, saleId);
  expect(turns.map(({ visitorId }) => visitorId).sort()).toEqual(order.slice(0, winners).sort());
  expect(turns.every(({ lane }) => lane === 'raffle')).toBe(true);
  const { head, standings } = await readStandings(deps.line, { saleId, entryIds: order });
  expect(head).toMatchObject({ phase: 'open', lobbyCount: 0, waiting: 0 });
  expect(standings.map(({ state, ahead }) => [state, ahead])).toEqual(
    order.map((_, i) => (i < winners ? ['called', 0] : ['reserve', i - winners])),
  );
  const sale = await deps.db
    .selectFrom('sale')
    .select('state')
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  expect(sale.state).toBe('open');
}

test('RAF-2, RAF-4: the numbers are those of the published draw, and the first of them win', async ({
  db,
  redis,
}) => {
  const raffle = await openRegistration(db, redis, 12, { winners: 4 });
  await letRegistrationEnd(db, raffle.saleId);
  await openSale(raffle.deps, raffle.saleId);
  await expectOpened(raffle, await inDrawnOrder(raffle), 4);
  const { rows } = await sql<{ size: number; chunks: number }>`
    select draw_size as size, (select count(*)::int from draw_chunk where sale_id = ${raffle.saleId}) as chunks
    from sale where draw_root is not null`.execute(db);
  expect(rows).toEqual([{ size: 12, chunks: 1 }]);
});

test('RAF-2: drawn when registration ends, told when the sale opens', async ({ db, redis }) => {
  const raffle = await openRegistration(db, redis, 3);
  await sql`update sale set registration_closes_at = now() - interval '1 second'`.execute(db);
  await turnClock(raffle.deps);
  const { saleId, entryIds, deps } = raffle;
  expect((await listEntries(db, saleId, entryIds)).every(({ state }) => state === 'waiting')).toBe(true);
  const { standings } = await readStandings(deps.line, { saleId, entryIds });
  expect(standings.every(({ state }) => state === 'lobby')).toBe(true);
  expect(await turnsOf(db, saleId)).toEqual([]);
  await letRegistrationEnd(db, saleId);
  await turnClock(deps);
  await expectOpened(raffle, await inDrawnOrder(raffle), 2);
});

test('RAF-2, RAF-4: who leaves after the freeze is passed by, and moves nobody else', async ({
  db,
  redis,
}) => {
  const raffle = await openRegistration(db, redis, 8, { winners: 3 });
  const { saleId, deps } = raffle;
  await sql`update sale set registration_closes_at = now() - interval '1 second'`.execute(db);
  await drawRaffle(deps, saleId);
  const order = await inDrawnOrder(raffle);
  await leaveList(db, saleId, [order[1] ?? '']); // And the line never hears of it,
  await redis.hset(metaKey(saleId), 'phase', 'drawing'); // which was rebuilt meanwhile: nobody opens over a lobby.
  await letRegistrationEnd(db, saleId);
  await openSale(deps, saleId);
  await expectOpened(
    raffle,
    order.filter((_, i) => i !== 1),
    3,
  );
});

test('RAF-4, RAF-6: no more win than there are units, and a raffle without registrations opens', async ({
  db,
  redis,
}) => {
  const raffle = await openRegistration(db, redis, 6, { winners: 5, units: [2] });
  await letRegistrationEnd(db, raffle.saleId);
  await openSale(raffle.deps, raffle.saleId);
  await expectOpened(raffle, await inDrawnOrder(raffle), 2);
  const empty = await openRegistration(db, redis, 0);
  await letRegistrationEnd(db, empty.saleId);
  await openSale(empty.deps, empty.saleId);
  await expectOpened(empty, [], 0);
});

test('RAF-2, RAF-4, RAF-10: a death after every step comes to one draw, one turn and one mail each', async ({
  db,
  redis,
}) => {
  const deaths = await dieEverywhere(
    async () => {
      const raffle = await openRegistration(db, redis, 5, { winners: 2 });
      await db.updateTable('reserve_entry').set({ contact_sealed: 'sealed' }).execute();
      await letRegistrationEnd(db, raffle.saleId);
      return raffle;
    },
    (deps, { saleId }) => openSale(deps, saleId),
    async (raffle) => {
      await expectOpened(raffle, await inDrawnOrder(raffle), 2);
      const mails = await db
        .selectFrom('outbox')
        .select('payload')
        .where('sale_id', '=', raffle.saleId)
        .execute();
      const said = mails.map(({ payload }) => `${payload.kind} ${payload.reserveNumber ?? ''}`);
      expect(said.sort()).toEqual(['drawn ', 'drawn ', 'not_drawn 1', 'not_drawn 2', 'not_drawn 3']);
    },
  );
  expect(deaths).toBeGreaterThan(15);
}, 120_000);

test('RAF-2, RAF-4: two workers at once draw one draw and give one turn each', async ({ db, redis }) => {
  const raffle = await openRegistration(db, redis, 20, { winners: 7 });
  await letRegistrationEnd(db, raffle.saleId);
  const workers = ['one', 'two', 'three'].map((name) => ({ ...raffle.deps, name }));
  await Promise.all(workers.map((deps) => drawRaffle(deps, raffle.saleId)));
  await Promise.all(workers.map((deps) => openSale(deps, raffle.saleId)));
  await expectOpened(raffle, await inDrawnOrder(raffle), 7);
});

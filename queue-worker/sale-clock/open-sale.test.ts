/** The opening: the draw of a lobby, dying between its steps, and the clock that starts it. */
import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { readDraw } from '../../db/draw.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { lineKeys, lobbyKey, metaKey, openerKey } from '../../redis/keys.ts';
import { callNext } from '../../redis/line/call-next.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { drawChunk, freezeLobby, openDrawnLine } from '../../redis/line/open-lobby.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { dieEverywhere } from '../../test/dying.ts';
import { drawKeyOf, fullLobby } from '../../test/full-lobby.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { openSale } from './open-sale.ts';
import { holdOpening } from './opening-lease.ts';
import { turnClock } from './start.ts';

test('LIN-9: the lobby becomes the line in the order of the published draw; later ones stand behind it', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId, entryIds } = await fullLobby({ db, redis }, 1_100);
  await turnClock(deps);
  const later = newEntryId();
  await joinLine(line, { saleId, entryIds: [later] });
  const place = permutationOf(await drawKeyOf(db, saleId), 1_100);
  const some = [0, 1, 499, 500, 1_099];
  const { head, standings } = await readStandings(line, {
    saleId,
    entryIds: [...some.map((index) => entryIds[index] ?? ''), later],
  });
  expect(head).toMatchObject({ phase: 'open', waiting: 1_101, lobbyCount: 0 });
  expect(standings.map(({ ahead }) => ahead)).toEqual([...some.map(place), 1_100]);
  const sale = await db.selectFrom('sale').selectAll().executeTakeFirstOrThrow();
  expect(sale).toMatchObject({ state: 'open', draw_size: 1_100 });
  expect(sale.opened_at).not.toBeNull();
});

test('LIN-9: who leaves or joins between freezing and drawing is out of it or behind it', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId, entryIds } = await fullLobby({ db, redis }, 10);
  const [first = ''] = entryIds;
  await freezeLobby(line, { saleId }); // …and dies.
  const later = newEntryId();
  const joined = await joinLine(line, { saleId, entryIds: [later] });
  expect(joined.standings[0]).toMatchObject({ state: 'waiting', number: 11, ahead: null });
  await leaveLine(line, { saleId, exits: [{ entryId: first, number: 1 }] });
  expect((await callNext(line, { saleId, wantMax: 10, ratePerMinute: 600_000 })).calling).toEqual([]);
  await openSale(deps, saleId);
  const { head, standings } = await readStandings(line, { saleId, entryIds: [first, later] });
  expect(head.waiting).toBe(10);
  expect(standings.map(({ state, ahead }) => [state, ahead])).toEqual([
    ['none', null],
    ['waiting', 9],
  ]);
});

test('LIN-9: opening twice at once, or again, changes nothing', async ({ db, redis }) => {
  const { deps, line, saleId, entryIds } = await fullLobby({ db, redis }, 600);
  await Promise.all([openSale(deps, saleId), openSale(deps, saleId)]);
  const once = await readStandings(line, { saleId, entryIds: entryIds.slice(0, 500) });
  await openSale(deps, saleId);
  expect(await readStandings(line, { saleId, entryIds: entryIds.slice(0, 500) })).toEqual(once);
  const places = once.standings.map(({ ahead }) => ahead);
  const place = permutationOf(await drawKeyOf(db, saleId), 600);
  expect(places).toEqual(Array.from({ length: 500 }, (_, index) => place(index)));
  expect(await db.selectFrom('audit').selectAll().where('act', '=', 'open').execute()).toHaveLength(1);
});

test('LIN-9: before its time nothing opens, and what is over is closed', async ({ db, redis }) => {
  const { deps, saleId } = await fullLobby({ db, redis }, 1);
  const state = async () => (await db.selectFrom('sale').select('state').executeTakeFirstOrThrow()).state;
  await sql`update sale set opens_at = now() + interval '1 hour'`.execute(db);
  await turnClock(deps);
  expect(await state()).toBe('lobby');
  await sql`update sale set opens_at = now() - interval '2 s', closes_at = now() - interval '1 s'`.execute(
    db,
  );
  await turnClock(deps);
  expect(await state()).toBe('closed');
  const acts = await db.selectFrom('audit').select('act').where('sale_id', '=', saleId).execute();
  expect(acts).toEqual([{ act: 'close' }]);
});

test('LIN-23: killed after any step, the next process opens the same draw, and everybody has their number', async ({
  db,
  redis,
}) => {
  const died = await dieEverywhere(
    () => fullLobby({ db, redis }, 7),
    (deps, { saleId }) => openSale(deps, saleId),
    async ({ deps, saleId, entryIds, line }) => {
      const draw = await readDraw(db, saleId);
      expect(draw).toMatchObject({ size: 7, beaconState: 'none', openedAt: expect.any(Date) });
      const key = hash('sha256', `usher draw 1|${draw.seed}|${draw.root}|none`);
      expect(draw.key).toBe(key);
      const place = permutationOf(key, 7);
      const { head, standings } = await readStandings(line, { saleId, entryIds });
      expect(head).toMatchObject({ phase: 'open', waiting: 7, lobbyCount: 0 });
      expect(standings.map(({ ahead }) => ahead)).toEqual(entryIds.map((_, at) => place(at)));
      expect(standings.map(({ number }) => number)).toEqual(entryIds.map((_, at) => place(at) + 1));
      expect(await deps.redis.exists(lobbyKey(saleId))).toBe(0);
      const acts = await db.selectFrom('audit').select('act').where('sale_id', '=', saleId).execute();
      expect(acts).toEqual([{ act: 'open' }]);
    },
  );
  expect(died).toBeGreaterThan(15);
});

test('LIN-23: who comes back to the lobby after it was read is drawn before anything opens', async ({
  db,
  redis,
}) => {
  const { line, saleId, entryIds } = await fullLobby({ db, redis }, 4);
  const [first = ''] = entryIds;
  const { cameBack } = await freezeLobby(line, { saleId });
  const rest = entryIds.slice(1).map((entryId, at) => ({ entryId, number: at + 1 }));
  await redis.zrem(lobbyKey(saleId), first); // Forgotten …
  await drawChunk(line, { saleId, drawn: rest });
  await restorePlaces(line, { saleId, places: [{ entryId: first, number: 1, lobby: true }] }); // … and back.
  const again = await openDrawnLine(line, { saleId, firstCallMs: 0, cameBack });
  expect(again).toMatchObject({ undrawn: 1, head: { phase: 'drawing' } });
  await openSale({ db, redis, line, log: testLog }, saleId);
  const { standings } = await readStandings(line, { saleId, entryIds });
  const place = permutationOf(await drawKeyOf(db, saleId), 4);
  expect(standings.map(({ number }) => number)).toEqual(entryIds.map((_, at) => place(at) + 1));
});

test('LIN-23: who leaves after the lobby was read is not drawn; who is there is, however many others left', async ({
  db,
  redis,
}) => {
  const { line, saleId, entryIds } = await fullLobby({ db, redis }, 4);
  const [first = '', second = ''] = entryIds;
  const { head, cameBack } = await freezeLobby(line, { saleId });
  const read = { lobbyCount: head.lobbyCount, cameBack };
  const drawn = entryIds.map((entryId, at) => ({ entryId, number: 4 - at }));
  await drawChunk(line, { saleId, drawn: drawn.slice(1, 2), read });
  await leaveLine(line, { saleId, exits: [first, second].map((entryId) => ({ entryId, number: 4 })) });
  // Somebody else came back, so that as many stand there as when it was read, less one.
  await restorePlaces(line, { saleId, places: [{ entryId: newEntryId(), number: 1, lobby: true }] });
  await drawChunk(line, { saleId, drawn, read });
  await drawChunk(line, { saleId, drawn, read: { ...read, lobbyCount: 3 } });
  const { standings } = await readStandings(line, { saleId, entryIds });
  expect(standings.map(({ state }) => state)).toEqual(['none', 'none', 'lobby', 'lobby']);
  expect(await redis.zrange(lineKeys(saleId)[3] ?? '', 0, -1)).toEqual(entryIds.slice(2).toReversed());
});

test('LIN-24: an index that comes back once the line is open is not taken for a place', async ({
  db,
  redis,
}) => {
  const { deps, line, saleId } = await fullLobby({ db, redis }, 3);
  await openSale(deps, saleId);
  const late = newEntryId();
  const places = [{ entryId: late, number: 2, lobby: true }];
  const { head, standings } = await restorePlaces(line, { saleId, places });
  expect(standings[0]?.state).toBe('none');
  expect(head.lobbyCount).toBe(0);
});

test('LIN-25: while one process opens a sale another leaves it alone and opens the others', async ({
  db,
  redis,
}) => {
  const { deps, saleId } = await fullLobby({ db, redis }, 3);
  const other = await fullLobby({ db, redis }, 3);
  await holdOpening(redis, saleId, 'queue-worker-1');
  const states = async () =>
    Object.fromEntries(
      (await db.selectFrom('sale').select(['id', 'state']).execute()).map((s) => [s.id, s.state]),
    );
  await turnClock({ ...deps, name: 'queue-worker-2' });
  expect(await states()).toEqual({ [saleId]: 'lobby', [other.saleId]: 'open' });
  expect(await redis.pttl(openerKey(saleId))).toBeLessThanOrEqual(2_000); // Who dies is followed after that.
  await turnClock({ ...deps, name: 'queue-worker-1' });
  expect((await states())[saleId]).toBe('open');
  expect(await redis.exists(openerKey(saleId), openerKey(other.saleId))).toBe(0);
});

test('LIN-25: a sale whose opening fails holds up no other, and the failure is told', async ({
  db,
  redis,
}) => {
  const { deps, saleId } = await fullLobby({ db, redis }, 3);
  const other = await fullLobby({ db, redis }, 3);
  await redis.hset(metaKey(saleId), 'generation', 99);
  await expect(turnClock(deps)).rejects.toThrow('STALE generation');
  const open = await db.selectFrom('sale').select('id').where('state', '=', 'open').execute();
  expect(open).toEqual([{ id: other.saleId }]);
});

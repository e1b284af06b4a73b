/** What decides a place: size, root, beacon and key, each written once and in this order. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { chunksFrom, readDraw } from '../../db/draw.ts';
import type { Database } from '../../db/schema.ts';
import { BEACON_WAIT_MS_MAX } from '../../domain/limits.ts';
import { LEAVES_PER_CHUNK, leafHashesOf, rootOver } from '../../domain/merkle.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openTestBeacon, randomnessOf } from '../../test/beacon.ts';
import { insertSale } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { openBeacon } from './beacon.ts';
import { type FrozenLobby, fixDraw, type Leaf } from './fix-draw.ts';

const open = (url: string) => openBeacon({ url, chainHash: null }, systemClock);
const seed = 'ab'.repeat(32);
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** A lobby whose index 2 nobody holds; `reads` says what was asked of it. */
function lobbyOf(size: number): FrozenLobby & { readonly leaves: readonly Leaf[]; readonly reads: number[] } {
  const leaves = Array.from({ length: size }, (_, at) => ({ index: at + 1, entryId: newEntryId() })).filter(
    ({ index }) => index !== 2,
  );
  const reads: number[] = [];
  return {
    size,
    leaves,
    reads,
    leavesBetween: async (from, to) => {
      reads.push(from);
      return leaves.filter(({ index }) => index >= from && index <= to);
    },
  };
}
const newSale = (db: Kysely<Database>) =>
  insertSale(db, { state: 'lobby', lobby: 'shuffle', draw_seed: seed, draw_seed_hash: sha256(seed) });
const backdate = (db: Kysely<Database>, column: 'frozen_at' | 'draw_root_at') =>
  sql`update sale set ${sql.ref(column)} = now() - ${BEACON_WAIT_MS_MAX} * interval '1 ms'`.execute(db);

test('LIN-20: the root is over everybody of the frozen lobby at their index, and is kept with its leaves', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const size = 9 * LEAVES_PER_CHUNK + 3; // More than are read at once, and a last chunk that is not full.
  const lobby = lobbyOf(size);
  await fixDraw({ db, log: testLog }, saleId, lobby);
  const chunks = await chunksFrom(db, saleId, 0, 100);
  expect(chunks.map(({ entryHashes }) => entryHashes.length / 32)).toEqual([
    ...Array.from({ length: 9 }, () => LEAVES_PER_CHUNK),
    3,
  ]);
  const kept = Buffer.concat(chunks.map(({ entryHashes }) => entryHashes));
  for (const { index, entryId } of lobby.leaves)
    expect(kept.subarray((index - 1) * 32, index * 32).toString('hex')).toBe(
      sha256(`usher entry|${entryId}`),
    );
  expect(kept.subarray(32, 64)).toEqual(Buffer.alloc(32));
  const draw = await readDraw(db, saleId);
  expect(draw).toMatchObject({ size, root: rootOver(leafHashesOf(1, kept)).toString('hex') });
  expect(draw.rootAt).not.toBeNull();
});

test('LIN-21: places come from seed and root where there is no beacon, and the proof says that there was none', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const draw = await fixDraw({ db, log: testLog }, saleId, lobbyOf(20));
  const { root, key, beaconState, beacon } = await readDraw(db, saleId);
  expect({ key, beaconState, beacon }).toEqual({
    key: sha256(`usher draw 1|${seed}|${root}|none`),
    beaconState: 'none',
    beacon: null,
  });
  const place = permutationOf(key ?? '', 20);
  expect(Array.from({ length: 20 }, (_, at) => draw?.numberOf(at + 1))).toEqual(
    Array.from({ length: 20 }, (_, at) => place(at) + 1),
  );
});

test('LIN-22: the root names a round that is not there yet, the draw waits for it and mixes it in', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  const deps = { db, log: testLog, beacon: open(`${beacon.url}/`) };
  const lobby = lobbyOf(5);
  expect(await fixDraw(deps, saleId, lobby)).toBeNull();
  const awaited = await readDraw(db, saleId);
  expect(awaited).toMatchObject({
    beaconState: 'awaited',
    beaconUrl: beacon.url,
    beaconRound: 102,
    key: null,
  });
  expect(beacon.asked).toEqual(['/public/latest', '/public/102']);

  beacon.round = 101;
  expect(await fixDraw(deps, saleId, lobby)).toBeNull();
  beacon.round = 110;
  expect(await fixDraw(deps, saleId, lobby)).toMatchObject({ size: 5 });
  expect(await readDraw(db, saleId)).toMatchObject({
    root: awaited.root,
    rootAt: awaited.rootAt,
    beaconState: 'mixed',
    beaconRound: 102,
    beacon: randomnessOf(102),
    key: sha256(`usher draw 1|${seed}|${awaited.root}|${randomnessOf(102)}`),
  });
  expect(lobby.reads).toEqual([1]); // Once: the root stands.
});

test('LIN-22: a setting that changes after the root changes nothing about the round that was named', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  const lobby = lobbyOf(5);
  await fixDraw({ db, log: testLog, beacon: open(beacon.url) }, saleId, lobby);
  beacon.round = 200;
  await fixDraw({ db, log: testLog }, saleId, lobby);
  expect(await readDraw(db, saleId)).toMatchObject({ beaconState: 'mixed', beacon: randomnessOf(102) });
});

test('LIN-22: a round that is not there in time is left out, and the proof says that it is missing', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  const deps = { db, log: testLog, beacon: open(beacon.url) };
  const lobby = lobbyOf(5);
  expect(await fixDraw(deps, saleId, lobby)).toBeNull();
  await backdate(db, 'draw_root_at');
  expect(await fixDraw(deps, saleId, lobby)).not.toBeNull();
  const { root, ...rest } = await readDraw(db, saleId);
  expect(rest).toMatchObject({
    beaconState: 'missing',
    beaconRound: 102,
    beacon: null,
    key: sha256(`usher draw 1|${seed}|${root}|none`),
  });
  beacon.round = 200; // Too late: the key stands.
  await fixDraw(deps, saleId, lobby);
  expect(await readDraw(db, saleId)).toMatchObject({
    ...rest,
    root,
    frozenForMs: expect.anything(),
    rootForMs: expect.anything(),
  });
});

test('LIN-22: a beacon that does not say where it is gets its time, and then the draw goes on without it', async ({
  db,
}) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  beacon.answer = { status: 503, text: 'away' };
  const deps = { db, log: testLog, beacon: open(beacon.url) };
  const lobby = lobbyOf(5);
  expect(await fixDraw(deps, saleId, lobby)).toBeNull();
  expect(await readDraw(db, saleId)).toMatchObject({ size: 5, root: null });
  await backdate(db, 'frozen_at');
  expect(await fixDraw(deps, saleId, lobby)).not.toBeNull();
  expect(await readDraw(db, saleId)).toMatchObject({
    beaconState: 'missing',
    beaconRound: null,
    beacon: null,
  });
});

test('LIN-23: what one who died has kept stands, and only what is missing is read', async ({ db }) => {
  const saleId = await newSale(db);
  const lobby = lobbyOf(20 * LEAVES_PER_CHUNK);
  const dying: FrozenLobby = {
    ...lobby,
    leavesBetween: async (from, to) => {
      if (from > 8 * LEAVES_PER_CHUNK) throw new Error('killed');
      return await lobby.leavesBetween(from, to);
    },
  };
  await expect(fixDraw({ db, log: testLog }, saleId, dying)).rejects.toThrow('killed');
  expect(await readDraw(db, saleId)).toMatchObject({ size: lobby.size, root: null });
  // Redis may say another size by now; the one that was written down first stands.
  await fixDraw({ db, log: testLog }, saleId, { ...lobby, size: lobby.size + 50_000 });
  expect(lobby.reads).toEqual([1, 8 * LEAVES_PER_CHUNK + 1, 16 * LEAVES_PER_CHUNK + 1]);
  expect((await readDraw(db, saleId)).size).toBe(lobby.size);
});

test('LIN-23: two at once fix one draw', async ({ db }) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const lobby = lobbyOf(3 * LEAVES_PER_CHUNK);
  const one = () => fixDraw({ db, log: testLog, beacon: open(beacon.url) }, saleId, lobby);
  const draws = await Promise.all([one(), one(), one()]);
  const draw = await readDraw(db, saleId);
  expect(draw).toMatchObject({ beaconState: 'mixed', beacon: randomnessOf(draw.beaconRound ?? 0) });
  expect(draw.key).toBe(sha256(`usher draw 1|${seed}|${draw.root}|${draw.beacon}`));
  expect(draws.map((each) => each?.numberOf(7))).toEqual(
    Array.from({ length: 3 }, () => permutationOf(draw.key ?? '', lobby.size)(6) + 1),
  );
});

test('LIN-23: an empty lobby has no draw, and nobody waits for a beacon', async ({ db }) => {
  const saleId = await newSale(db);
  const beacon = await openTestBeacon();
  const deps = { db, log: testLog, beacon: open(beacon.url) };
  expect(await fixDraw(deps, saleId, { size: 0, leavesBetween: async () => [] })).toMatchObject({ size: 0 });
  expect(await readDraw(db, saleId)).toMatchObject({ size: 0, root: null, key: null });
  expect(beacon.asked).toEqual([]);
});

/** Where a lobby's receipt leads, before, during and after the draw, and which index a place came from. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { type LiveSale, liveSales } from '../../db/live-sales.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { noStanding, type Standing } from '../../domain/standing.ts';
import { insertSale } from '../../test/line.ts';
import { newEntryId, test } from '../../test/stores.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import { DrawnPlaces } from './drawn-places.ts';

const key = 'ab'.repeat(32);
const size = 50;
const number = (index: number) => permutationOf(key, size)(index - 1) + 1;

async function shuffled(db: Parameters<typeof liveSales>[0], wish: Parameters<typeof insertSale>[1] = {}) {
  const saleId = await insertSale(db, { state: 'lobby', lobby: 'shuffle', ...wish });
  const stale = (await liveSales(db)).find(({ id }) => id === saleId) as LiveSale;
  const receipt = (n: number, lobby: boolean, lane?: 'slow'): Receipt => ({
    ...{ saleId, entryId: newEntryId(), number: n, lobby, generation: 1, secretHash: null },
    ...(lane && { lane }),
  });
  return { saleId, stale, receipt };
}
const drawn = { drawKey: key, drawSize: size };

test('LIN-24: an index leads to its number as soon as PostgreSQL knows the draw, however old this memory is', async ({
  db,
}) => {
  const { saleId, stale, receipt } = await shuffled(db);
  const given = [receipt(7, true), receipt(50, true, 'slow'), receipt(51, true), receipt(52, false)];
  const places = async () =>
    (await new DrawnPlaces().placesOf(db, stale, given)).map((place) => [
      place.number,
      place.lobby,
      place.lane ?? 'ordinary',
    ]);
  const lanes = ['ordinary', 'slow', 'ordinary', 'ordinary'];
  const due = (all: [number, boolean][]) => all.map((place, at) => [...place, lanes[at]]);
  // Nothing is frozen: all of them are of the lobby.
  expect(await places()).toEqual(due([[7, true], [50, true], [51, true], [52, true]])); // biome-ignore format: a table
  await sql`update sale set draw_size = ${size}, frozen_at = now() where id = ${saleId}`.execute(db);
  expect(await places()).toEqual(due([[7, true], [50, true], [51, false], [52, false]])); // biome-ignore format: a table
  await sql`update sale set draw_root = 'root', draw_key = ${key} where id = ${saleId}`.execute(db);
  expect(await places()).toEqual(due([[number(7), false], [number(50), false], [51, false], [52, false]])); // biome-ignore format: a table
});

test('LIN-24: where nothing is drawn a receipt says all', async ({ db }) => {
  for (const wish of [{ lobby: 'arrival' }, { mode: 'raffle', winners: 1 }] as const) {
    const { stale, receipt } = await shuffled(db, wish);
    const given = [receipt(7, true), receipt(8, false)];
    const places = await new DrawnPlaces().placesOf(db, { ...stale, ...drawn }, given);
    expect(places.map((place) => [place.number, place.lobby])).toEqual([
      [7, true],
      [8, false],
    ]);
  }
});

test('LIN-24: a place leads back to its index, and one that was not drawn has none', async ({ db }) => {
  const { stale } = await shuffled(db);
  const sale = { ...stale, ...drawn };
  const index = (of: LiveSale, standing: Partial<Standing>) =>
    new DrawnPlaces().indexOf(of, { ...noStanding(newEntryId()), state: 'waiting', ...standing });
  for (let at = 1; at <= size; at += 1) expect(index(sale, { number: number(at) })).toBe(at);
  expect(index(stale, { state: 'lobby', number: 9 })).toBe(9);
  expect(index(sale, { number: 51 })).toBeNull();
  expect(index(stale, { number: 9 })).toBeNull();
  expect(index(sale, { state: 'none' })).toBeNull();
  expect(index(sale, { state: 'reserve', lane: 'reserve', number: 1 })).toBeNull();
  expect(index({ ...sale, lobby: 'arrival' }, { number: 9 })).toBeNull();
  const raffle = { ...sale, mode: 'raffle' } as const;
  expect(index(raffle, { state: 'reserve', lane: 'reserve', number: number(3) })).toBe(3);
});

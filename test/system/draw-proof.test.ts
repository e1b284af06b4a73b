/** The proof of a draw, from a lobby that was really opened: what the API publishes and when, and what one visitor gets. */
import { hash } from 'node:crypto';
import { expect, onTestFinished, vi } from 'vitest';
import { fixRoot, fixSize, keepChunks, readDraw } from '../../db/draw.ts';
import type { DrawProof, PlaceProof } from '../../domain/draw-proof.ts';
import {
  entryHashOf,
  HASH_BYTES,
  LEAVES_PER_CHUNK,
  leafHashOf,
  rootFromSiblings,
} from '../../domain/merkle.ts';
import { freezeLobby } from '../../redis/line/open-lobby.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { drawKey } from '../../scripts/verify/draw-key.ts';
import { drawRoot } from '../../scripts/verify/draw-root.ts';
import { openTestApi, test } from '../api.ts';
import { openTestBeacon } from '../beacon.ts';
import { lobbyOf } from '../drawn-lobby.ts';

test('VER-20: each part is public when it is decided, the seed and the key with the opening', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  const { db, saleId, slug, seed, line, open, ask } = await lobbyOf(stores, 20, beacon);
  const seedHash = hash('sha256', Buffer.from(seed, 'hex'));
  const before = { format: 'usher-draw-1', sale: slug, saleId, seedHash, root: null, rootAt: null };
  expect((await ask()).body).toEqual({ ...before, size: null, beacon: { state: 'none' }, entries: [] });
  expect((await ask('?index=3')).body).toEqual({
    ...{ ...before, size: null, beacon: { state: 'none' }, index: 3 },
    ...{ entry: null, siblings: [] },
  });

  await freezeLobby(line, { saleId });
  await open();
  const { root } = await readDraw(db, saleId);
  const awaited = (await ask()).body as DrawProof;
  expect(awaited).toMatchObject({
    size: 20,
    root,
    beacon: { state: 'awaited', url: beacon.url, round: 102 },
  });
  expect(awaited.entries).toHaveLength(20);

  beacon.round = 102;
  const sealed = [awaited, (await ask()).body, (await ask('?index=1')).body];
  for (const body of sealed) expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['seed']));
  await open();
  const { key, beacon: randomness } = await readDraw(db, saleId);
  expect((await ask()).body).toMatchObject({
    seed,
    key,
    root,
    beacon: { state: 'mixed', url: beacon.url, round: 102, randomness },
  });
});

test('VER-20: the key stays at home while the line is drawn, and with it every place', async ({ stores }) => {
  const { db, saleId, open, ask } = await lobbyOf(stores, 20);
  await open();
  await db.updateTable('sale').set({ opened_at: null }).where('id', '=', saleId).execute();
  for (const { body } of [await ask(), await ask('?index=1')]) {
    expect(body.root).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(body).filter((name) => ['seed', 'key', 'number'].includes(name))).toEqual([]);
  }
});

test('VER-20: entries show as hashes and in the order of their indexes, however many', async ({ stores }) => {
  const { entryIds, open, ask } = await lobbyOf(stores, 5_000);
  await open();
  const { body, headers } = await ask();
  const expected = entryIds.map((entryId, at) => (at === 2 ? null : entryHashOf(entryId).toString('hex')));
  expect((body as DrawProof).entries).toEqual(expected);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('VER-20: whole proofs go to a few readers at a time, and whoever goes away makes room', async ({
  stores,
}) => {
  const { db, saleId, ask, url } = await lobbyOf(stores, 3);
  // Some 13 MB of text: more than any buffer on the way takes from a reader who does not read.
  const size = 400 * LEAVES_PER_CHUNK;
  const entryHashes = Buffer.alloc(LEAVES_PER_CHUNK * HASH_BYTES, 7);
  const root = 'ab'.repeat(32);
  const chunks = Array.from({ length: 400 }, (_, chunkNo) => ({ chunkNo, entryHashes, root }));
  for (let at = 0; at < chunks.length; at += 50) await keepChunks(db, saleId, chunks.slice(at, at + 50));
  await fixSize(db, saleId, size);
  await fixRoot(db, saleId, { root, beacon: null, state: 'none' });

  const leaving = Array.from({ length: 4 }, () => new AbortController());
  const readers = await Promise.all(leaving.map(({ signal }) => fetch(url, { signal })));
  const refused = await ask();
  expect(refused).toMatchObject({ status: 503, body: { code: 'busy' } });
  expect(refused.headers.get('retry-after')).toBe('10');
  expect((await ask('?index=1')).status).toBe(200); // One visitor's part is never behind them.
  leaving[0]?.abort();
  await vi.waitFor(async () => expect((await ask()).status).toBe(200), 5_000);
  const whole = JSON.parse((await readers[1]?.text()) ?? '') as DrawProof;
  expect(whole.entries).toHaveLength(size);
  for (const one of leaving) one.abort();
});

test('VER-20: whoever asks for the headers of a proof takes no reader’s place', async ({ stores }) => {
  const { open, ask, url } = await lobbyOf(stores, 3);
  await open();
  for (let n = 0; n < 5; n += 1) {
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toContain('application/json');
  }
  expect((await ask()).status).toBe(200);
});

test('VER-21: one visitor gets what leads from their entry to the root, and nobody outside the lobby does', async ({
  stores,
}) => {
  const { entryIds, open, ask, line, saleId } = await lobbyOf(stores, 1_300);
  await open();
  for (const index of [1, 2, 512, 513, 1_024, 1_025, 1_300]) {
    const entryId = entryIds[index - 1] ?? '';
    const proof = (await ask(`?index=${index}`)).body as PlaceProof;
    const siblings = proof.siblings.map((text) => Buffer.from(text, 'hex'));
    const entry = entryHashOf(entryId);
    expect(proof.entry).toBe(entry.toString('hex'));
    const root = rootFromSiblings(leafHashOf(index, entry), index, 1_300, siblings);
    expect(root?.toString('hex')).toBe(proof.root);
    const { standings } = await readStandings(line, { saleId, entryIds: [entryId] });
    expect(proof.number).toBe(standings[0]?.number);
  }
  expect((await ask('?index=3')).body.entry).toBeNull();
  for (const index of ['0', '-1', '1.5', 'x', '']) expect((await ask(`?index=${index}`)).status).toBe(422);
  expect((await ask('?index=1301')).status).toBe(404);
  expect((await ask('?else=1')).status).toBe(422);
});

test('VER-20: a draft and a sale that is not there have no proof', async ({ stores }) => {
  const api = await openTestApi(stores);
  onTestFinished(() => api.close());
  const { slug } = await api.makeSale({ state: 'draft' });
  for (const name of [slug, 'nowhere'])
    expect((await api.ask('GET', `/api/sales/${name}/proof`)).status).toBe(404);
});

test('VER-23: verify recomputes root and key of a draw that was really made, and sees what was changed', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const { db, open } = await lobbyOf(stores, 1_300, beacon);
  await open();
  const found = async () => {
    const evidence = { db, crowds: [], patienceSeconds: 0 };
    const [root, key] = [await drawRoot.check(evidence), await drawKey.check(evidence)];
    return [root.checked, root.broken, key.checked, key.broken];
  };
  expect(await found()).toEqual([1, 0, 1, 0]);
  await db.deleteFrom('draw_chunk').where('chunk_no', '=', 1).execute();
  await db
    .updateTable('sale')
    .set({ draw_seed: 'ab'.repeat(32) })
    .execute();
  expect(await found()).toEqual([1, 1, 1, 1]);
});

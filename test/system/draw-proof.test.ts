/**
 * The proof of a draw, from a lobby that was really opened: what the API publishes and when, what one visitor gets of it,
 * and what `scripts/verify-draw.ts` says of it, true and tampered with.
 */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { openBeacon } from '../../queue-worker/sale-clock/beacon.ts';
import { openSale } from '../../queue-worker/sale-clock/open-sale.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { freezeLobby } from '../../redis/line/open-lobby.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { drawKey } from '../../scripts/verify/draw-key.ts';
import { drawRoot } from '../../scripts/verify/draw-root.ts';
import { openTestApi, type TestStores, test } from '../api.ts';
import { openTestBeacon, type TestBeacon } from '../beacon.ts';
import { beginLine } from '../line.ts';
import { scratchFolder } from '../scratch.ts';
import { newEntryId, testLog } from '../stores.ts';

/** A lobby of so many, of whom the third has left. */
async function lobbyOf(stores: TestStores, count: number, beacon?: TestBeacon) {
  const { db, redis } = stores;
  const api = await openTestApi(stores);
  onTestFinished(() => api.close());
  const { id: saleId, slug, draw_seed: seed } = await api.makeSale({ lobby: 'shuffle', state: 'lobby' });
  const line = await beginLine(db, redis, saleId);
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: count }, newEntryId);
  for (let from = 0; from < count; from += 500)
    await joinLine(line, { saleId, entryIds: entryIds.slice(from, from + 500) });
  await leaveLine(line, { saleId, exits: [{ entryId: entryIds[2] ?? '', number: 3 }] });
  const open = () =>
    openSale({ db, redis, line, log: testLog, ...(beacon && { beacon: openBeacon(beacon.url) }) }, saleId);
  const ask = (query = '') => api.ask('GET', `/api/sales/${slug}/proof${query}`);
  return {
    db,
    api,
    line,
    saleId,
    slug,
    seed,
    entryIds,
    open,
    ask,
    url: `${api.url}/api/sales/${slug}/proof`,
  };
}

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
  for (let chunkNo = 0; chunkNo < 400; chunkNo += 1)
    await keepChunks(db, saleId, [{ chunkNo, entryHashes, root: 'ab'.repeat(32) }]);
  await fixSize(db, saleId, size);
  await fixRoot(db, saleId, { root: 'ab'.repeat(32), beacon: null, state: 'none' });

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

/** Runs the script as a stranger does: another folder, nothing of ours beside it. */
const verify = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const script = path.resolve('scripts/verify-draw.ts');
    execFile(process.execPath, [script, ...args], { cwd: scratchFolder() }, (fault, out, err) => {
      resolve({ code: fault ? Number(fault.code) : 0, said: `${out}${err}` });
    });
  });

test('VER-22: a true draw is right from its address and from a file, and tells where an entry went', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const { open, ask, url, entryIds, line, saleId } = await lobbyOf(stores, 700, beacon);
  await open();
  expect(await verify(url)).toMatchObject({ code: 0, said: expect.stringContaining('what it says') });
  const file = path.join(scratchFolder(), 'proof.json');
  writeFileSync(file, JSON.stringify((await ask()).body));
  const { standings } = await readStandings(line, { saleId, entryIds: entryIds.slice(4, 5) });
  const told = await verify(file, '--index', '5', `--entry=${entryIds[4]}`, '--beacon');
  expect(told).toMatchObject({ code: 0, said: expect.stringContaining(`number ${standings[0]?.number}`) });
  expect(told.said).toContain('stands in the root with index 5');
  expect(told.said).toContain('the beacon says of round 102');
});

test('VER-22: it imports nothing of ours', async () => {
  const imports = [...readFileSync('scripts/verify-draw.ts', 'utf8').matchAll(/from '([^']+)'/g)];
  expect(imports.map(([, name]) => name)).toEqual(['node:crypto', 'node:fs', 'node:util']);
});

test('VER-22: whatever is not true is named, and what is not there yet is no verdict', async ({ stores }) => {
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const { db, saleId, open, ask, url } = await lobbyOf(stores, 40, beacon);
  const early = await verify(url);
  expect(early).toMatchObject({
    code: 2,
    said: expect.stringContaining('only the hash of the seed is public'),
  });
  await open();
  const proof = (await ask()).body as DrawProof;
  const other = 'ab'.repeat(32);
  const file = path.join(scratchFolder(), 'proof.json');
  const verdict = async (changed: object, ...args: string[]) => {
    writeFileSync(file, JSON.stringify({ ...proof, ...changed }));
    return await verify(file, ...args);
  };
  const wrong = async (changed: object, word: string, ...args: string[]) =>
    expect(await verdict(changed, ...args)).toMatchObject({
      code: 1,
      said: expect.stringMatching(new RegExp(`WRONG {2}[^\\n]*${word}`)),
    });
  await wrong({ entries: proof.entries.with(6, other) }, 'root');
  await wrong({ entries: proof.entries.slice(0, -1) }, 'indexes');
  await wrong({ size: 39 }, 'indexes');
  await wrong({ root: other }, 'root');
  await wrong({ seed: other }, 'seed');
  await wrong({ seedHash: other }, 'seed');
  await wrong({ key: other }, 'key');
  await wrong({ beacon: { state: 'none' } }, 'key');
  await wrong({ beacon: { ...proof.beacon, randomness: other } }, 'beacon', '--beacon');
  await wrong({}, 'entry', '--entry=nobody');
  const { seed: _seed, key: _key, ...sealed } = proof;
  writeFileSync(file, JSON.stringify(sealed));
  expect(await verify(file)).toMatchObject({ code: 2, said: expect.stringContaining('So far all is right') });
  for (const text of ['', '{}', '[]', 'null', JSON.stringify(proof).slice(0, -9)]) {
    writeFileSync(file, text);
    expect((await verify(file)).code).toBe(2);
  }
  expect((await verdict({ entries: [1] })).code).toBe(2);
  expect((await verify()).code).toBe(2);
  expect((await verify('http://127.0.0.1:1/')).code).toBe(2);
  await fixRoot(db, saleId, { root: other, beacon: null, state: 'none' });
  expect((await readDraw(db, saleId)).root).toBe(proof.root); // What is published stands.
}, 60_000);

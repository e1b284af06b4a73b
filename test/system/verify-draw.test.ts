/** What `scripts/verify-draw.ts` says of a draw that was really made: true, not there yet, and tampered with. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { fixRoot, readDraw } from '../../db/draw.ts';
import type { DrawProof } from '../../domain/draw-proof.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { test } from '../api.ts';
import { openTestBeacon } from '../beacon.ts';
import { lobbyOf } from '../drawn-lobby.ts';
import { scratchFolder } from '../scratch.ts';

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
  expect(told.said).toContain('no chain is named: the beacon was taken at its word');
  expect(told.said).toContain('its randomness is the hash of its signature');
  expect(told.said).toContain('note   the beacon does not say when its rounds appear');
});

test('LIN-37: the round that was mixed in appeared after the root, by the beacon’s own clock, wherever it is asked', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const { open, url, ask } = await lobbyOf(stores, 40, beacon);
  await open();
  const proof = (await ask()).body as DrawProof;
  const rootAtMs = Date.parse(proof.rootAt ?? '');
  beacon.round101AtMs = rootAtMs; // Round 102 comes three seconds later.
  const honest = await verify(url, '--beacon');
  expect(honest).toMatchObject({
    code: 0,
    said: expect.stringMatching(/right {2}round 102 appeared at .*Z, after/),
  });
  beacon.round101AtMs = rootAtMs - 3_600_000;
  const known = await verify(url, '--beacon');
  expect(known).toMatchObject({ code: 1, said: expect.stringMatching(/WRONG {2}round 102 appeared/) });

  // Another relay of the same beacon says the same; one that lies, or signs otherwise, is found out.
  const relay = await openTestBeacon();
  relay.round = 200;
  expect(await verify(url, `--beacon-url=${relay.url}/`)).toMatchObject({ code: 0 });
  const { round, randomness } = proof.beacon;
  for (const [answer, word] of [
    [{ round, randomness: 'ab'.repeat(32) }, 'the beacon says'],
    [{ round: 103, randomness }, 'the beacon says'],
    [{ round, randomness, signature: 'abcd' }, 'its randomness'],
  ] as const) {
    relay.answer = { status: 200, text: JSON.stringify(answer) };
    const found = await verify(url, `--beacon-url=${relay.url}`);
    expect(found).toMatchObject({ code: 1, said: expect.stringContaining(`WRONG  ${word}`) });
  }
  relay.answer = { status: 200, text: 'no json' };
  expect((await verify(url, `--beacon-url=${relay.url}`)).code).toBe(2);
}, 60_000);

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
  const [first = null, second = null, ...others] = proof.entries;
  await wrong({ entries: [second, first, ...others] }, 'root'); // Another order.
  await wrong({ entries: [null, second, ...others] }, 'root'); // Somebody left out.
  await wrong({ entries: [other, ...proof.entries], size: 41 }, 'root'); // Somebody put in before all.
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

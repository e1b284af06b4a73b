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

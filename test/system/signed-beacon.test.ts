/** A draw whose beacon must sign (LIN-39): what is refused, what is published of it, and what a stranger can check. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { readDraw } from '../../db/draw.ts';
import type { DrawProof } from '../../domain/draw-proof.ts';
import { BEACON_WAIT_MS_MAX } from '../../domain/limits.ts';
import { randomnessIn } from '../../queue-worker/sale-clock/drand.ts';
import { test } from '../api.ts';
import { openTestBeacon, randomnessOf, sign, signatureOf } from '../beacon.ts';
import { lobbyOf } from '../drawn-lobby.ts';
import { scratchFolder } from '../scratch.ts';

const scheme = 'bls-unchained-g1-rfc9380';
const anHour = 3_600_000;

/** As a stranger does it. */
const verify = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const script = path.resolve('scripts/verify-draw.ts');
    execFile(process.execPath, [script, ...args], { cwd: scratchFolder() }, (fault, out, err) => {
      resolve({ code: fault ? Number(fault.code) : 0, said: `${out}${err}` });
    });
  });

/** A round that somebody made who has not the chain's key. */
function forged(round: number): { status: number; text: string } {
  const signature = sign(scheme, { round, previousSignature: null }, new Uint8Array(32).fill(9));
  return { status: 200, text: JSON.stringify({ round, signature, randomness: randomnessIn(signature) }) };
}

test('LIN-39, VER-20, VER-22: a forged round is refused in public and asked for again; the genuine one is mixed in with its signature', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  beacon.round101AtMs = Date.now() + anHour;
  const { db, saleId, open, ask, url } = await lobbyOf(stores, 30, beacon);
  beacon.answer = forged(100);
  await open();
  expect(await readDraw(db, saleId)).toMatchObject({ size: 30, root: null });
  expect((await ask()).body.beacon).toEqual({ state: 'none', refused: 'signature' });

  beacon.answer = null;
  await open();
  const { root } = await readDraw(db, saleId);
  const chainHash = beacon.chainHash();
  const named = { url: beacon.url, round: 102, chainHash };
  expect(root).toMatch(/^[0-9a-f]{64}$/);
  beacon.answer = forged(102);
  await open();
  expect((await ask()).body.beacon).toEqual({ state: 'awaited', ...named, refused: 'signature' });
  beacon.answer = null;
  beacon.round = 102;
  await open();
  const proof = (await ask()).body as DrawProof;
  const mixed = { randomness: randomnessOf(102), signature: signatureOf(scheme, 102) };
  expect(proof.beacon).toEqual({ state: 'mixed', ...named, ...mixed });
  expect(proof.root).toBe(root);
  expect(proof.key).toMatch(/^[0-9a-f]{64}$/);

  // A stranger sees what the signature gives, and that the times are the chain's own.
  beacon.info = { public_key: 'ab'.repeat(96) };
  expect(await verify(url, '--beacon')).toMatchObject({
    code: 1,
    said: expect.stringMatching(/WRONG {2}its times and key are those of the chain/),
  });
  beacon.info = {};
  const { code, said } = await verify(url, '--beacon');
  expect([code, said]).toEqual([0, expect.stringContaining('it is the hash of the published signature')]);
  expect(said).toContain(`its times and key are those of the chain ${chainHash}`);
  expect(said).toContain('drand’s tools tell whether the key');
}, 180_000);

test('LIN-39, LIN-22: where nothing genuine comes in time the draw goes on without, and says what was refused', async ({
  stores,
}) => {
  const beacon = await openTestBeacon();
  beacon.round101AtMs = Date.now() + anHour;
  const { db, saleId, open, ask, url } = await lobbyOf(stores, 30, beacon);
  await open();
  beacon.answer = { status: 200, text: JSON.stringify({ round: 102, randomness: 'ab'.repeat(32) }) };
  await open();
  expect((await ask()).body.beacon).toMatchObject({ state: 'awaited', refused: 'unsigned' });
  await sql`update sale set draw_root_at = now() - ${BEACON_WAIT_MS_MAX} * interval '1 ms'`.execute(db);
  await open();
  const { key } = await readDraw(db, saleId);
  expect(key).not.toBeNull();
  const { beacon: told } = (await ask()).body as DrawProof;
  expect(told).toMatchObject({ state: 'missing', refused: 'unsigned', round: 102 });
  expect(Object.keys(told)).not.toContain('randomness');
  const { code, said } = await verify(url);
  expect([code, said]).toEqual([0, expect.stringContaining('was not believed: unsigned')]);
}, 180_000);

test('LIN-39: PostgreSQL keeps no randomness that is not its signature’s hash, and none unsigned where a chain is named', async ({
  stores: { db },
  stores,
}) => {
  const { saleId } = await lobbyOf(stores, 3);
  const [signature, other] = ['ab'.repeat(48), 'cd'.repeat(32)];
  const keep = (beacon: string, signed: string | null, chain: string | null) =>
    db
      .updateTable('sale')
      .set({ draw_beacon_state: 'mixed', draw_beacon: beacon, draw_beacon_chain: chain })
      .set({ draw_beacon_signature: signed })
      .where('id', '=', saleId)
      .execute();
  await expect(keep(other, signature, null)).rejects.toThrow('sale_beacon_is_its_signature');
  await expect(keep(other, null, other)).rejects.toThrow('sale_beacon_is_signed');
  await keep(randomnessIn(signature), signature, other);
  await keep(other, null, null);
});

/**
 * The checker itself. A history in which all is well must hold; then one thing is broken, where the schema would refuse it
 * with the constraint taken away first, and exactly the invariant that speaks of it must be named. An invariant that no
 * planted corruption can break would prove nothing.
 */
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../db/schema.ts';
import { brokenOf, checkAll } from '../scripts/verify/check-all.ts';
import { invariants } from '../scripts/verify/invariants.ts';
import { verdictText } from '../scripts/verify/words.ts';
import { test } from './stores.ts';
import { corruptions } from './verify/corruptions.ts';
import { plantCrowd, plantHistory } from './verify/history.ts';

const PATIENCE_SECONDS = 60;

async function verify(db: Kysely<Database>, crowd = plantCrowd()) {
  return await checkAll(db, [crowd], PATIENCE_SECONDS);
}

test('VER-3: a history in which all is well holds every invariant', async ({ db }) => {
  await plantHistory(db);
  const verified = await verify(db);
  expect(verdictText(verified)).toContain(`All ${invariants.length} invariants hold.`);
  const unused = verified.verdicts.filter(({ finding }) => finding.checked === 0);
  expect(unused.map(({ invariant }) => invariant.name)).toEqual(['sold-out-truly']); // There is still something left.
});

test('VER-3: an empty database holds every invariant', async ({ db }) => {
  const verified = await checkAll(db, [], PATIENCE_SECONDS);
  expect(brokenOf(verified)).toEqual([]);
});

test('VER-2: every invariant has a corruption that breaks it', () => {
  const planted = new Set(corruptions.map(({ breaks }) => breaks));
  expect([...planted].sort()).toEqual(invariants.map(({ name }) => name).sort());
});

for (const { breaks, plants, crowd, by } of corruptions) {
  test(`VER-1, VER-2: ${plants} breaks ${breaks} and nothing else`, async ({ db }) => {
    await plantHistory(db);
    for (const statement of by) await sql.raw(statement).execute(db);
    const verified = await verify(db, plantCrowd(crowd));
    expect(brokenOf(verified), verdictText(verified)).toEqual([breaks]);
  });
}

test('VER-4: what was done under an earlier setting is no fault', async ({ db }) => {
  await plantHistory(db);
  await sql`update sale set floor_max = 1, admit_per_minute = 1, per_visitor_max = 1`.execute(db);
  expect(brokenOf(await verify(db))).toEqual(['floor', 'pace']);
  await sql`
    insert into audit (actor, act, sale_id, detail) values ('staff:stf_1', 'sale.change', 'sal_1',
      '{"floorMax":{"was":3,"is":1},"admitPerMinute":{"was":600,"is":1},"perVisitorMax":{"was":2,"is":1}}')`.execute(
    db,
  );
  expect(brokenOf(await verify(db))).toEqual([]);
});

test('VER-4, PAC-4: more calls than the rate are right once somebody did not come, within the correction', async ({
  db,
}) => {
  await plantHistory(db);
  await sql`update sale set admit_per_minute = 3`.execute(db);
  expect(brokenOf(await verify(db))).toEqual([]);
  await sql`update sale set admit_per_minute = 2`.execute(db);
  expect(brokenOf(await verify(db))).toEqual(['pace']);
});

test('VER-5: a record about a sale of another database is left out, and said so', async ({ db }) => {
  await plantHistory(db);
  const verified = await verify(db, { ...plantCrowd(), saleId: 'sal_elsewhere' });
  expect(verified.strangers).toEqual(['crowd.jsonl']);
  expect(brokenOf(verified)).toEqual([]);
});

/** Uses of access codes against a real PostgreSQL: exactly as many as there are, however many try at once. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { CodeLane } from '../domain/lane.ts';
import { newId, systemChance } from '../runtime/chance.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { insertSale } from '../test/line.ts';
import { newEntryId, newKeys, test } from '../test/stores.ts';
import { accessCodeHashes, newAccessCode, plainCode } from '../tokens/access-code.ts';
import { accessCodesOf, makeCodes, useCodes, withdrawCode } from './access-codes.ts';
import type { openDatabase } from './open.ts';

type Db = ReturnType<typeof openDatabase>;
const ring = parseKeyRing(newKeys());

async function makeCode(
  db: Db,
  saleId: string,
  of: { usesMax?: number; lane?: CodeLane; endsAt?: Date } = {},
) {
  const code = newAccessCode(systemChance);
  const id = newId('cod');
  const [hash = ''] = accessCodeHashes(ring, saleId, code);
  const { usesMax = 1, lane = 'ordinary', endsAt = null } = of;
  await db
    .transaction()
    .execute((trx) => makeCodes(trx, { saleId, label: '', lane, usesMax, endsAt, codes: [{ id, hash }] }));
  return {
    id,
    code,
    use: (visitorId: string) => ({ visitorId, hashes: accessCodeHashes(ring, saleId, code) }),
  };
}

test('ACC-2: the last use of a code, taken by two hundred at once in several batches, is one visitor’s', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const { id, use } = await makeCode(db, saleId, { usesMax: 7 });
  const batches = Array.from({ length: 10 }, () => Array.from({ length: 20 }, () => use(newEntryId())));
  const used = (await Promise.all(batches.map((batch) => useCodes(db, saleId, batch)))).flat();
  expect(used.filter((one) => one !== null)).toHaveLength(7);
  expect(await accessCodesOf(db, { saleId, codes: 10 })).toMatchObject([{ id, uses: 7, usesMax: 7 }]);
});

test('ACC-2: of two who ask for the last use at the very same moment one gets it, and the other a clean no', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const { use } = await makeCode(db, saleId);
  const stuck = Promise.withResolvers<void>();
  const holding = db.transaction().execute(async (trx) => {
    await sql`select 1 from access_code for update`.execute(trx);
    await stuck.promise;
  });
  const asking = Promise.all([
    useCodes(db, saleId, [use(newEntryId())]),
    useCodes(db, saleId, [use(newEntryId())]),
  ]);
  asking.catch(() => {}); // Looked at below.
  for (let waiting = 0; waiting < 2; ) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    waiting = rows[0]?.n ?? 0;
  }
  stuck.resolve();
  await holding;
  const used = (await asking).flat();
  expect(used.filter((one) => one !== null)).toHaveLength(1);
});

test('ACC-2: the same visitor costs one use, twice in a batch, in two at once, and later', async ({ db }) => {
  const saleId = await insertSale(db);
  const { use } = await makeCode(db, saleId, { usesMax: 2 });
  const me = newEntryId();
  const both = await Promise.all([1, 2].map(() => useCodes(db, saleId, [use(me), use(me)])));
  expect(both.flat().every((one) => one !== null)).toBe(true);
  expect(await useCodes(db, saleId, [use(newEntryId()), use(me), use(newEntryId())])).toMatchObject([
    { lane: 'ordinary' },
    { lane: 'ordinary' },
    null,
  ]);
});

test('ACC-1: wrong, used, ended, withdrawn and another sale’s codes are one and the same no', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const [used, ended, withdrawn] = await Promise.all([
    makeCode(db, saleId),
    makeCode(db, saleId, { endsAt: new Date(Date.now() - 1_000) }),
    makeCode(db, saleId, { usesMax: 5 }),
  ]);
  await useCodes(db, saleId, [used.use(newEntryId())]);
  await db.transaction().execute((trx) => withdrawCode(trx, saleId, withdrawn.id));
  const foreign = await makeCode(db, await insertSale(db));
  const visitorId = newEntryId();
  const wrong = { visitorId, hashes: accessCodeHashes(ring, saleId, 'AAAA-AAAA-AAAA-AAAA') };
  const asked = [used, ended, withdrawn, foreign].map(({ use }) => use(visitorId));
  expect(await useCodes(db, saleId, [...asked, wrong])).toEqual([null, null, null, null, null]);
});

test('ACC-1: a code that does not open asks PostgreSQL the same, whatever is wrong with it', async ({
  db,
}) => {
  const saleId = await insertSale(db);
  const used = await makeCode(db, saleId);
  await useCodes(db, saleId, [used.use(newEntryId())]);
  const withdrawn = await makeCode(db, saleId);
  await db.transaction().execute((trx) => withdrawCode(trx, saleId, withdrawn.id));
  const wrong = { visitorId: newEntryId(), hashes: accessCodeHashes(ring, saleId, 'nonsense') };
  const statementsOf = async (use: { visitorId: string; hashes: readonly string[] }) => {
    const said: string[] = [];
    const counting = db.withPlugin({
      transformQuery: ({ node }) => {
        said.push(node.kind);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await useCodes(counting, saleId, [use]);
    return said;
  };
  const each = await Promise.all(
    [wrong, used.use(newEntryId()), withdrawn.use(newEntryId())].map((use) => statementsOf(use)),
  );
  expect(each[0]).toHaveLength(2);
  expect(new Set(each.map((said) => said.join())).size).toBe(1);
});

test('ACC-2: PostgreSQL itself refuses a use too many', async ({ db }) => {
  const saleId = await insertSale(db);
  await makeCode(db, saleId);
  await expect(sql`update access_code set uses = uses + 2`.execute(db)).rejects.toThrow(/access_code/);
});

test('ACC-3: a code has 80 bits in letters that nobody confuses, and reads the same however it is typed', () => {
  const code = newAccessCode(systemChance);
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(plainCode(typed)).toBe(plainCode(code));
  const many = new Set(Array.from({ length: 2_000 }, () => newAccessCode(systemChance)));
  expect(many.size).toBe(2_000);
  // Every letter turns up in every position: no bit of the ten bytes is lost.
  const letters = [...many].map(plainCode);
  for (let at = 0; at < 16; at += 1) expect(new Set(letters.map((one) => one[at])).size).toBe(32);
});

test('ACC-3: what is kept is neither the code nor the same for another sale or key', async ({ db }) => {
  const saleId = await insertSale(db);
  const { code } = await makeCode(db, saleId);
  const rows = await db.selectFrom('access_code').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(plainCode(code));
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(accessCodeHashes(ring, 'sal_other', code)).not.toEqual(accessCodeHashes(ring, saleId, code));
  const others = parseKeyRing(newKeys());
  expect(accessCodeHashes(others, saleId, code)).not.toEqual(accessCodeHashes(ring, saleId, code));
});

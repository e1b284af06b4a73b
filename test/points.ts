/** Accounts with points for tests, and what becomes of their orders' points. */
import { sql } from 'kysely';
import { lockBalance, settlePoints, writeEntry } from '../db/points.ts';
import type { SaleRecord } from '../db/sales.ts';
import { checkAll } from '../scripts/verify/check-all.ts';
import { signUp } from './accounts.ts';
import { orderBody, type TestApi, type TestStores } from './api.ts';
import { testAddress } from './house.ts';
import { newEntryId } from './stores.ts';

type Db = TestStores['db'];
export const owner = (accountId: string) => ({ accountId, currency: 'KRW' });
export const secret = () => newEntryId().padEnd(43, 'A');

/** An account with so many points of before. */
export async function rich(api: TestApi, stores: TestStores, points: number) {
  const { body } = await signUp(api, stores, 'minseo@example.com');
  const { id } = await stores.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
  if (points > 0) {
    await stores.db.transaction().execute(async (trx) => {
      await lockBalance(trx, owner(id));
      const entry = {
        kind: 'earn',
        amount: points,
        key: 'earn:before',
        orderId: null,
        ofAmount: null,
      } as const;
      await writeEntry(trx, { ...owner(id), ...entry });
    });
  }
  return { id, token: body.accessToken as string };
}
/** Two units of goods that go by post, 4,000 points of their price. */
export async function placeWithPoints(api: TestApi, sale: SaleRecord, token: string) {
  const { body } = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    token,
    headers: { 'idempotency-key': 'a', 'usher-secret': secret() },
    json: { ...orderBody(sale, 2), points: 4_000, address: testAddress },
  });
  return { id: body.id as string, headers: { 'usher-order-key': body.key as string } };
}
export const balance = async (db: Db) =>
  (await db.selectFrom('points_account').select('balance').executeTakeFirst())?.balance ?? 0;
/** As the outbox does, twice. */
export async function settleAll(db: Db, percent = 1) {
  const rows = await db.selectFrom('outbox').select('payload').where('topic', '=', 'points').execute();
  for (const { payload } of [...rows, ...rows]) {
    const { orderId } = payload as { orderId: string };
    await db.transaction().execute((trx) => settlePoints(trx, orderId, percent));
  }
  await db.updateTable('outbox').set({ done_at: sql`now()` }).where('topic', '=', 'points').execute();
}
export const brokenPoints = async (db: Db) =>
  (await checkAll(db, [], 0)).verdicts
    .filter(
      ({ invariant, finding }) => /points|order-totals|parts/.test(invariant.name) && finding.broken > 0,
    )
    .flatMap(({ finding }) => finding.examples);

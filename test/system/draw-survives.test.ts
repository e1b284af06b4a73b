/**
 * A draw whose process is killed, and whose Redis forgets, between any two of its steps: gateways put receipts back, some
 * before the opening and some long after it, and everybody stands where the published draw puts them.
 */
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { readDraw } from '../../db/draw.ts';
import { liveSales } from '../../db/live-sales.ts';
import type { Database } from '../../db/schema.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { DrawnPlaces } from '../../gateway/line/drawn-places.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { openSale } from '../../queue-worker/sale-clock/open-sale.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { type Line, openLine } from '../../redis/line.ts';
import { openRedis } from '../../redis/open.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import { dyingAfter } from '../dying.ts';
import { insertSale } from '../line.ts';
import { type PrivateRedis, startPrivateRedis } from '../private-redis.ts';
import { newEntryId, test, testLog } from '../stores.ts';

let server: PrivateRedis;
beforeAll(async () => {
  server = await startPrivateRedis();
});
afterAll(() => server.stop());

const ENOUGH_STEPS = 100;

async function openGround(db: Kysely<Database>) {
  const redis = openRedis(server.url, testLog);
  onTestFinished(() => redis.disconnect());
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
  const line = openLine({ redis, db, log: testLog });
  const deps = { db, redis, line, log: testLog, name: 'queue-worker-1' };
  return { deps, keep: () => keepLines(deps) };
}
type Ground = Awaited<ReturnType<typeof openGround>>;

/** Six in the lobby, one of them in the slow lane, and the receipts they hold. */
async function newLobby({ deps: { db, line }, keep }: Ground) {
  const saleId = await insertSale(db, { state: 'lobby', lobby: 'shuffle', opens_at: new Date(0) });
  await keep();
  await reserveNumbers(line, db, saleId);
  const entryIds = Array.from({ length: 6 }, newEntryId);
  const lanes = entryIds.map((_, at) => (at === 5 ? 'slow' : 'ordinary'));
  const { standings } = await joinLine(line, { saleId, entryIds, lanes });
  return { saleId, receipts: standings.map((standing) => receiptOf(saleId, standing)) };
}

const receiptOf = (
  saleId: string,
  { entryId, number, state, lane }: Awaited<ReturnType<typeof readStandings>>['standings'][number],
): Receipt => ({
  saleId,
  entryId,
  number,
  lobby: state === 'lobby',
  ...(lane === 'slow' && { lane }),
  generation: 1,
  secretHash: null,
});

/** As a gateway does whose memory of the sale is older than the draw. */
async function bringBack(db: Kysely<Database>, line: Line, saleId: string, receipts: readonly Receipt[]) {
  const [sale] = (await liveSales(db)).filter(({ id }) => id === saleId);
  if (!sale) throw new Error('the sale is not live');
  const stale = { ...sale, drawKey: null, drawSize: null };
  const places = await new DrawnPlaces().placesOf(db, stale, receipts);
  await restorePlaces(line, { saleId, places });
}

/** What becomes of Redis while nobody is at work. */
const losses = {
  'everything it knew': async ({ deps }: Ground) => void (await deps.redis.flushall()),
  'nothing, but is another one': async ({ deps: { db } }: Ground) =>
    void (await sql`update line_generation set run_id = 'another'`.execute(db)),
} as const;

for (const [what, lose] of Object.entries(losses)) {
  test(`LIN-23, LIN-24: killed after any step of the opening, while Redis forgets ${what}`, async ({
    db,
  }) => {
    const ground = await openGround(db);
    const { deps, keep } = ground;
    const { line } = deps;
    for (let steps = 0, isDead = true; isDead; steps += 1) {
      expect(steps).toBeLessThan(ENOUGH_STEPS);
      const { saleId, receipts } = await newLobby(ground);
      isDead = await openSale(dyingAfter(deps, steps), saleId).then(
        () => false,
        () => true,
      );
      // Somebody comes after the opening time, and may be told a number above the lobby's.
      const late = await joinLine(line, { saleId, entryIds: [newEntryId()] });
      const lateReceipts = late.standings.map((standing) => receiptOf(saleId, standing));
      await lose(ground);
      await keep();
      await bringBack(db, line, saleId, [...receipts.slice(0, 2), ...lateReceipts]);
      await reserveNumbers(line, db, saleId);
      await joinLine(line, { saleId, entryIds: [newEntryId()] });
      await openSale(deps, saleId);
      await keep();
      await bringBack(db, line, saleId, receipts);

      const draw = await readDraw(db, saleId);
      expect(draw.openedAt, `after ${steps} steps`).not.toBeNull();
      const place = permutationOf(draw.key ?? '', draw.size ?? 0);
      const { head, standings } = await readStandings(line, {
        saleId,
        entryIds: [...receipts, ...lateReceipts].map(({ entryId }) => entryId),
      });
      expect(head).toMatchObject({ phase: 'open', lobbyCount: 0, waiting: 7, slow: { waiting: 1 } });
      const told = standings.map(({ state, number, lane }) => [state, number, lane]);
      const due = receipts.map(({ number, lane }) => ['waiting', place(number - 1) + 1, lane ?? 'ordinary']);
      const [lateOne] = lateReceipts;
      const lateNumber = lateOne?.number ?? 0;
      const lateDue = lateNumber <= (draw.size ?? 0) ? place(lateNumber - 1) + 1 : lateNumber;
      expect(told, `after ${steps} steps`).toEqual([...due, ['waiting', lateDue, 'ordinary']]);
      const ordinary = standings.filter(({ lane }) => lane === 'ordinary');
      const inOrder = ordinary.toSorted((a, b) => a.number - b.number).map(({ ahead }) => ahead ?? -1);
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    }
  }, 60_000);
}

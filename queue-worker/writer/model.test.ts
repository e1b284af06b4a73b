/**
 * Random histories of one sale, replayed against PostgreSQL and against a few plain lines: crowds that meet
 * the limit and the stock, money on time, late, twice and for nothing, cancels, lapses, new capacities, and
 * writers that change in between.
 */
import { fc } from '@fast-check/vitest';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { stageCommand } from '../../db/commands.ts';
import type { Database } from '../../db/schema.ts';
import { commitBatch } from '../../db/writer.ts';
import type { BatchAsk } from '../../db/writer-facts.ts';
import { openWriterPool } from '../../db/writer-pool.ts';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import { decideBatch } from '../../domain/writer/decide.ts';
import { test, testLog } from '../../test/stores.ts';
import { bookOf, insertSaleWithBook, letIn, reserveOf, takeLease } from '../../test/writer.ts';
import { openModel } from '../../test/writer-model.ts';

const LIMIT = 3;
const UNITS = 6;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reserve' as const), visitor: fc.nat({ max: 3 }), quantity: fc.integer({ min: 1, max: 3 }), repeats: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('confirm' as const), order: fc.nat(), payment: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'refund' as const, 'lapse' as const, 'pay' as const, 'due' as const), order: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('part' as const), order: fc.nat(), quantity: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('adjust' as const), capacity: fc.nat({ max: 10 }) }) },
); // biome-ignore format: a table
const batch = fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 5 }), isNewWriter: fc.boolean() });

test('WRT-3, WRT-4, WRT-5, ORD-5, ORD-6, ORD-9, ORD-15: any history leaves PostgreSQL where a few plain lines are', async ({
  db,
  databaseUrl,
}) => {
  const pool = openWriterPool(databaseUrl, testLog);
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 8 }), async (history) => {
      const sale = await insertSaleWithBook(db, { units: [UNITS], per_visitor_max: LIMIT, mode: 'shelf' });
      const visitors = await letIn(db, sale.id, 4);
      const model = openModel(UNITS, LIMIT);
      const asked: ReturnType<typeof reserveOf>[] = [];
      let lease = await takeLease(db, sale.id);
      let units: BatchAsk['units'] = null;
      let keys = 0;

      for (const { steps, isNewWriter } of history) {
        if (isNewWriter) {
          lease = await takeLease(db, sale.id);
          units = null;
        }
        const reserves: ReturnType<typeof reserveOf>[] = [];
        for (const step of steps) {
          if (step.do === 'reserve') {
            const visitor = visitors[step.visitor];
            if (!visitor) throw new Error('four are inside');
            const lines = [{ tierId: sale.tierIds[0] ?? '', quantity: step.quantity }];
            const again = step.repeats ? asked.at(-1) : undefined;
            const ask = again ?? reserveOf(sale, visitor, { lines, emailIndex: `mail${step.visitor % 3}` });
            if (!again) asked.push(ask);
            reserves.push(ask);
            continue;
          }
          keys += 1;
          if (step.do === 'adjust') {
            const tiers = [{ id: sale.tierIds[0] ?? '', capacity: step.capacity }];
            await stageCommand(db, { saleId: sale.id, kind: 'adjust', key: `${sale.id}${keys}`, orderId: null, payload: { tiers, by: 'stf' } }); // biome-ignore format: one command
            model.row({ do: 'adjust', capacity: step.capacity });
            continue;
          }
          const orderId = model.someOrder(step.order);
          if (!orderId) continue;
          if (step.do === 'pay' || step.do === 'due') {
            await moveClock(db, orderId, step.do);
            model.move(orderId, step.do);
            continue;
          }
          if (step.do === 'part') {
            const lines = [{ lineNo: 1, quantity: step.quantity }];
            await stageCommand(db, { saleId: sale.id, kind: 'refund', key: `${sale.id}${keys}`, orderId, payload: { reason: null, by: 'stf', lines } }); // biome-ignore format: one command
            model.row({ do: 'part', orderId, quantity: step.quantity });
            continue;
          }
          const paymentId = `${orderId}-pay${step.do === 'confirm' ? step.payment : 0}`;
          if (step.do === 'confirm') await capture(db, orderId, paymentId, model.boughtBy(orderId) * 10_000);
          await stageCommand(db, { saleId: sale.id, key: `${sale.id}${keys}`, orderId, ...rowOf(step.do, paymentId, model.boughtBy(orderId)) }); // biome-ignore format: one command
          model.row({ do: step.do, orderId, paymentId });
        }
        const ask: BatchAsk = {
          reserves,
          rows: 'open',
          due: 'due',
          illOrderIds: [],
          commandsMax: BATCH_COMMANDS_MAX,
          endsPasses: false,
          units,
        };
        const done = await commitBatch(pool, lease, ask, decideBatch);
        const expected = model.batch(reserves);
        expect(done?.decision.replies.map(({ answer }) => said(answer))).toEqual(expected);
        units = new Map([...(done?.units ?? []), ...(done?.decision.unitsChanged ?? [])]);

        const book = await bookOf(db, sale.id);
        expect(book.tiers[0]).toMatchObject(model.stock());
        expect(book.fold[0]).toMatchObject(model.stock());
        expect(book.ledger.map(({ seq }) => seq)).toEqual(book.ledger.map((_, i) => i + 1));
        const epochs = book.ledger.map(({ epoch }) => epoch);
        expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
        expect(Object.fromEntries(book.orders.map(({ id, state }) => [id, state]))).toEqual(model.orders());
        const refunds = await sql<{ key: string }>`
          select key from outbox where sale_id = ${sale.id} and topic = 'payment_refund'`.execute(db);
        expect(refunds.rows.map(({ key }) => key).toSorted()).toEqual(model.refunds());
        expect(await partsOf(db, sale.id)).toEqual(model.partsBack());
      }
    }),
    { numRuns: 25 },
  );
  await pool.end();
}, 120_000);

const said = (answer: { outcome: string; code?: string }) => answer.code ?? answer.outcome;

function rowOf(kind: 'confirm' | 'release' | 'refund' | 'lapse', paymentId: string, units: number) {
  if (kind === 'confirm') return { kind, payload: { paymentId, amount: units * 10_000, currency: 'KRW' } };
  if (kind === 'lapse') return { kind, payload: { paymentId } };
  return { kind, payload: { reason: null, by: 'somebody' } };
}

async function capture(db: Kysely<Database>, orderId: string, paymentId: string, amount: number) {
  await db
    .insertInto('payment')
    .values({
      id: paymentId,
      order_id: orderId,
      provider: 'sandbox',
      state: 'succeeded',
      amount,
      currency: 'KRW',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** What requests and time do to an order: it goes to be paid, or its hold is over. */
async function moveClock(db: Kysely<Database>, orderId: string, what: 'pay' | 'due') {
  if (what === 'pay') {
    await sql`update "order" set state = 'paying' where id = ${orderId} and state = 'held'`.execute(db);
  } else {
    await sql`update "order" set hold_expires_at = now() - interval '1 second' where id = ${orderId}`.execute(
      db,
    );
  }
}

/** Units that parts gave back, by order; and each of them has its money on the way, a unit's price each. */
async function partsOf(db: Kysely<Database>, saleId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ id: string; back: number; money: number; asked: number }>`
    select "order".id, sum(refunded_quantity)::int as back, "order".refunded_amount as money,
      coalesce((select sum(amount) from refund where order_id = "order".id), 0)::int as asked
    from "order" join order_line on order_id = "order".id where sale_id = ${saleId} group by "order".id`.execute(
    db,
  );
  for (const { back, money, asked } of rows) expect([money, asked]).toEqual([back * 10_000, back * 10_000]);
  return Object.fromEntries(rows.map(({ id, back }) => [id, back]));
}

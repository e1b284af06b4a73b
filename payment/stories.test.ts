/**
 * What may become of a payment between us and its provider, told over every provider: late, double, unheard, shuffled, given
 * back by others, disputed. contract.test.ts holds what the adapters do; here it is what our rows make of it.
 */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { paymentById } from '../db/payments.ts';
import { refundsOf } from '../db/refunds.ts';
import type { Database } from '../db/schema.ts';
import { commitBatch } from '../db/writer.ts';
import { openBook } from '../db/writer-genesis.ts';
import { openWriterPool } from '../db/writer-pool.ts';
import { decideBatch } from '../domain/writer/decide.ts';
import { reconcile } from '../queue-worker/payments/start.ts';
import { sweep } from '../test/held-order.ts';
import { commandsOf, insertOrder, stateOf } from '../test/paying.ts';
import { openSandboxTrial, openStripeTrial, otherMoney, type Trial } from '../test/provider-trials.ts';
import { test, testLog } from '../test/stores.ts';
import { takeLease } from '../test/writer.ts';
import { acceptWebhook } from './accept-webhook.ts';
import { askProvider } from './ask-provider.ts';
import { cancelPayment } from './cancel-payment.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { ProviderFailed } from './provider.ts';
import { refundPayment } from './refund-payment.ts';
import { startPayment } from './start-payment.ts';

const depsOf = (db: Kysely<Database>, { provider }: Trial): PaymentDeps => ({
  db,
  providers: new Map([[provider.name, provider]]),
  publicUrl: 'http://shop.test',
  log: testLog,
});
const begin = async (deps: PaymentDeps, { provider }: Trial, orderId: string) =>
  await startPayment(deps, { orderId, provider: provider.name });
const rowOf = async (db: Kysely<Database>, id: string) => {
  const row = await paymentById(db, id);
  if (!row) throw new Error('the payment is there');
  return row;
};
const hear = async (deps: PaymentDeps, id: string) =>
  (await askProvider(deps, await rowOf(deps.db, id), (provider, ref) => provider.read(ref))).outcome;

export function paymentStories(name: string, open: () => Promise<Trial>) {
  describe(name, () => {
    test('PAY-2: money that comes after the order has lapsed is handed to the writer, once', async ({
      db,
    }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const order = await insertOrder(db);
      const { id, redirectUrl } = await begin(deps, trial, order.id);
      await trial.press(redirectUrl, 'succeed');
      await db.updateTable('order').set({ state: 'lapsed' }).where('id', '=', order.id).execute();
      expect(await hear(deps, id)).toBe('applied');
      expect(await hear(deps, id)).toBe('known');
      expect(await commandsOf(db, order.id)).toMatchObject([
        { kind: 'confirm', payload: { paymentId: id, amount: 198_000, currency: 'KRW' } },
      ]);
    });

    test('PAY-7: a due order’s page is closed, and money that came first wins', async ({ db }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const [lapsing, paid] = [await insertOrder(db), await insertOrder(db)];
      const closed = await begin(deps, trial, lapsing.id);
      const first = await begin(deps, trial, paid.id);
      await trial.press(first.redirectUrl, 'succeed');
      await db.updateTable('order').set({ state: 'expiring' }).execute();
      for (const { id } of [lapsing, paid]) await cancelPayment(deps, id);
      await trial.press(closed.redirectUrl, 'succeed');
      await hear(deps, closed.id);
      expect(await commandsOf(db, lapsing.id)).toMatchObject([{ kind: 'lapse' }]);
      expect(await commandsOf(db, paid.id)).toMatchObject([{ kind: 'confirm' }]);
      expect(await rowOf(db, closed.id)).toMatchObject({ state: 'cancelled' });
    });

    test('PAY-2, PAY-8: of two payments of one order both reach the writer, and one goes back without the other', async ({
      db,
    }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const order = await insertOrder(db);
      const first = await begin(deps, trial, order.id);
      // Closed here by a word that came too early: the buyer begins another one, and pays both pages.
      await db.updateTable('payment').set({ state: 'cancelled' }).where('id', '=', first.id).execute();
      const second = await begin(deps, trial, order.id);
      for (const { redirectUrl } of [first, second]) await trial.press(redirectUrl, 'succeed');
      for (const { id } of [second, first]) await hear(deps, id);
      expect((await commandsOf(db, order.id)).map(({ key }) => key)).toEqual([
        `confirm:${second.id}`,
        `confirm:${first.id}`,
      ]);
      await db
        .updateTable('order')
        .set({ state: 'issued', payment_id: second.id })
        .where('id', '=', order.id)
        .execute();
      await refundPayment(deps, first.id, 'already_paid');
      await refundPayment(deps, first.id, 'already_paid');
      expect(await rowOf(db, first.id)).toMatchObject({ state: 'refunded', refunded_amount: 198_000 });
      expect(await rowOf(db, second.id)).toMatchObject({ state: 'succeeded', refunded_amount: 0 });
      expect(await commandsOf(db, order.id)).toHaveLength(2);
      expect(await stateOf(db, order.id)).toBe('issued');
    });

    test.for(otherMoney)(
      'PAY-2, PAY-25: %s is captured: the writer sells nothing for it, and all of it goes back',
      async ([, money], { db, databaseUrl }) => {
        await using trial = await open();
        const deps = depsOf(db, trial);
        const order = await insertOrder(db);
        const { id } = await begin(deps, trial, order.id);
        const ref = (await rowOf(db, id)).provider_ref ?? '';
        await trial.captureOther(ref, money);
        expect(await hear(deps, id)).toBe('applied');
        expect(await rowOf(db, id)).toMatchObject({ state: 'succeeded', ...money });
        expect(await commandsOf(db, order.id)).toMatchObject([{ payload: { paymentId: id, ...money } }]);

        await db.transaction().execute((trx) => openBook(trx, order.sale_id));
        const pool = openWriterPool(databaseUrl, testLog);
        await commitBatch(pool, await takeLease(db, order.sale_id), sweep, decideBatch);
        await pool.end();
        const reason = 'amount_differs';
        expect(await rowOf(db, id)).toMatchObject({ state: 'refund_pending', refund_reason: reason });
        expect(await stateOf(db, order.id)).toBe('paying');
        await refundPayment(deps, id, reason);
        await refundPayment(deps, id, reason);
        expect(await trial.provider.read(ref)).toMatchObject({
          ...{ state: 'refunded', refundedAmount: money.amount },
          ...money,
        });
        expect(await refundsOf(db, id)).toMatchObject([{ ...money, origin: 'shop', state: 'refunded' }]);
        const { moved } = await db
          .selectFrom('ledger')
          .select(({ fn }) => fn.countAll<number>().as('moved'))
          .where('kind', '<>', 'capacity')
          .executeTakeFirstOrThrow();
        expect(moved).toBe(0);
      },
    );

    test('PAY-11: a webhook that never comes costs a look and not the money', async ({ db }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const order = await insertOrder(db);
      const { redirectUrl } = await begin(deps, trial, order.id);
      await trial.press(redirectUrl, 'succeed');
      const past = sql<Date>`now() - interval '21 seconds'`;
      await db.updateTable('payment').set({ created_at: past, changed_at: past }).execute();
      await reconcile(deps);
      expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
    });

    test('PAY-5: the same event five times, two of them at once, has one effect; a forged one has none', async ({
      db,
    }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const order = await insertOrder(db);
      const { redirectUrl } = await begin(deps, trial, order.id);
      await trial.press(redirectUrl, 'succeed');
      const webhook = { provider: trial.provider.name, ...(await trial.someWebhook()) };
      const forged = { ...webhook, rawBody: `${webhook.rawBody} ` };
      await expect(acceptWebhook(deps, forged)).rejects.toMatchObject({ code: 'not_signed_in' });
      const old = { ...webhook, headers: trial.oldWebhook(webhook.rawBody) };
      await expect(acceptWebhook(deps, old)).rejects.toMatchObject({ code: 'not_signed_in' });
      expect(await commandsOf(db, order.id)).toEqual([]);
      await Promise.all([acceptWebhook(deps, webhook), acceptWebhook(deps, webhook)]);
      for (let copy = 0; copy < 3; copy += 1) expect(await acceptWebhook(deps, webhook)).toBe('repeated');
      expect(await commandsOf(db, order.id)).toMatchObject([{ kind: 'confirm' }]);
    });

    test('PAY-1: an old event that comes after the money went back changes nothing', async ({ db }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      const order = await insertOrder(db);
      const { id, redirectUrl } = await begin(deps, trial, order.id);
      await trial.press(redirectUrl, 'succeed');
      const paid = { provider: trial.provider.name, ...(await trial.someWebhook()) };
      await hear(deps, id);
      await refundPayment(deps, id, null);
      expect(await acceptWebhook(deps, paid)).toBe('known');
      expect(await rowOf(db, id)).toMatchObject({ state: 'refunded' });
      expect(await refundsOf(db, id)).toMatchObject([{ origin: 'shop', amount: 198_000, state: 'refunded' }]);
    });

    test('PAY-17, PAY-18: what others gave back, and what a bank took back, takes the order with it', async ({
      db,
    }) => {
      await using trial = await open();
      const deps = depsOf(db, trial);
      for (const how of ['refunded_at_provider', 'dispute_lost'] as const) {
        const order = await insertOrder(db);
        const { id, redirectUrl } = await begin(deps, trial, order.id);
        await trial.press(redirectUrl, 'succeed');
        await hear(deps, id);
        const settled = { state: 'issued', payment_id: id } as const;
        await db.updateTable('order').set(settled).where('id', '=', order.id).execute();
        const ref = (await rowOf(db, id)).provider_ref ?? '';
        if (how === 'refunded_at_provider') await trial.refundByHand(ref, 198_000);
        else for (const word of ['open', 'lost'] as const) await trial.dispute(ref, word);
        await hear(deps, id);
        expect(await rowOf(db, id)).toMatchObject({ state: 'refunded', refund_reason: how });
        expect(await commandsOf(db, order.id)).toMatchObject([
          { kind: 'confirm' },
          { kind: 'refund', payload: { reason: how } },
        ]);
      }
    });

    test('PAY-4: a webhook about nothing of this shop is heard, and leaves no trace', async ({ db }) => {
      await using trial = await open();
      const { name } = trial.provider;
      const deps = depsOf(db, trial);
      const strange = await trial.strangeWebhooks();
      expect(strange.length).toBeGreaterThan(0);
      for (const webhook of strange)
        expect(await acceptWebhook(deps, { provider: name, ...webhook })).toBe('unknown');
      for (const table of ['payment', 'stray_payment', 'order_flag', 'command'] as const)
        expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
      const [webhook] = strange;
      if (!webhook) throw new Error('no webhook was sent');
      await trial.failNextCall();
      const forged = { ...webhook, rawBody: `${webhook.rawBody} ` };
      await expect(acceptWebhook(deps, { provider: name, ...forged })).rejects.toMatchObject({
        code: 'not_signed_in',
      });
      await expect(acceptWebhook(deps, { provider: name, ...webhook })).rejects.toThrow(ProviderFailed);
    });
  });
}

paymentStories('sandbox', openSandboxTrial);
paymentStories('stripe', openStripeTrial);

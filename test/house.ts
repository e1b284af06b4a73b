/** A house that sells: the API with a real writer and a real bank, whose webhooks reach the API as over the gateway. */
import { awaitCommand } from '../db/commands.ts';
import type { SaleRecord } from '../db/sales.ts';
import { issueTickets } from '../db/tickets.ts';
import { refundPart, refundPayment } from '../payment/refund-payment.ts';
import { type Answer, openTestApi, orderBody, type TestApi, type TestStores } from './api.ts';
import { openTestBank } from './bank.ts';
import { paymentDeps } from './payment-deps.ts';

export const testAddress = {
  recipient: 'Minseo Han',
  line1: 'Sejong-daero 1',
  city: 'Seoul',
  postalCode: '04524',
  country: 'KR',
};

/** An order of a buyer of its own, and the headers that open it. */
export async function placeOrder(
  api: TestApi,
  sale: SaleRecord,
  quantity = 1,
): Promise<{ id: string; headers: Record<string, string> }> {
  const { headers } = await api.shopper(sale.id);
  const { body } = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    headers: { ...headers, 'idempotency-key': 'a' },
    json: {
      ...orderBody(sale, quantity),
      contact: { email: `${Math.random()}@example.com`, name: 'A' },
      ...(sale.fulfilment === 'shipping' && { address: testAddress }),
    },
  });
  return { id: body.id, headers: { 'usher-order-key': body.key } };
}

export async function openHouse(stores: TestStores) {
  const bank = await openTestBank();
  const api = await openTestApi(stores, { withWriter: true, payments: paymentDeps(stores.db, bank) });
  bank.answerWebhooks(async ({ rawBody, headers }) => {
    const answer = await api.ask('POST', '/api/webhooks/sandbox', {
      body: rawBody,
      headers: Object.fromEntries(
        [...headers].filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
      ),
    });
    return answer.status;
  });
  return {
    api,
    bank,
    /** Pays an order of one unit; answers once the writer has settled it. */
    async pay({ id, headers }: { id: string; headers: Record<string, string> }): Promise<Answer> {
      const started = await api.ask('POST', `/api/orders/${id}/payments`, {
        headers,
        json: { provider: 'sandbox' },
      });
      await bank.press(started.body.redirectUrl, 'succeed');
      await bank.webhooks(1);
      await awaitCommand(stores.db, `confirm:${started.body.id}`, 3_000);
      // As the outbox does: goods have none.
      const isForTickets = stores.db.selectFrom('outbox').select('id').where('key', '=', `tickets:${id}`);
      if (await isForTickets.executeTakeFirst())
        await stores.db.transaction().execute((trx) => issueTickets(trx, [id]));
      return started;
    },
    [Symbol.asyncDispose]: async () => {
      await api.close();
      await bank[Symbol.asyncDispose]();
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** What the outbox does with money that is owed; twice, as if a job had died after its effect. */
export async function payBack(db: TestStores['db'], { bank }: House): Promise<void> {
  const deps = paymentDeps(db, bank);
  const refunds = ['payment_refund', 'payment_refund_part'] as const;
  const rows = await db.selectFrom('outbox').selectAll().where('topic', 'in', refunds).execute();
  for (const { payload } of [...rows, ...rows]) {
    const { refundId, paymentId } = payload as { refundId?: string; paymentId?: string };
    if (refundId) await refundPart(deps, refundId);
    else await refundPayment(deps, paymentId ?? '', null);
  }
}

/** By the bank's own word, of the only payment there is. */
export async function moneyBack(db: TestStores['db'], { bank }: House): Promise<number | undefined> {
  const { provider_ref } = await db.selectFrom('payment').select('provider_ref').executeTakeFirstOrThrow();
  return (await bank.provider.read(provider_ref ?? '')).refundedAmount;
}

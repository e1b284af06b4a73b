/** A house that sells: the API with a real writer and a real bank, whose webhooks reach the API as over the gateway. */
import { awaitCommand } from '../db/commands.ts';
import type { SaleRecord } from '../db/sales.ts';
import { issueTickets } from '../db/tickets.ts';
import { type Answer, openTestApi, orderBody, type TestApi, type TestStores } from './api.ts';
import { openTestBank } from './bank.ts';
import { paymentDeps } from './payment-deps.ts';

/** An order of a buyer of its own, and the headers that open it. */
export async function placeOrder(
  api: TestApi,
  sale: SaleRecord,
  quantity = 1,
): Promise<{ id: string; headers: Record<string, string> }> {
  const { headers } = await api.shopper(sale.id);
  const { body } = await api.ask('POST', `/api/sales/${sale.slug}/orders`, {
    headers: { ...headers, 'idempotency-key': 'a' },
    json: { ...orderBody(sale, quantity), contact: { email: `${Math.random()}@example.com`, name: 'A' } },
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
      await stores.db.transaction().execute((trx) => issueTickets(trx, [id]));
      return started;
    },
    [Symbol.asyncDispose]: async () => {
      await api.close();
      await bank[Symbol.asyncDispose]();
    },
  };
}

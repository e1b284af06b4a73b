/**
 * Payments as the older systems take them: a row, a call to the bank, its webhook, and the order confirmed in a transaction
 * of its own. The signed webhook is believed as it is, which spares a question to the bank.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { isSignedWebhook, SIGNATURE_HEADER } from '../../../payment/sandbox-signature.ts';
import { type SandboxAsk, sandboxEvent, sandboxPayment } from '../../../payment/sandbox-wire.ts';
import { inTransaction } from './orders.ts';

export interface Bank {
  readonly url: string;
  readonly secret: string;
  /** Where a buyer comes back to. */
  readonly returnUrl: string;
}

const PAYABLE_MS = 15 * 60_000;

/** Where the buyer pays; null where there is nothing to pay. */
export async function startPayment(pool: pg.Pool, bank: Bank, orderId: string): Promise<string | null> {
  const begun = await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ state: string; total_amount: string }>({
      name: 'to pay',
      text: 'select state, total_amount from older."order" where id = $1 for update',
      values: [orderId],
    });
    const [order] = rows;
    if (!order || !['held', 'paying'].includes(order.state)) return null;
    const payment = { id: `pay_${randomUUID()}`, amount: Number(order.total_amount) };
    await client.query({
      name: 'payment',
      text: `insert into older.payment (id, order_id, state, amount) values ($1, $2, 'created', $3)`,
      values: [payment.id, orderId, payment.amount],
    });
    await client.query({
      name: 'paying',
      text: `update older."order" set state = 'paying' where id = $1`,
      values: [orderId],
    });
    return payment;
  });
  if (!begun) return null;
  const ref = await createAtBank(bank, begun);
  await pool.query({
    name: 'ref',
    text: `update older.payment set ref = $2, state = 'pending' where id = $1`,
    values: [begun.id, ref],
  });
  return `${bank.url}/pay/${ref}`;
}

async function createAtBank(bank: Bank, { id, amount }: { id: string; amount: number }): Promise<string> {
  const ask: SandboxAsk = {
    ...{ id, amount, currency: 'KRW', description: 'An order', returnUrl: bank.returnUrl },
    expiresAt: new Date(Date.now() + PAYABLE_MS).toISOString(),
  };
  const response = await fetch(`${bank.url}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bank.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(ask),
    signal: AbortSignal.timeout(3_000),
  });
  return sandboxPayment.parse(await response.json()).ref;
}

/** False where the signature does not hold. */
export async function hearBank(pool: pg.Pool, bank: Bank, body: string, headers: Headers): Promise<boolean> {
  if (!isSignedWebhook(bank.secret, body, headers.get(SIGNATURE_HEADER), Date.now())) return false;
  const { type, data } = sandboxEvent.parse(JSON.parse(body));
  if (type === 'payment.succeeded') await confirm(pool, data.ref);
  return true;
}

async function confirm(pool: pg.Pool, ref: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; order_id: string; state: string }>({
      name: 'paid by',
      text: 'select id, order_id, state from older.payment where ref = $1 for update',
      values: [ref],
    });
    const [payment] = rows;
    if (!payment || payment.state === 'succeeded') return;
    await client.query({
      name: 'captured',
      text: `update older.payment set state = 'succeeded', captured_at = now() where id = $1`,
      values: [payment.id],
    });
    await client.query({
      name: 'paid',
      text: `update older."order" set state = 'paid', paid_at = now() where id = $1 and state = 'paying'`,
      values: [payment.order_id],
    });
  });
}

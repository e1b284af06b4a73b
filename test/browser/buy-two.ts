/** Somebody buys two units of a sale without a line and pays at the bank, for tests of what comes afterwards. */
import { vi } from 'vitest';
import { testAddress } from '../house.ts';
import type { BrowserHouse } from './house.ts';

export interface Bought {
  readonly id: string;
  /** Opens its page. */
  readonly key: string;
}

export interface BuyTwo {
  /** Of a sale that is made for it. */
  readonly slug: string;
  readonly email: string;
  /** Tickets unless told. */
  readonly isGoods?: boolean;
}

/** Answers once the order is ticketed, or its parcel is being packed. */
export async function buyTwo(
  { run, db, makeSale }: BrowserHouse,
  { slug, email, isGoods = false }: BuyTwo,
): Promise<Bought> {
  await makeSale(slug, { title: 'Cups', units: 20 });
  const fulfilment = isGoods ? 'shipping' : 'ticket';
  await db.query(`update sale set mode = 'shelf', fulfilment = $2 where slug = $1`, [slug, fulfilment]);
  const isThere = async (query: string, ...values: string[]) => (await db.query(query, values)).rowCount;
  await vi.waitUntil(() => isThere(`select 1 from sale where slug = $1 and state = 'open'`, slug), {
    timeout: 10_000,
  });
  const tiers = `select tier.id from tier join sale on sale.id = sale_id where slug = $1 limit 1`;
  const { rows } = await db.query(tiers, [slug]);
  const ask = async (path: string, body: object, headers: Record<string, string>) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    return (await (await fetch(`${run.url}/api${path}`, init)).json()) as Record<string, string>;
  };
  const order = await vi.waitUntil(
    async () => {
      const body = {
        lines: [{ tierId: rows[0].id, quantity: 2 }],
        contact: { email, name: 'Minseo Han' },
        ...(isGoods && { address: testAddress }),
      };
      const headers = { 'idempotency-key': 'a', 'usher-secret': 'A'.repeat(43) };
      const placed = await ask(`/sales/${slug}/orders`, body, headers);
      return placed.id ? placed : null;
    },
    { timeout: 15_000, interval: 500 },
  );
  const { id = '', key = '' } = order ?? {};
  const payment = await ask(`/orders/${id}/payments`, { provider: 'sandbox' }, { 'usher-order-key': key });
  await fetch(payment.redirectUrl ?? '', {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'succeed' }),
    redirect: 'manual',
  });
  const paid = `select 1 from "order" where id = $1 and state in ('issued', 'preparing')`;
  await vi.waitUntil(() => isThere(paid, id), { timeout: 20_000 });
  return { id, key };
}

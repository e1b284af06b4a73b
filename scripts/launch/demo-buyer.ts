/**
 * A buyer of the demo, through the doors that everybody uses: line, pass, order, payment. So the sold-out sale has the
 * history of a real one, and `npm run verify` finds nothing odd in it.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';

export type Wish = { base: string; slug: string; tierId: string; name: string; signal: AbortSignal };

type Poll = { place: { receipt?: string }; call?: object; pass?: { pass: string } };
type Json = Record<string, unknown>;

const lookMs = 200;

/** Settles when the order is paid. Rejects when anything refuses, or when the signal says that it takes too long. */
export async function buyOne({ base, slug, tierId, name, signal }: Wish): Promise<void> {
  const secret = randomBytes(32);
  const secretHash = createHash('sha256').update(secret).digest('base64url');
  const proof = { 'usher-secret': secret.toString('base64url') };
  /** Asks again while it is told "later": every request here may be repeated. */
  const ask = async <Answer>(method: string, path: string, headers: Record<string, string>, body?: Json) => {
    for (;;) {
      const response = await fetch(new URL(path, base), {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal,
      });
      if (response.ok) return (await response.json()) as Answer;
      const word = await response.text();
      if (response.status !== 503 && response.status !== 429) {
        throw new Error(`${method} ${path}: ${response.status} ${word}`);
      }
      await pause(signal);
    }
  };

  const line = `/api/sales/${slug}/line`;
  let poll = await ask<Poll>('POST', line, proof, { secretHash });
  let receipt = poll.place.receipt ?? '';
  while (poll.pass === undefined) {
    await pause(signal);
    const headers = { ...proof, 'usher-receipt': receipt };
    poll = poll.call
      ? await ask<Poll>('POST', `${line}/claim`, headers, {})
      : await ask<Poll>('GET', line, headers);
    receipt = poll.place.receipt ?? receipt;
  }

  const order = await ask<{ id: string; key: string }>(
    'POST',
    `/api/sales/${slug}/orders`,
    { ...proof, 'usher-pass': poll.pass.pass, 'idempotency-key': randomUUID() },
    { lines: [{ tierId, quantity: 1 }], contact: { email: `${name.toLowerCase()}@example.org`, name } },
  );
  const key = { 'usher-order-key': order.key };
  const payment = await ask<{ redirectUrl: string }>('POST', `/api/orders/${order.id}/payments`, key, {
    provider: 'sandbox',
  });
  const page = new URL(payment.redirectUrl, base);
  // The page is the gateway's, whatever its public name is.
  const paid = await fetch(new URL(page.pathname + page.search, base), {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'succeed' }),
    redirect: 'manual',
    signal,
  });
  if (paid.status >= 400) throw new Error(`the bank answers ${paid.status}`);
  for (let state = ''; !['paid', 'issued'].includes(state); ) {
    await pause(signal);
    ({ state } = await ask<{ state: string }>('GET', `/api/orders/${order.id}`, key));
  }
}

/** Rejects when the signal says stop. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else setTimeout(resolve, lookMs);
  });
}

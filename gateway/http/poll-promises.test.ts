/** Promises to those who poll, over two gateways and a real line (ETA-10). */
import { expect } from 'vitest';
import type { LinePoll } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';

/** Written every five ticks of a gateway's clock. */
const TICKS_TO_WRITE = 5;

test('ETA-10: calls of those who poll are held against their promises, once, whichever gateway they ask', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 1_000, admit_per_minute: 60 });
  let nowMs = Date.now();
  await using one = await openTestGateway(stores, {}, () => nowMs);
  await using other = await openTestGateway(stores, {}, () => nowMs);
  const gateways = [one, other];
  const ask = async (at: number, init: RequestInit = {}) => {
    const { url } = gateways[at % 2] ?? one;
    const response = await fetch(`${url}/api/sales/${sale.slug}/line`, init);
    return (await response.json()) as LinePoll;
  };
  const people = await Promise.all(
    Array.from({ length: 24 }, async (_, i) => {
      const { secret, secretHash } = newSecret();
      const headers = { 'content-type': 'application/json', 'usher-secret': secret };
      const joined = await ask(i, { method: 'POST', headers, body: JSON.stringify({ secretHash }) });
      return { headers: { ...headers, 'usher-receipt': joined.place.receipt ?? '' }, promised: 0, called: 0 };
    }),
  );
  // One is called each second, and everybody asks each second, now here and now there.
  for (let second = 0; second < 22; second += 1) {
    nowMs += 1_000;
    await stores.redis.hset(`sale:{${sale.saleId}}:meta`, 'bucket_at', 0, 'owed', 0);
    await sale.admit();
    for (const gateway of gateways) await gateway.tick();
    for (const gateway of gateways) await gateway.tick(); // By now what one has counted is known to the other.
    await Promise.all(
      people.map(async (person, i) => {
        const { place } = await ask(i + second, { headers: person.headers });
        if (place.state === 'waiting' && place.eta) person.promised += 1;
        if (place.state === 'called') person.called += 1;
      }),
    );
  }
  for (let tick = 0; tick < TICKS_TO_WRITE; tick += 1) for (const gateway of gateways) await gateway.tick();
  // Who asked both while waiting was promised by both, and told of the call by both.
  const due = people.filter(({ promised, called }) => promised > 1 && called > 1).length;
  const score = await stores.db.selectFrom('eta_score').selectAll().executeTakeFirstOrThrow();
  expect(due).toBeGreaterThan(3);
  expect(score.promised).toBeGreaterThanOrEqual(due);
  expect(score.promised).toBeLessThanOrEqual(
    people.filter(({ promised, called }) => promised > 0 && called > 0).length,
  );
  expect(score.held).toBeGreaterThan(score.promised / 2);
});

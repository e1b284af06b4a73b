/** Sales without a slow lane, and visitors without scripts: what is asked of suspects there. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { joinBudgets, plainJoinBudget } from '../../domain/limits.ts';
import { fillBudget } from '../../test/budgets.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { solveCheck } from '../../test/solve-check.ts';
import { newSecret } from '../../test/visitor.ts';

const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

test('ACC-10: a sale without a wait has no slow lane: who is suspected works first, and is in at once', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { mode: 'passthrough' });
  await using gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const address = newAddress();
  await fillBudget(stores.redis, 'join-address', address, joinBudgets.address.free + 100);
  const visitor = await gateway.visitor(sale.slug, { headers: { 'x-forwarded-for': address } }).open();
  const me = newSecret();
  visitor.say({ type: 'join', ...me });
  const { code, challenge } = await visitor.hear('refused');
  expect(code).toBe('proof_required');
  expect(await stores.db.selectFrom('admission').select('id').execute()).toEqual([]);
  const place = await visitor.join({ ...me, proof: await solveCheck(challenge) });
  expect(place).toMatchObject({ state: 'shopping' });
});

test('ACC-10: a page without scripts cannot work, so it is checked in the slow lane, a bounded number of times', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const address = newAddress();
  await fillBudget(stores.redis, 'join-address', address, 2 * joinBudgets.address.most);
  const path = `${gateway.url}/sales/${sale.slug}/line/plain`;
  const join = async () => {
    const headers = { 'x-forwarded-for': address };
    const shown = await fetch(path, { headers });
    const cookie = shown.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const key = /name="key" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
    const sent = { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ key, act: 'join' }).toString();
    return await fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...sent, origin: 'http://usher.test' },
      body,
    });
  };
  expect((await join()).status).toBeLessThan(400);
  const slow = await stores.redis.zcard(`sale:{${sale.saleId}}:slow`);
  expect(slow).toBe(1);
  await fillBudget(stores.redis, 'join-plain', address, 2 * plainJoinBudget.most);
  await join();
  expect(await stores.redis.zcard(`sale:{${sale.saleId}}:slow`)).toBe(1);
});

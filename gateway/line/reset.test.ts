/**
 * After everything was reset a sale of the same name may stand at the same address, on a Redis that was not emptied, before
 * browsers that keep receipts, secrets and cookies of the one before. Nothing of before counts (LIN-38).
 */
import { expect } from 'vitest';
import type { LinePoll } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newKeys } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';

test('LIN-38: after a reset no receipt or secret of before is a place, and the new line counts from one', async ({
  stores,
}) => {
  const before = await openTestSale(stores, { floor_max: 2 });
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${before.slug}/line`;
  const { secret, secretHash } = newSecret();
  const first = gateway.visitor(before.slug);
  await first.join();
  await before.admit();
  for (let i = 0; i < 20; i += 1) await gateway.visitor(before.slug).join();
  const old = await gateway.visitor(before.slug).join({ secretHash, secret });
  expect(old).toMatchObject({ number: 22 });
  const receipt = old.receipt ?? '';

  // Everything made anew, under the same name; Redis still has all of the old line.
  await stores.db
    .updateTable('sale')
    .set({ slug: `${before.slug}-gone`, state: 'closed', closed_at: new Date() })
    .where('id', '=', before.saleId)
    .execute();
  const after = await openTestSale(stores, { slug: before.slug });
  await using newGateway = await openTestGateway(stores);
  const newUrl = url.replace(gateway.url, newGateway.url);
  const ask = async (headers: Record<string, string>, method = 'GET', body?: object) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await (await fetch(newUrl, { method, headers, ...sent })).json()) as LinePoll & { code?: string };
  };
  const held = { 'usher-receipt': receipt, 'usher-secret': secret };
  expect(await ask(held)).toMatchObject({ code: 'receipt_invalid' });
  expect(await ask(held, 'DELETE')).toMatchObject({ code: 'receipt_invalid' });
  expect(await ask({}, 'POST', { receipt, secret, secretHash })).toMatchObject({ code: 'receipt_invalid' });
  const returning = newGateway.visitor(before.slug);
  (await returning.open()).say({ type: 'join', receipt, secret, secretHash });
  expect(await returning.hear('refused')).toMatchObject({ code: 'receipt_invalid' });
  // What the page does then: the same secret, without the receipt.
  expect(await newGateway.visitor(before.slug).join({ secret, secretHash })).toMatchObject({
    state: 'waiting',
    number: 1,
    ahead: 0,
    waiting: 1,
  });
  expect(await newGateway.visitor(before.slug).join()).toMatchObject({ number: 2, ahead: 1, waiting: 2 });
  expect(await after.admit()).toBe(2);
});

test('LIN-38: with new keys a receipt of before is nobody’s, though sale and line are the same', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { receipt = '' } = await gateway.visitor(sale.slug).join();
  await using anew = await openTestGateway({ ...stores, keys: newKeys() });
  const visitor = anew.visitor(sale.slug);
  (await visitor.open()).say({ type: 'join', receipt });
  expect(await visitor.hear('refused')).toMatchObject({ code: 'receipt_invalid' });
  expect(await anew.visitor(sale.slug).join()).toMatchObject({ number: 2 });
});

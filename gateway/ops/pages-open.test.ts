/** How many of those who wait have the page open, however far back they stand. */
import { expect, vi } from 'vitest';
import { announce } from '../../db/registry.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';
import { watchSale } from './watch-sale.ts';

test('OPS-8: whoever waits with the page open counts, from all gateways; who has closed it does not', async ({
  stores,
  db,
}) => {
  const sale = await openTestSale(stores);
  const other = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const people = [gateway.visitor(sale.slug), gateway.visitor(sale.slug), gateway.visitor(other.slug)];
  for (const one of people) await one.join(newSecret());
  expect(gateway.pagesOpen()).toEqual({ [sale.saleId]: 2, [other.saleId]: 1 });

  const process = { kind: 'gateway', url: null, privateUrl: 'http://127.0.0.1:1', pid: 1, ready: true };
  await announce(db, { ...process, name: 'a', detail: { pagesOpen: gateway.pagesOpen() } });
  await announce(db, { ...process, name: 'b', detail: { pagesOpen: { [sale.saleId]: 40 } } });
  await announce(db, { ...process, name: 'c', detail: { pagesOpen: 'odd' } });
  const snapshot = await watchSale({ db, line: sale.line }, sale.saleId)();
  expect(snapshot?.line).toMatchObject({ waiting: 2, present: 42 });

  people[0]?.socket.close();
  await vi.waitUntil(() => gateway.pagesOpen()[sale.saleId] === 1, { timeout: 5_000, interval: 20 });
});

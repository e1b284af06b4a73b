/** Whose turn met a failure of ours is remembered, and nobody else's (ADM-12). */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { claimAdmissions } from '../../db/admissions.ts';
import { announce } from '../../db/registry.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newKeys } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';
import { signPass } from '../../tokens/pass.ts';

test('ADM-12, ADM-15: an answer 5xx, or none, to who buys is kept once a turn; to who reads, or has no pass, it is not', async ({
  stores,
}) => {
  const { db, keys } = stores;
  const sale = await openTestSale(stores);
  const answers: Record<string, (response: http.ServerResponse) => void> = {
    broken: (response) => response.writeHead(500).end(),
    fine: (response) => response.writeHead(409).end(),
    silent: (response) => response.destroy(),
  };
  const server = http.createServer((request, response) => {
    answers[new URL(request.url ?? '', 'http://api').searchParams.get('is') ?? '']?.(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await announce(db, { name: 'api-1', kind: 'api', url, privateUrl: url, pid: 1, ready: true });
  await using gateway = await openTestGateway(stores);
  const inside = async (ring = parseKeyRing(keys), lastsMs = 60_000) => {
    const { secretHash } = newSecret();
    const place = await gateway.visitor(sale.slug).join({ secretHash });
    await sale.admit();
    const rows = await db
      .selectFrom('admission')
      .selectAll()
      .where('number', '=', place.number ?? 0)
      .execute();
    const [row] = rows;
    if (!row) throw new Error('the visitor was called');
    await claimAdmissions(db, { saleId: sale.saleId, entryIds: [row.visitor_id] });
    const pass = { saleId: sale.saleId, visitorId: row.visitor_id, admissionId: row.id, secretHash: null };
    return { id: row.id, pass: await signPass(ring, { ...pass, expiresAt: new Date(Date.now() + lastsMs) }) };
  };
  const ask = async (path: string, pass: string, method = 'POST') => {
    const headers = { 'usher-pass': pass };
    const body = method === 'GET' ? null : '{}';
    await (await fetch(`${gateway.url}${path}`, { method, headers, body })).text();
  };
  const [one, two, fine, reader, ended] = [
    await inside(),
    await inside(),
    await inside(),
    await inside(),
    await inside(undefined, -1_000),
  ];
  const forged = await inside(parseKeyRing(newKeys()));
  await Promise.all([
    ask('/api/sales/x/orders?is=broken', one.pass),
    ask('/api/sales/x/orders?is=broken', one.pass),
    ask('/api/orders/ord_1/payments?is=silent', two.pass),
  ]);
  // None of these is needed to buy: a turn is not made good for them.
  for (const path of [
    '/api/sales/x/stock',
    '/api/sales/x/orders',
    '/api/orders/ord_1',
    '/api/orders/ord_1/payments',
  ])
    await ask(`${path}?is=broken`, reader.pass, 'GET');
  for (const path of [
    '/api/sales',
    '/api/orders',
    '/api/sales/x/orders/more',
    '/api/orders/ord_1/cancel',
    '/api/orders/ord_1/payments/more',
    '/api/ordersx',
  ])
    await ask(`${path}?is=broken`, reader.pass);
  await Promise.all([
    ask('/api/sales/x/orders?is=fine', fine.pass),
    ask('/api/sales/x/orders?is=broken', ended.pass),
    ask('/api/sales/x/orders?is=broken', forged.pass),
  ]);
  await ask('/api/sales/x/orders?is=broken', 'nonsense');
  await gateway.tick();
  const kept = await db
    .selectFrom('checkout_failure')
    .select(['admission_id', 'what'])
    .orderBy('id')
    .execute();
  expect(new Map(kept.map(({ admission_id, what }) => [admission_id, what]))).toEqual(
    new Map([
      [one.id, 'POST /api/sales/x/orders 500'],
      [two.id, 'POST /api/orders/ord_1/payments 503'],
    ]),
  );
  expect(kept).toHaveLength(2);
  server.closeAllConnections();
  server.close();
});

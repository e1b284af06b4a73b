/** How a turn that is over is told: bought, ended, or broken by our own failure and called again (ADM-12, ADM-14). */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { latestAdmissions } from '../../db/admissions.ts';
import { giveBackTurns, keepFailures } from '../../db/checkout-failures.ts';
import type { LinePoll } from '../../domain/protocol.ts';
import { metaKey } from '../../redis/keys.ts';
import {
  type GatewayStores,
  openTestGateway,
  openTestSale,
  type TestSale,
  test,
} from '../../test/gateway.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';

async function enter(sale: TestSale, visitor: TestVisitor) {
  const known = newSecret();
  const { receipt } = await visitor.join(known);
  await sale.admit();
  await visitor.hear('call');
  visitor.say({ type: 'claim', secret: known.secret });
  await visitor.hear('pass');
  return { receipt, secret: known.secret };
}

/** The writer ends the turn, and the line hears it. */
async function end({ db }: GatewayStores, sale: TestSale, state: 'finished' | 'ended') {
  const { rows } = await sql<{ visitor_id: string; id: string }>`
    update admission set state = ${state}, ended_at = now()
    where sale_id = ${sale.saleId} and state = 'shopping' returning visitor_id, id`.execute(db);
  const entryIds = rows.map(({ visitor_id }) => visitor_id);
  await sale.tell(await latestAdmissions(db, sale.saleId, entryIds));
  return rows[0]?.id ?? '';
}

test('ADM-14: a turn that is over says whether something was bought, on the socket, after a reload and over HTTP', async ({
  stores,
}) => {
  const sales = { finished: await openTestSale(stores), ended: await openTestSale(stores) };
  await using gateway = await openTestGateway(stores);
  for (const [state, outcome] of [
    ['finished', 'bought'],
    ['ended', 'ended'],
  ] as const) {
    const sale = sales[state];
    const visitor = gateway.visitor(sale.slug);
    const { receipt = '', secret } = await enter(sale, visitor);
    await gateway.tick();
    await end(stores, sale, state);
    await gateway.tick();
    expect(await visitor.hear('place', (place) => place.state === 'finished')).toMatchObject({ outcome });
    expect(await gateway.visitor(sale.slug).join({ receipt, secret })).toMatchObject({
      state: 'finished',
      outcome,
    });
    const headers = { 'usher-receipt': receipt, 'usher-secret': secret };
    const poll = await fetch(`${gateway.url}/api/sales/${sale.slug}/line`, { headers });
    expect(((await poll.json()) as LinePoll).place).toMatchObject({ state: 'finished', outcome });
  }
});

test('ADM-12: whose turn our failure broke hears that it was given back, and is called again first', async ({
  stores,
}) => {
  const { db, redis } = stores;
  const sale = await openTestSale(stores, { floor_max: 1 });
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await enter(sale, visitor);
  await gateway.visitor(sale.slug).join();
  await gateway.tick();
  const [shopping] = await latestAdmissions(db, sale.saleId, [
    (await db.selectFrom('admission').select('visitor_id').executeTakeFirstOrThrow()).visitor_id,
  ]);
  const failure = {
    saleId: sale.saleId,
    admissionId: shopping?.admissionId ?? '',
    what: 'POST /api/orders 503',
  };
  await keepFailures(db, [failure]);
  await end(stores, sale, 'ended');
  await sale.tell(await giveBackTurns(db, sale.saleId));
  const place = await visitor.hear('place', ({ givenBack }) => givenBack === true);
  expect(place).toMatchObject({ state: 'waiting', ahead: 0, number: 1 });
  await gateway.tick();
  await redis.hset(metaKey(sale.saleId), 'bucket_at', 0);
  const from = visitor.heard.length;
  await sale.admit();
  await visitor.hear('call', () => true, from);
  const again = visitor.heard.findLast((said) => said.type === 'place');
  expect(again).toMatchObject({ state: 'called', callNo: 2 });
  expect(again).not.toHaveProperty('givenBack');
});

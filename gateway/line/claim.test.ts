/**
 * The turn: call, claim, pass, and leaving; PostgreSQL decides and every socket of the entry hears (GWY-14,
 * GWY-15).
 */
import { expect } from 'vitest';
import { latestAdmissions } from '../../db/admissions.ts';
import { exitsOf } from '../../db/line-exits.ts';
import { entryIdOf } from '../../domain/entry-id.ts';
import type { PlaceMessage } from '../../domain/protocol.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, openTestSale, type TestSale, test } from '../../test/gateway.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';
import { readPass } from '../../tokens/pass.ts';

/** Ticks of admission, a moment apart, until the visitor hears it. */
async function admitUntil(sale: TestSale, visitor: TestVisitor, isIt: (place: PlaceMessage) => boolean) {
  await expect
    .poll(
      async () => {
        await sale.admit();
        return visitor.heard.some((said) => said.type === 'place' && isIt(said));
      },
      { timeout: 8_000, interval: 100 },
    )
    .toBe(true);
}

test('GWY-14: called at once, claimed with the secret, the pass names sale, visitor and admission', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const entryId = entryIdOf(sale.saleId, 's', secretHash);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join({ secretHash });
  await gateway.tick();
  await sale.admit();
  const place = await visitor.hear('place', ({ state }) => state === 'called');
  const call = await visitor.hear('call');
  expect(place).toMatchObject({ ahead: 0, callNo: 1, claimBy: call.claimBy });

  visitor.say({ type: 'claim' });
  await visitor.hear('refused', ({ code }) => code === 'secret_required');
  visitor.say({ type: 'claim', secret: newSecret().secret });
  visitor.say({ type: 'claim', secret });
  const said = await visitor.hear('pass');
  expect(said.url).toBe(`/sales/${sale.slug}/checkout`);
  const { pass } = await readPass(parseKeyRing(stores.keys), said.pass);
  const [fact] = await latestAdmissions(stores.db, sale.saleId, [entryId]);
  expect(fact).toMatchObject({ state: 'shopping', admissionId: pass.admissionId });
  expect(pass).toMatchObject({ saleId: sale.saleId, visitorId: entryId, secretHash });
  expect(said.expiresAt).toBe(new Date(fact?.deadlineMs ?? 0).toISOString());
  await visitor.hear('place', ({ state }) => state === 'shopping');
  expect(visitor.heard.filter(({ type }) => type === 'pass')).toHaveLength(1);
});

test('GWY-14: a repeated claim, a reload and another tab get the same pass again', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const { receipt } = await visitor.join({ secretHash, secret });
  const tab = gateway.visitor(sale.slug);
  await tab.join({ receipt, secret });
  const unproven = gateway.visitor(sale.slug);
  await unproven.join({ secretHash });
  await sale.admit();
  await visitor.hear('call');
  visitor.say({ type: 'claim', secret });
  const first = await visitor.hear('pass');
  const admissionOf = async (pass: string) => (await readPass(parseKeyRing(stores.keys), pass)).pass;
  const again = visitor.heard.length;
  visitor.say({ type: 'claim', secret });
  const passes = [await visitor.hear('pass', () => true, again), await tab.hear('pass')];
  const reloaded = other.visitor(sale.slug);
  expect(await reloaded.join({ receipt, secret, secretHash })).toMatchObject({ state: 'shopping' });
  passes.push(await reloaded.hear('pass'));
  for (const { pass } of passes) expect(await admissionOf(pass)).toEqual(await admissionOf(first.pass));
  // Whoever only knows the hash sees that the turn is used, and gets nothing to use.
  await unproven.hear('place', ({ state }) => state === 'shopping');
  unproven.say({ type: 'claim' });
  await unproven.hear('refused', ({ code }) => code === 'secret_required');
  expect(unproven.heard.some(({ type }) => type === 'pass')).toBe(false);
});

test('GWY-14: who was not called, or answers too late, gets no pass', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  visitor.say({ type: 'claim' });
  await visitor.hear('refused', ({ code }) => code === 'pass_required');
  await sale.admit();
  await visitor.hear('call');
  await stores.db
    .updateTable('admission')
    .set({ claim_by: new Date(0) })
    .execute();
  const from = visitor.heard.length;
  visitor.say({ type: 'claim' });
  await visitor.hear('refused', ({ code }) => code === 'pass_required', from);
  expect(visitor.heard.some(({ type }) => type === 'pass')).toBe(false);
  // The missed call brings the visitor, who is here, to the front again.
  await admitUntil(sale, visitor, ({ state, callNo }) => state === 'called' && callNo === 2);
  expect(visitor.heard.some((said) => said.type === 'place' && said.state === 'passedOver')).toBe(false);
});

test('GWY-14: after two calls unanswered the visitor must ask, and asking is claiming', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  for (const callNo of [1, 2]) {
    await admitUntil(sale, visitor, (place) => place.state === 'called' && place.callNo === callNo);
    await stores.db
      .updateTable('admission')
      .set({ claim_by: new Date(0) })
      .where('call_no', '=', callNo)
      .execute();
  }
  await sale.admit();
  expect(await visitor.hear('place', ({ state }) => state === 'passedOver')).toMatchObject({ mustAsk: true });
  await gateway.tick(); // Being here is not asking.
  await sale.admit();
  const from = visitor.heard.length;
  visitor.say({ type: 'claim' });
  await visitor.hear('place', ({ state }) => state === 'waiting', from);
  await sale.admit();
  expect(await visitor.hear('place', ({ state }) => state === 'called', from)).toMatchObject({ callNo: 3 });
});

test('GWY-15: who leaves hears it on every socket, starts at the end, and the old receipt is void', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const { receipt } = await visitor.join({ secretHash, secret });
  const elsewhere = other.visitor(sale.slug);
  await elsewhere.join({ receipt, secret });
  await other.tick(); // It listens to the sale's notices from now on.
  await gateway.visitor(sale.slug).join();
  visitor.say({ type: 'leave' });
  for (const tab of [visitor, elsewhere]) {
    expect(await tab.hear('place', ({ state }) => state === 'left')).toMatchObject({ ahead: null });
  }
  const entryId = entryIdOf(sale.saleId, 's', secretHash);
  expect(await exitsOf(stores.db, sale.saleId, [entryId])).toEqual(new Map([[entryId, 1]]));
  expect(await visitor.join({ receipt, secret })).toMatchObject({ number: 3, ahead: 1 });
});

test('GWY-14: whose turn is over is told so by the receipt, and joins again at the end by the secret alone', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const { receipt } = await visitor.join({ secretHash, secret });
  await sale.admit();
  await visitor.hear('call');
  visitor.say({ type: 'claim' });
  await visitor.hear('pass');
  await stores.db.updateTable('admission').set({ state: 'finished', ended_at: new Date() }).execute();
  await sale.tell(await latestAdmissions(stores.db, sale.saleId, [entryIdOf(sale.saleId, 's', secretHash)]));
  await visitor.hear('place', ({ state }) => state === 'finished');
  const reload = gateway.visitor(sale.slug);
  expect(await reload.join({ receipt, secretHash, secret })).toMatchObject({ state: 'finished' });
  expect(await gateway.visitor(sale.slug).join({ secretHash })).toMatchObject({ state: 'finished' });
  const from = reload.heard.length;
  reload.say({ type: 'join', secretHash, secret });
  const again = await reload.hear('place', ({ state }) => state === 'waiting', from);
  expect(again).toMatchObject({ number: 2, ahead: 0 });
});

test('GWY-15: leaving while called frees the turn at once', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  await sale.admit();
  await visitor.hear('call');
  visitor.say({ type: 'leave' });
  await visitor.hear('place', ({ state }) => state === 'left');
  const admissions = await stores.db.selectFrom('admission').select('state').execute();
  expect(admissions).toEqual([{ state: 'left' }]);
  expect(await visitor.join()).toMatchObject({ state: 'waiting', number: 2 });
});

test('GWY-14: a claim that PostgreSQL has committed counts though the line cannot be told', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  await sale.admit();
  await visitor.hear('call');
  await stores.redis.hset(`sale:{${sale.saleId}}:meta`, 'status', 'rebuilding', 'generation', 99);
  visitor.say({ type: 'claim' });
  await visitor.hear('pass');
  expect(await visitor.hear('place', ({ state }) => state === 'shopping')).toMatchObject({ ahead: 0 });
});

test('GWY-24: a sale without a wait admits at joining, and again only when that pass is over', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { mode: 'passthrough', state: 'lobby' });
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const early = gateway.visitor(sale.slug);
  expect(await early.join({ secretHash, secret })).toMatchObject({ state: 'lobby', ahead: null });
  await gateway.tick();
  early.say({ type: 'claim' });
  await early.hear('refused', ({ code }) => code === 'pass_required');
  await stores.db.updateTable('sale').set({ state: 'open' }).execute();
  await gateway.tick();
  const { pass } = await early.hear('pass');
  const tab = gateway.visitor(sale.slug);
  await tab.join({ secretHash, secret });
  const again = await readPass(parseKeyRing(stores.keys), (await tab.hear('pass')).pass);
  expect(again).toEqual(await readPass(parseKeyRing(stores.keys), pass));
  expect(await stores.db.selectFrom('admission').select(['lane', 'state']).execute()).toEqual([
    { lane: 'passthrough', state: 'shopping' },
  ]);
});

/** A sale without a wait (GWY-24): who came while it was not open goes in when it is, and is told the truth until then. */
import { expect } from 'vitest';
import type { LinePoll } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';
import { passthroughDoors } from './passthrough-doors.ts';

/** More than the seconds between two readings of somebody without a position. */
const LONG = 35;

test('GWY-24: who came before the opening, in a pause or when all was gone is still there half a minute later, and goes in when it goes on', async ({
  stores,
}) => {
  for (const [before, told] of [
    ['lobby', 'lobby'],
    ['paused', 'paused'],
    ['soldOut', 'soldOut'],
  ] as const) {
    const sale = await openTestSale(stores, { mode: 'passthrough', state: before });
    await using gateway = await openTestGateway(stores);
    const early = gateway.visitor(sale.slug);
    expect(await early.join(newSecret())).toMatchObject({ state: told, ahead: null });
    for (let second = 0; second < LONG; second += 1) await gateway.tick();
    expect(early.heard.filter(({ type }) => type === 'place')).toHaveLength(1);
    await sale.change({ state: 'open' });
    await gateway.tick();
    await early.hear('pass');
    expect(early.heard.findLast(({ type }) => type === 'place')).toMatchObject({ state: 'shopping' });
  }
});

test('GWY-24: a pause admits nobody, takes nobody’s turn away, and gives none to who has had theirs', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { mode: 'passthrough' });
  await using gateway = await openTestGateway(stores);
  const [inside, over] = [gateway.visitor(sale.slug), gateway.visitor(sale.slug)];
  await inside.join(newSecret());
  await inside.hear('pass');
  const mine = newSecret();
  const { receipt } = await over.join(mine);
  await over.hear('pass');
  await stores.db
    .updateTable('admission')
    .set({ state: 'finished', ended_at: new Date() })
    .where('visitor_id', '=', (await newestOf(stores)).visitor_id)
    .execute();
  over.leave();
  await sale.change({ state: 'paused' });
  await gateway.tick();
  const back = gateway.visitor(sale.slug);
  expect(await back.join({ ...mine, receipt })).toMatchObject({ state: 'finished' });
  const late = gateway.visitor(sale.slug);
  expect(await late.join(newSecret())).toMatchObject({ state: 'paused' });
  // Nobody would write: no turn comes near where nobody waits for one.
  late.say({ type: 'remind', email: 'a@example.com', language: 'en' });
  await late.hear('refused', ({ code }) => code === 'invalid_request');
  for (let second = 0; second < LONG; second += 1) await gateway.tick();
  await sale.change({ state: 'open' });
  await gateway.tick();
  await late.hear('pass');
  expect(inside.heard.findLast(({ type }) => type === 'place')).toMatchObject({ state: 'shopping' });
  expect(back.heard.findLast(({ type }) => type === 'place')).toMatchObject({ state: 'finished' });
  expect(await stores.db.selectFrom('admission').select('id').execute()).toHaveLength(3);
});

test('GWY-24: whoever waits here is admitted by the next look, whatever moment was missed, and a stranger is not', async ({
  stores,
}) => {
  const { saleId } = await openTestSale(stores, { mode: 'passthrough' });
  const doors = passthroughDoors(stores.db, (_, entryId) => entryId !== 'stranger');
  const { standings } = await doors.read({ saleId, entryIds: ['here', 'stranger'] });
  expect(standings.map(({ state }) => state)).toEqual(['shopping', 'none']);
  expect(await stores.db.selectFrom('admission').select('visitor_id').execute()).toEqual([
    { visitor_id: 'here' },
  ]);
});

test('GWY-24: over HTTP too the receipt waits, goes in at the opening, and is worth nothing once it was given up', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { mode: 'passthrough', state: 'lobby' });
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const path = `${gateway.url}/api/sales/${sale.slug}/line`;
  const ask = async (method: string, receipt: string, body?: object) => {
    const headers = { 'usher-secret': secret, 'content-type': 'application/json', 'usher-receipt': receipt };
    const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return (answer.status === 204 ? null : await answer.json()) as LinePoll;
  };
  const joined = await ask('POST', '', { secretHash, secret });
  expect(joined.place.state).toBe('lobby');
  const receipt = joined.place.receipt ?? '';
  expect((await ask('GET', receipt)).place.state).toBe('lobby');
  await ask('DELETE', receipt);
  expect((await ask('GET', receipt)).place.state).toBe('left');
  const again = await ask('POST', '', { secretHash, secret });
  expect(again.place.state).toBe('lobby');
  expect((await ask('GET', again.place.receipt ?? '')).place.state).toBe('lobby');
  await sale.change({ state: 'open' });
  await gateway.tick();
  const inside = await ask('GET', again.place.receipt ?? '');
  expect(inside.place.state).toBe('shopping');
  expect(inside.pass).toBeDefined();
});

test('GWY-24: who gave up at one gateway is gone at the other, and may come again', async ({ stores }) => {
  const sale = await openTestSale(stores, { mode: 'passthrough', state: 'paused' });
  await using one = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const me = newSecret();
  const [here, there] = [one.visitor(sale.slug), other.visitor(sale.slug)];
  await here.join(me);
  await there.join(me);
  here.say({ type: 'leave' });
  await here.hear('place', ({ state }) => state === 'left');
  for (let second = 0; second < LONG; second += 1) await other.tick();
  await there.hear('place', ({ state }) => state === 'left');
  expect(await here.join(me)).toMatchObject({ state: 'paused' });
});

const newestOf = ({ db }: { db: Parameters<typeof openTestSale>[0]['db'] }) =>
  db.selectFrom('admission').select('visitor_id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

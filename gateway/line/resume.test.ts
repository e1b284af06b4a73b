/** Redis loses its memory under connected visitors, and under their receipts (GWY-9, GWY-18). */
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { LinePoll, PlaceMessage } from '../../domain/protocol.ts';
import { keepLines } from '../../queue-worker/line-keeper/start.ts';
import { metaKey } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { startPrivateRedis } from '../../test/private-redis.ts';
import { testLog } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';
import { readReceipt } from '../../tokens/receipt.ts';

test('GWY-18: after Redis is emptied everybody stands where they stood, without doing anything', async ({
  stores,
}) => {
  const store = await startPrivateRedis();
  const redis = new Redis(store.url);
  redis.on('error', () => {}); // Away for a moment, on purpose.
  try {
    const own = { ...stores, redis, redisUrl: store.url };
    const sale = await openTestSale(own);
    await using gateway = await openTestGateway(own);
    const keep = () => keepLines({ db: stores.db, redis, line: sale.line, log: testLog, name: 'keeper' });
    const people = Array.from({ length: 6 }, () => ({ ...newSecret(), visitor: gateway.visitor(sale.slug) }));
    const places = [];
    for (const { visitor, secretHash } of people) places.push(await visitor.join({ secretHash }));
    const [inside, leaver, closing, ...waiting] = people;
    if (!inside || !leaver || !closing) throw new Error('six people');

    await redis.hset(metaKey(sale.saleId), 'floor_max', 1);
    await sale.admit();
    await inside.visitor.hear('call');
    inside.visitor.say({ type: 'claim', secret: inside.secret });
    await inside.visitor.hear('pass');
    leaver.visitor.say({ type: 'leave' });
    await leaver.visitor.hear('place', ({ state }) => state === 'left');
    closing.visitor.leave();
    await closing.visitor.closed;
    const insidePasses = inside.visitor.heard.filter(({ type }) => type === 'pass').length;

    await store.restart({ forget: true });
    await expect.poll(() => redis.status, { timeout: 5_000 }).toBe('ready');
    const stranger = await gateway.visitor(sale.slug).open();
    stranger.say({ type: 'join' });
    expect(await stranger.hear('refused')).toMatchObject({ code: 'busy' });
    await expect.poll(keep, { timeout: 8_000 }).toBeUndefined();

    const ring = parseKeyRing(stores.keys);
    for (const { visitor } of waiting) {
      const before = visitor.heard.findLast((said) => said.type === 'place' && said.number !== undefined);
      const place = await visitor.hear('place', ({ receipt }) =>
        receipt === undefined ? false : readReceipt(ring, receipt).generation === 2,
      );
      expect(place).toMatchObject({ state: 'waiting', number: (before as typeof place).number });
    }
    // Whose page was closed comes back with the receipt; who left does not, and who is inside stays inside.
    const back = gateway.visitor(sale.slug);
    const closed = { receipt: places[2]?.receipt, secret: closing.secret };
    expect(await back.join(closed)).toMatchObject({ state: 'waiting', number: 3, ahead: 0 });
    const left = gateway.visitor(sale.slug);
    const again = await left.join({ receipt: places[1]?.receipt, secret: leaver.secret });
    expect(again.number).toBeGreaterThan(6);
    const tab = gateway.visitor(sale.slug);
    const shopping = { receipt: places[0]?.receipt, secret: inside.secret };
    expect(await tab.join(shopping)).toMatchObject({ state: 'shopping' });
    await tab.hear('pass');
    expect(inside.visitor.heard.filter(({ type }) => type === 'pass')).toHaveLength(insidePasses);
    const { head } = await readStandings(sale.line, { saleId: sale.saleId, entryIds: [] });
    expect(head).toMatchObject({ waiting: 5, generation: 2 });
  } finally {
    redis.disconnect();
    await store.stop();
  }
});

/** Somebody who asks over HTTP with the receipt that came last. */
async function joinByHttp(url: string) {
  let receipt = '';
  const ask = async (method: string, deed = '', body?: object): Promise<PlaceMessage> => {
    const init = { method, headers: { 'usher-receipt': receipt } };
    const response = await fetch(url + deed, body ? { ...init, body: JSON.stringify(body) } : init);
    const { place } = (await response.json()) as LinePoll;
    receipt = place.receipt ?? receipt;
    return { ...place, receipt };
  };
  await ask('POST', '', {});
  return ask;
}

test('LIN-30: an emptied Redis ends no snooze, neither of who is connected nor of who comes back', async ({
  stores,
}) => {
  const store = await startPrivateRedis();
  const redis = new Redis(store.url);
  redis.on('error', () => {}); // Away for a moment, on purpose.
  try {
    const own = { ...stores, redis, redisUrl: store.url };
    const sale = await openTestSale(own);
    await using gateway = await openTestGateway(own);
    const [stays, closes] = [gateway.visitor(sale.slug), gateway.visitor(sale.slug)];
    await stays.join();
    const { receipt: early = '' } = await closes.join();
    const poll = await joinByHttp(`${gateway.url}/api/sales/${sale.slug}/line`);
    for (let i = 0; i < 5; i += 1) await gateway.visitor(sale.slug).join();
    const ring = parseKeyRing(stores.keys);
    const said = ({ state, receipt = '' }: PlaceMessage) => {
      const { number, snooze } = readReceipt(ring, receipt);
      return { state, number, snooze };
    };
    // The second has let a call go by before, which PostgreSQL knows.
    const { entryId, number } = readReceipt(ring, early);
    const call = { number, state: 'missed' } as const;
    const ended = { claim_by: new Date(), ended_at: new Date() };
    await stores.db
      .insertInto('admission')
      .values({ id: 'adm_missed', sale_id: sale.saleId, visitor_id: entryId, call_no: 1, ...call, ...ended })
      .execute();
    const fact = {
      entryId,
      admissionId: 'adm_missed',
      callNo: 1,
      lane: 'ordinary',
      deadlineMs: null,
    } as const;
    await sale.tell([{ ...fact, ...call }]);
    const before = [];
    for (const visitor of [stays, closes]) {
      visitor.say({ type: 'snooze', letPass: 4 });
      before.push(await visitor.hear('place', ({ state }) => state === 'snoozed'));
    }
    const polled = await poll('POST', '/snooze', { letPass: 3 });
    expect([...before, polled].map(said)).toEqual([
      { state: 'snoozed', number: 1, snooze: { letsPassTo: 6, callNo: 0 } },
      { state: 'snoozed', number: 2, snooze: { letsPassTo: 6, callNo: 1 } },
      { state: 'snoozed', number: 3, snooze: { letsPassTo: 6, callNo: 0 } },
    ]);
    closes.leave();
    await closes.closed;

    await store.restart({ forget: true });
    await expect.poll(() => redis.status, { timeout: 5_000 }).toBe('ready');
    const keep = () => keepLines({ db: stores.db, redis, line: sale.line, log: testLog, name: 'keeper' });
    await expect.poll(keep, { timeout: 8_000 }).toBeUndefined();
    const after = await stays.hear('place', ({ receipt }) =>
      receipt === undefined ? false : readReceipt(ring, receipt).generation === 2,
    );
    const back = await gateway.visitor(sale.slug).join({ receipt: before[1]?.receipt });
    expect([after, back, await poll('GET')].map(said)).toEqual([...before, polled].map(said));
    // Ready again, the receipt says so.
    expect(said(await poll('POST', '/wake', {}))).toEqual({ state: 'waiting', number: 3 });
  } finally {
    redis.disconnect();
    await store.stop();
  }
});

test('GWY-9: a receipt brings the place back that the line forgot, and never one that was given up or used', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const people = Array.from({ length: 4 }, () => gateway.visitor(sale.slug));
  const receipts = [];
  for (const visitor of people) receipts.push((await visitor.join()).receipt ?? '');
  const entries = receipts.map((receipt) => readReceipt(parseKeyRing(stores.keys), receipt).entryId);
  for (const visitor of people) visitor.leave();
  await Promise.all(people.map(({ closed }) => closed));
  await stores.redis.zrem(`sale:{${sale.saleId}}:line`, ...entries);
  await stores.redis.hset(metaKey(sale.saleId), 'admitted', 0);
  // The first was admitted and is done; the second left.
  const now = new Date();
  await stores.db
    .insertInto('admission')
    .values({
      ...{ id: 'adm_done', sale_id: sale.saleId, visitor_id: entries[0] ?? '', number: 1, call_no: 1 },
      ...{ state: 'finished', claim_by: now, claimed_at: now, pass_ends_at: now, ended_at: now },
    })
    .execute();
  await stores.db
    .insertInto('line_exit')
    .values({ sale_id: sale.saleId, visitor_id: entries[1] ?? '', number: 2 })
    .execute();
  const joined = [];
  for (const receipt of receipts) joined.push(await gateway.visitor(sale.slug).join({ receipt }));
  expect(joined.map(({ state, number }) => [state, number])).toEqual([
    ['finished', 1],
    ['waiting', 5],
    ['waiting', 3],
    ['waiting', 4],
  ]);
  expect(joined[2]).toMatchObject({ ahead: 0 });
});

test('GWY-9: a lobby receipt that comes after the draw brings the drawn place back', async ({ stores }) => {
  const sale = await openTestSale(stores, { state: 'lobby', lobby: 'shuffle' });
  await using gateway = await openTestGateway(stores);
  const people = Array.from({ length: 6 }, () => gateway.visitor(sale.slug));
  const receipts = [];
  for (const visitor of people) receipts.push((await visitor.join()).receipt ?? '');
  await sale.open();
  const entries = receipts.map((receipt) => readReceipt(parseKeyRing(stores.keys), receipt).entryId);
  const { standings } = await readStandings(sale.line, { saleId: sale.saleId, entryIds: entries });
  for (const visitor of people) visitor.leave();
  await Promise.all(people.map(({ closed }) => closed));
  await stores.redis.zrem(`sale:{${sale.saleId}}:line`, ...entries);
  await gateway.tick();
  for (const [index, receipt] of receipts.entries()) {
    expect(await gateway.visitor(sale.slug).join({ receipt })).toMatchObject({
      number: standings[index]?.number,
    });
  }
});

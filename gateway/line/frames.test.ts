/**
 * Positions as the line moves: frames, exact readings, presence (GWY-13); and what the sale's changes mean
 * (GWY-16).
 */
import { expect } from 'vitest';
import { entryIdOf } from '../../domain/entry-id.ts';
import { aheadAfter, type GatewayMessage } from '../../domain/protocol.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';

/** What a page shows that does nothing but the contract's arithmetic. */
function aheadByArithmetic(heard: readonly GatewayMessage[]): number | null {
  const place = heard.findLast((message) => message.type === 'place');
  const frame = heard.findLast((message) => message.type === 'frame');
  if (!place || place.ahead === null) return null;
  const moved = Math.max(place.moved, frame?.moved ?? 0);
  return aheadAfter({ ahead: place.ahead, moved: place.moved }, { moved });
}

test('GWY-13: by the arithmetic of frames everybody knows the exact position, whoever is called or leaves', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 1_000 });
  await using gateway = await openTestGateway(stores);
  const people = Array.from({ length: 40 }, () => ({ ...newSecret(), visitor: gateway.visitor(sale.slug) }));
  for (const { visitor, secretHash } of people) await visitor.join({ secretHash });
  const isThere = new Set(people);
  await gateway.tick();

  for (let round = 0; round < 8; round += 1) {
    const leaver = [...isThere][(round * 7) % isThere.size];
    if (round % 2 === 0 && leaver) {
      leaver.visitor.say({ type: 'leave' });
      await leaver.visitor.hear('place', ({ state }) => state === 'left');
      isThere.delete(leaver);
    }
    // Some are called: the rate of the sale lets the head move a few places a round.
    await stores.redis.hset(metaKey(sale.saleId), 'admit_per_minute', 60 * round, 'bucket_at', 0, 'owed', 0);
    await sale.admit();
    await gateway.tick();
    await gateway.tick();
    const entryIds = people.map(({ secretHash }) => entryIdOf(sale.saleId, 's', secretHash));
    const { standings, head } = await readStandings(sale.line, { saleId: sale.saleId, entryIds });
    for (const [index, person] of people.entries()) {
      const { heard } = person.visitor;
      const standing = standings[index];
      if (!isThere.has(person) || standing?.state !== 'waiting') continue;
      await person.visitor.hear(
        'frame',
        ({ moved, waiting }) => moved === head.moved && waiting === head.waiting,
      );
      await expect.poll(() => aheadByArithmetic(heard)).toBe(standing.ahead);
    }
  }
  expect((await stores.redis.hget(metaKey(sale.saleId), 'moved')) ?? '0').not.toBe('0');
});

test('GWY-13: a frame comes when the line has moved, at most once a second, and every ten seconds anyway', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  for (let second = 0; second < 25; second += 1) await gateway.tick();
  await visitor.join(); // Whatever was sent before has arrived with this answer.
  const frames = visitor.heard.filter(({ type }) => type === 'frame');
  expect(frames.length).toBeGreaterThanOrEqual(2);
  expect(frames.length).toBeLessThanOrEqual(5);
  expect(frames[0]).toMatchObject({ moved: 0, waiting: 1 });
});

test('GWY-13: who is called or inside hears a frame every ten seconds, however the line moves', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 2 });
  await using gateway = await openTestGateway(stores);
  const [inside, called, waiting] = [sale.slug, sale.slug, sale.slug].map((slug) => gateway.visitor(slug));
  if (!inside || !called || !waiting) throw new Error('three visitors came');
  for (const visitor of [inside, called, waiting]) await visitor.join();
  await sale.admit();
  inside.say({ type: 'claim' });
  await Promise.all([inside.hear('pass'), called.hear('call')]);
  await gateway.tick(); // The first frame is for all.
  const before = [inside, called, waiting].map(({ heard }) => heard.length);
  for (let second = 0; second < 20; second += 1) {
    await gateway.visitor(sale.slug).join(); // One more waits each second.
    await gateway.tick();
  }
  for (const visitor of [inside, called, waiting]) await visitor.join(); // What was sent before has arrived with this.
  const frames = [inside, called, waiting].map(
    ({ heard }, at) => heard.slice(before[at]).filter(({ type }) => type === 'frame').length,
  );
  // The gateway's own seconds may have come between.
  const [toInside = 0, toCalled = 0, toWaiting = 0] = frames;
  for (const few of [toInside, toCalled]) expect([2, 3]).toContain(few);
  expect(toWaiting).toBeGreaterThanOrEqual(20);
});

test('GWY-13: who is connected near the front is marked present, who is gone is not', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const here = newSecret();
  const gone = newSecret();
  await gateway.visitor(sale.slug).join({ secretHash: here.secretHash });
  const leaving = gateway.visitor(sale.slug);
  await leaving.join({ secretHash: gone.secretHash });
  leaving.leave();
  await leaving.closed;
  const ids = [here, gone].map(({ secretHash }) => entryIdOf(sale.saleId, 's', secretHash));
  for (const id of ids) await stores.redis.zadd(seenKey(sale.saleId), 1, id);
  for (let second = 0; second < 10; second += 1) await gateway.tick();
  const [seen, unseen] = await stores.redis.zmscore(seenKey(sale.saleId), ...ids);
  expect(Number(seen)).toBeGreaterThan(1);
  expect(Number(unseen)).toBe(1);
  await sale.admit();
  expect(await stores.db.selectFrom('admission').select('visitor_id').execute()).toEqual([
    { visitor_id: ids[0] },
  ]);
});

test('GWY-13: somebody passed over while away comes back to the front by joining', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const away = gateway.visitor(sale.slug);
  const { receipt } = await away.join({ secretHash });
  away.leave();
  await away.closed;
  await stores.redis.zadd(seenKey(sale.saleId), 1, entryIdOf(sale.saleId, 's', secretHash));
  await sale.admit();
  await gateway.visitor(sale.slug).join();
  const back = gateway.visitor(sale.slug);
  expect(await back.join({ receipt, secret })).toMatchObject({ state: 'waiting', ahead: 0, number: 1 });
  await sale.admit();
  await back.hear('call');
});

test('GWY-16: pause, reason, all held and resume reach everybody, with the place kept', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { units: 2 });
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  const { number } = await visitor.join();
  await gateway.tick();
  await sale.change({ state: 'paused', reason: 'Card payments are failing.' });
  await visitor.hear(
    'sale',
    (said) => said.state === 'paused' && said.reason === 'Card payments are failing.',
  );
  expect(await visitor.hear('place', ({ state }) => state === 'paused')).toMatchObject({ ahead: 0, number });
  await sale.change({ state: 'open', reason: null });
  await visitor.hear('place', ({ state }) => state === 'waiting', visitor.heard.length - 1);
  await sale.stock(0, 2);
  expect(await visitor.hear('place', ({ state }) => state === 'allHeld')).toMatchObject({ ahead: 0, number });
  expect(await visitor.hear('sale', ({ heldUnits }) => heldUnits === 2)).toMatchObject({
    tiers: [{ availability: 'held' }],
  });
});

test('GWY-16: sold out and closed are told to everybody at once; who comes then is told so and takes no number', async ({
  stores,
}) => {
  for (const state of ['soldOut', 'closed'] as const) {
    const sale = await openTestSale(stores);
    await using gateway = await openTestGateway(stores);
    const visitors = Array.from({ length: 20 }, () => gateway.visitor(sale.slug));
    for (const visitor of visitors) await visitor.join();
    await gateway.tick();
    // Nobody can be read from the line now: what is told is told because the sale has changed.
    await stores.redis.hset(metaKey(sale.saleId), 'status', 'rebuilding');
    await sale.change({ state });
    for (const visitor of visitors) {
      expect(await visitor.hear('place', (place) => place.state === state)).toMatchObject({ ahead: null });
    }
    await stores.redis.hset(metaKey(sale.saleId), 'status', 'ready');
    const late = await gateway.visitor(sale.slug).join();
    expect(late).toMatchObject({ state, ahead: null });
    expect(late.receipt ?? late.number).toBeUndefined();
    expect(await stores.redis.hget(metaKey(sale.saleId), 'next')).toBe('20');
  }
});

test('GWY-11: once the pace was seen everybody gets a range, and hears why it grew', async ({ stores }) => {
  const sale = await openTestSale(stores, { floor_max: 1_000, admit_per_minute: 60 });
  let nowMs = Date.now();
  await using gateway = await openTestGateway(stores, {}, () => nowMs);
  const visitors = Array.from({ length: 30 }, () => gateway.visitor(sale.slug));
  for (const visitor of visitors) await visitor.join();
  const last = visitors.at(-1);
  expect(last?.heard.findLast((said) => said.type === 'place')).toMatchObject({ eta: null });
  for (let second = 0; second < 60; second += 1) {
    nowMs += 1_000;
    if (second % 3 === 0) {
      await stores.redis.hset(metaKey(sale.saleId), 'bucket_at', 0, 'owed', 0);
      await sale.admit(); // One visitor each three seconds.
    }
    await gateway.tick();
  }
  const told = await last?.hear('place', ({ eta }) => eta !== null);
  const ahead = told?.ahead ?? 0;
  expect(told?.eta?.fromSeconds).toBeLessThanOrEqual(ahead * 3);
  expect(told?.eta?.toSeconds).toBeGreaterThanOrEqual(ahead * 3);
  await sale.change({ admit_per_minute: 10 });
  for (let second = 0; second < 6; second += 1) {
    nowMs += 1_000;
    await gateway.tick();
  }
  await last?.hear('place', ({ eta }) => eta?.reason === 'rate_lowered');
});

test('GWY-13: the lobby shows no position, and its receipt leads to the drawn place', async ({ stores }) => {
  const opensAt = new Date(Date.now() + 3_600_000);
  const sale = await openTestSale(stores, { state: 'lobby', lobby: 'shuffle', opens_at: opensAt });
  await using gateway = await openTestGateway(stores);
  const visitors = Array.from({ length: 8 }, () => gateway.visitor(sale.slug));
  const places = [];
  for (const visitor of visitors) places.push(await visitor.join());
  expect(places[7]).toMatchObject({
    state: 'lobby',
    ahead: null,
    waiting: 8,
    opensAt: opensAt.toISOString(),
  });
  expect(places.map(({ number }) => number)).toEqual(Array.from({ length: 8 }));
  await gateway.tick();
  await sale.open();
  const drawn = await Promise.all(
    visitors.map((visitor) =>
      visitor.hear('place', ({ ahead, state }) => state === 'waiting' && ahead !== null),
    ),
  );
  expect(drawn.map(({ ahead }) => ahead ?? -1).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  for (const [index, place] of drawn.entries()) {
    expect(place.receipt).toBeTruthy();
    const again = { receipt: places[index]?.receipt };
    expect(await gateway.visitor(sale.slug).join(again)).toMatchObject({
      ahead: place.ahead,
      number: place.number,
    });
  }
});

/** What somebody in line may do, over the socket and over HTTP: the same acts, for who holds the place alone. */
import { expect } from 'vitest';
import { tellNear } from '../../db/line-contacts.ts';
import { entryIdOf } from '../../domain/entry-id.ts';
import type { LinePoll } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, said: (await response.json()) as LinePoll & { code?: string } };
};

test('LIN-30: a visitor lets others pass, on every socket and gateway, and is called next afterwards', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 2, admit_per_minute: 120 });
  await using one = await openTestGateway(stores);
  await using two = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const mine = one.visitor(sale.slug);
  const tab = two.visitor(sale.slug);
  await mine.join({ secretHash, secret });
  await tab.join({ secretHash, secret });
  const others = [two.visitor(sale.slug), one.visitor(sale.slug), one.visitor(sale.slug)];
  for (const other of others) await other.join();
  await two.tick(); // It listens to the notices of its halls from now on.

  mine.say({ type: 'snooze', letPass: 2 });
  const snoozed = { state: 'snoozed', letPass: 2, number: 1 };
  expect(await mine.hear('place', ({ state }) => state === 'snoozed')).toMatchObject(snoozed);
  expect(await tab.hear('place', ({ state }) => state === 'snoozed')).toMatchObject(snoozed);
  await sale.admit();
  await others[0]?.hear('call');
  await others[1]?.hear('call');
  await two.tick();
  expect(await others[2]?.hear('place', ({ ahead }) => ahead === 0)).toMatchObject({ state: 'waiting' });

  const called = await stores.db.selectFrom('admission').select('visitor_id').execute();
  expect(called).toHaveLength(2);
  await stores.db.updateTable('admission').set({ state: 'left', ended_at: new Date() }).execute();
  await sale.tell(
    called.map(({ visitor_id }, at) => ({
      ...{ entryId: visitor_id, admissionId: '', number: 2 + at, callNo: 1, lane: 'ordinary', state: 'left' },
      deadlineMs: null,
    })),
  );
  await one.tick();
  await stores.redis.hset(`sale:{${sale.saleId}}:meta`, 'bucket_at', 0);
  await sale.admit();
  await mine.hear('call');
  await tab.hear('call');
  const events = await stores.db
    .selectFrom('visitor_event')
    .select(['visitor_id', 'what', 'detail'])
    .execute();
  const entryId = entryIdOf(sale.saleId, 's', secretHash);
  expect(events).toEqual([{ visitor_id: entryId, what: 'snoozed', detail: { letPass: 2 } }]);
});

test('LIN-30: ready before its time, as often as one likes; each time is logged', async ({ stores }) => {
  const sale = await openTestSale(stores, { state: 'paused' });
  await using gateway = await openTestGateway(stores);
  const mine = gateway.visitor(sale.slug);
  await mine.join();
  await gateway.visitor(sale.slug).join();
  for (const letPass of [1, 1]) {
    const from = mine.heard.length;
    mine.say({ type: 'snooze', letPass });
    await mine.hear('place', ({ state }) => state === 'snoozed', from);
    mine.say({ type: 'wake' });
    expect(await mine.hear('place', ({ state }) => state === 'paused', from)).toMatchObject({
      number: 1,
      ahead: 0,
    });
  }
  const events = await stores.db.selectFrom('visitor_event').select('what').orderBy('id').execute();
  expect(events.map(({ what }) => what)).toEqual(['snoozed', 'woken', 'snoozed', 'woken']);
});

test('LIN-32: the same acts over HTTP, with the receipt', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secret, secretHash } = newSecret();
  const { said: joined } = await post(url, { secretHash });
  await post(url, {});
  const headers = { 'usher-receipt': joined.place.receipt ?? '', 'usher-secret': secret };
  expect(await post(`${url}/snooze`, { letPass: 1 }, headers)).toMatchObject({
    status: 200,
    said: { place: { state: 'snoozed', letPass: 1 } },
  });
  expect(await post(`${url}/wake`, { type: 'wake' }, headers)).toMatchObject({
    said: { place: { ahead: 0 } },
  });
  expect(await post(`${url}/remind`, { email: 'a@example.com', language: 'ko' }, headers)).toMatchObject({
    said: { place: { state: 'waiting', reminded: true } },
  });
  expect(await stores.db.selectFrom('line_contact').select('language').execute()).toEqual([
    { language: 'ko' },
  ]);
});

test('LIN-32: only who holds the place acts for it; what is refused changes nothing', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const url = `${gateway.url}/api/sales/${sale.slug}/line`;
  const { secretHash } = newSecret();
  const { said } = await post(url, { secretHash });
  const receipt = { 'usher-receipt': said.place.receipt ?? '' };
  const wrong = { ...receipt, 'usher-secret': newSecret().secret };
  const deeds: [string, object][] = [
    ['snooze', { letPass: 1 }],
    ['wake', {}],
    ['prove', { proof: 'x' }],
    ['remind', { email: 'a@example.com', language: 'en' }],
    ['reserve', { email: 'a@example.com', language: 'en' }],
  ];
  for (const [name, body] of deeds) {
    const codes = [];
    if (name !== 'reserve') codes.push((await post(`${url}/${name}`, body)).said.code);
    for (const headers of [receipt, wrong])
      codes.push((await post(`${url}/${name}`, body, headers)).said.code);
    const expected = [
      ...(name === 'reserve' ? [] : ['receipt_invalid']),
      'secret_required',
      'secret_required',
    ];
    expect([name, codes]).toEqual([name, expected]);
  }
  // A second tab that knows the hash and not the secret.
  const thief = gateway.visitor(sale.slug);
  await thief.join({ secretHash });
  for (const [type, body] of deeds) {
    const from = thief.heard.length;
    thief.say({ type, ...body });
    expect(await thief.hear('refused', () => true, from)).toMatchObject({ code: 'secret_required' });
  }
  expect(await stores.db.selectFrom('visitor_event').selectAll().execute()).toEqual([]);
  expect(await stores.db.selectFrom('line_contact').selectAll().execute()).toEqual([]);
  expect(await stores.db.selectFrom('reserve_entry').selectAll().execute()).toEqual([]);
});

test('LIN-32: a bad act is refused in words and costs nothing; a slip in an address does not end the socket', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const mine = gateway.visitor(sale.slug);
  await mine.join();
  for (const email of ['', 'a', 'a@', '@b', 'a b@c.de', `${'a'.repeat(300)}@example.com`, 'a@b\nc.de']) {
    const from = mine.heard.length;
    mine.say({ type: 'remind', email, language: 'en' });
    const refused = await mine.hear('refused', () => true, from);
    expect(refused).toMatchObject({ code: 'invalid_request', title: 'This is not an email address.' });
  }
  mine.say({ type: 'remind', email: ' me@example.com ', language: 'en' });
  await mine.hear('place', ({ reminded }) => reminded === true);
  for (const letPass of [0, -1, 1.5, 10_001, '5']) {
    const visitor = gateway.visitor(sale.slug);
    await visitor.join();
    visitor.say({ type: 'snooze', letPass });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'invalid_request' });
  }
  expect(await stores.db.selectFrom('visitor_event').selectAll().execute()).toEqual([]);
});

test('LIN-30: who is called, in the lobby or outside has nobody to let pass', async ({ stores }) => {
  const lobby = await openTestSale(stores, { state: 'lobby', lobby: 'shuffle' });
  const open = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const early = gateway.visitor(lobby.slug);
  await early.join();
  const called = gateway.visitor(open.slug);
  await called.join();
  await open.admit();
  await called.hear('call');
  for (const visitor of [early, called]) {
    visitor.say({ type: 'snooze', letPass: 5 });
    expect(await visitor.hear('refused')).toMatchObject({ title: 'Nobody to let pass.' });
  }
});

test('MAI-30: who lets so many pass that the turn is near no more is written to again, and nobody else is', async ({
  stores,
}) => {
  // Two a minute: five minutes are ten people.
  const sale = await openTestSale(stores, { admit_per_minute: 2 });
  await using gateway = await openTestGateway(stores);
  const mine = gateway.visitor(sale.slug);
  await mine.join();
  for (let behind = 0; behind < 3; behind += 1) await gateway.visitor(sale.slug).join();
  mine.say({ type: 'remind', email: 'me@example.com', language: 'en' });
  await mine.hear('place', ({ reminded }) => reminded === true);
  const contact = () => stores.db.selectFrom('line_contact').selectAll().executeTakeFirstOrThrow();
  const write = async () =>
    (await tellNear(stores.db, sale.saleId, [{ entryId: (await contact()).visitor_id, number: 1 }])).length;
  expect([await write(), await write()]).toEqual([1, 0]);
  for (const [letPass, written] of [
    [10, 0],
    [11, 1],
    [12, 1],
  ] as const) {
    const from = mine.heard.length;
    mine.say({ type: 'snooze', letPass });
    await mine.hear('place', ({ state }) => state === 'snoozed', from);
    expect(await write()).toBe(written);
    mine.say({ type: 'wake' });
    await mine.hear('place', ({ state }) => state === 'waiting', from);
  }
});

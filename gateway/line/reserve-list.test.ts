/** Reserve lists as visitors meet them: asking for one, leaving it, and being asked when something comes back. */
import { describe, expect } from 'vitest';
import type { GatewayMessage } from '../../domain/protocol.ts';
import { tickList } from '../../queue-worker/reserve-list/tick.ts';
import {
  type GatewayStores,
  openTestGateway,
  openTestSale,
  type TestSale,
  test,
} from '../../test/gateway.ts';
import { setFree } from '../../test/list.ts';
import { testLog } from '../../test/stores.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';

const listDeps = ({ db, redis }: GatewayStores, sale: TestSale) => ({
  ...{ db, redis, line: sale.line, log: testLog },
});

const pick = (person: { secret: string; secretHash: string } | undefined) =>
  person && { secret: person.secret, secretHash: person.secretHash };

describe('a reserve list', () => {
  /** Three in line, then nothing is left. */
  async function soldOut(
    stores: GatewayStores,
    sale: TestSale,
    gateway: Awaited<ReturnType<typeof openTestGateway>>,
  ) {
    const people = [];
    for (let i = 0; i < 3; i += 1) {
      const secret = newSecret();
      const visitor = gateway.visitor(sale.slug);
      await visitor.join(secret);
      people.push({ visitor, ...secret });
    }
    await setFree(stores.db, sale.saleId, 0);
    await sale.change({ state: 'soldOut' });
    for (const { visitor } of people) await visitor.hear('place', ({ state }) => state === 'soldOut');
    return people;
  }
  /** After "sold out". */
  const isWaitingWord = (message: GatewayMessage, at: number, heard: readonly GatewayMessage[]) =>
    message.type === 'place' &&
    message.state === 'waiting' &&
    heard.slice(0, at).some((before) => before.type === 'place' && before.state === 'soldOut');
  const ask = (email: string | null) => ({ type: 'reserve', email, language: 'ko' });

  test('RAF-3: it keeps the order of the line, whoever asks first; a newcomer stands at the end', async ({
    stores,
  }) => {
    const sale = await openTestSale(stores, { units: 5 });
    await using gateway = await openTestGateway(stores);
    const people = await soldOut(stores, sale, gateway);
    const [first, , third] = people;
    const onList = (visitor: TestVisitor | undefined, reserveNumber: number) =>
      visitor?.hear('place', (place) => place.state === 'reserve' && place.reserveNumber === reserveNumber);
    third?.visitor.say(ask('third@example.test'));
    await onList(third?.visitor, 1);
    const newcomer = gateway.visitor(sale.slug);
    expect(await newcomer.join(newSecret())).toMatchObject({ state: 'soldOut' });
    newcomer.say(ask('new@example.test'));
    await onList(newcomer, 2);
    first?.visitor.say(ask('first@example.test'));
    await onList(first?.visitor, 1);
    const { rows } = {
      rows: await stores.db.selectFrom('reserve_entry').selectAll().orderBy('number').execute(),
    };
    expect(rows.map(({ number, language }) => [Number(number) > 3, language])).toEqual([
      [false, 'ko'],
      [false, 'ko'],
      [true, 'ko'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('example');
    // A reload finds it again; taking it back leads out of everything.
    expect(await gateway.visitor(sale.slug).join(pick(first))).toMatchObject({
      state: 'reserve',
      reserveNumber: 1,
    });
    first?.visitor.say(ask(null));
    const from = first?.visitor.heard.length;
    await first?.visitor.hear('place', ({ state }) => state === 'soldOut', from);
  });

  test('RAF-3: a wrong address, and a list that nobody may join, are refused in words', async ({
    stores,
  }) => {
    const sale = await openTestSale(stores, { units: 5 });
    await using gateway = await openTestGateway(stores);
    const people = await soldOut(stores, sale, gateway);
    people[0]?.visitor.say(ask('nonsense'));
    expect(await people[0]?.visitor.hear('refused')).toMatchObject({ code: 'invalid_request' });
    const open = await openTestSale(stores);
    const visitor = gateway.visitor(open.slug);
    await visitor.join(newSecret());
    visitor.say(ask('a@example.test'));
    expect(await visitor.hear('refused')).toMatchObject({ code: 'sale_not_open' });
    expect(await stores.db.selectFrom('reserve_entry').selectAll().execute()).toEqual([]);
  });

  test('RAF-5, RAF-9: when a unit comes back the list is called before the line, for its hours', async ({
    stores,
  }) => {
    const sale = await openTestSale(stores, { units: 5 });
    await using gateway = await openTestGateway(stores);
    const people = await soldOut(stores, sale, gateway);
    const [, second, third] = people;
    third?.visitor.say(ask('third@example.test'));
    await third?.visitor.hear('place', ({ state }) => state === 'reserve');
    const from = second?.visitor.heard.length;
    await setFree(stores.db, sale.saleId, 1);
    await sale.change({ state: 'open' });
    expect(await sale.admit()).toBe(0);
    await tickList(listDeps(stores, sale), sale.saleId);
    const called = await third?.visitor.hear('place', ({ state }) => state === 'called');
    expect(Date.parse(called?.claimBy ?? '') - Date.now()).toBeGreaterThan(1.9 * 3_600_000);
    expect(await third?.visitor.hear('call')).toMatchObject({ claimBy: called?.claimBy });
    expect(await sale.admit()).toBe(0);
    // To the others nothing has come back: they are not made to wait, and may ask for the list themselves.
    const opened = await second?.visitor.hear('sale', ({ state }) => state === 'open', from);
    expect(opened).toMatchObject({ reserveOpen: true });
    const first = people[0]?.visitor;
    first?.say(ask('first@example.test'));
    await first?.hear('place', ({ state }) => state === 'reserve');
    expect(second?.visitor.heard.filter(isWaitingWord)).toEqual([]);
    third?.visitor.say({ type: 'claim', secret: third.secret });
    expect(await third?.visitor.hear('pass')).toMatchObject({ expiresAt: called?.claimBy });
    expect(second?.visitor.heard.some(({ type }) => type === 'call')).toBe(false);
  });
});

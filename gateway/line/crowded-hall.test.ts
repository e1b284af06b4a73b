/** More sockets in one hall than are told of a change in one go (GWY-16): everybody hears of it, with the place kept. */
import { expect } from 'vitest';
import { metaKey } from '../../redis/keys.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newSecret } from '../../test/visitor.ts';

const CROWD = 1_100;
/** As many as a machine opens at once without a backlog. */
const AT_ONCE = 100;

test('GWY-16: pause, resume and close reach each of a thousand who wait, with the place kept', {
  timeout: 60_000,
}, async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const people = Array.from({ length: CROWD }, () => gateway.visitor(sale.slug));
  const numbers: (number | undefined)[] = [];
  for (let from = 0; from < CROWD; from += AT_ONCE) {
    const places = await Promise.all(people.slice(from, from + AT_ONCE).map((one) => one.join(newSecret())));
    numbers.push(...places.map(({ number }) => number));
  }
  expect(new Set(numbers).size).toBe(CROWD);

  // Nobody can be read from the line from here on: what is told is told because the sale has changed.
  await stores.redis.hset(metaKey(sale.saleId), 'status', 'rebuilding');
  const changes = [
    ['paused', 'paused'],
    ['open', 'waiting'],
    ['closed', 'closed'],
  ] as const;
  for (const [state, told] of changes) {
    const before = people.map(({ heard }) => heard.length);
    await sale.change({ state, reason: state === 'paused' ? 'Cards fail' : null });
    const places = await Promise.all(
      people.map((one, at) => one.hear('place', (place) => place.state === told, before[at])),
    );
    expect(new Set(places.map((place) => place.state))).toEqual(new Set([told]));
    if (state !== 'closed') expect(places.map(({ number }) => number)).toEqual(numbers);
  }
});

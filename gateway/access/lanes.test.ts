/** Positions by lane: each counts by its own counter and hears its own frame, and the arithmetic is exact in each. */
import { expect } from 'vitest';
import { aheadAfter } from '../../domain/protocol.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { markPresent } from '../../redis/line/mark-present.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { makeTestCode } from '../../test/access-codes.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newEntryId } from '../../test/stores.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';

/** What the visitor shows: the newest place, moved on by the newest frame. */
function shownBy(visitor: TestVisitor): number | null {
  let shown: number | null = null;
  let place: { ahead: number; moved: number } | null = null;
  for (const message of visitor.heard) {
    if (message.type === 'place') {
      const { ahead, moved } = message;
      place = ahead === null ? null : { ahead, moved };
      shown = ahead;
    }
    if (message.type === 'frame' && place) shown = aheadAfter(place, message);
  }
  return shown;
}

test('ACC-6: what a page counts by frames is the true position, in the ordinary and in the priority lane', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 10, priority_share: 30 });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId, { lane: 'priority', usesMax: 100 });
  const ordinary: TestVisitor[] = [];
  const priority: TestVisitor[] = [];
  let lastSecret = newSecret();
  for (let n = 0; n < 20; n += 1) {
    const [one, other] = [gateway.visitor(sale.slug), gateway.visitor(sale.slug)];
    await one.join(newSecret());
    lastSecret = newSecret();
    await other.join({ ...lastSecret, code });
    ordinary.push(one);
    priority.push(other);
  }
  await sale.admit();
  await gateway.tick();
  // Ten calls: three of the priority lane, seven of the line.
  const calledOf = (visitors: readonly TestVisitor[]) =>
    visitors.filter(({ heard }) => heard.some(({ type }) => type === 'call')).length;
  const due = [...ordinary.slice(0, 7), ...priority.slice(0, 3)];
  await Promise.all(due.map((visitor) => visitor.hear('call')));
  expect([calledOf(ordinary), calledOf(priority)]).toEqual([7, 3]);
  const last = { ordinary: ordinary.at(-1), priority: priority.at(-1) };
  await last.ordinary?.hear('frame', ({ moved }) => moved === 7);
  await last.priority?.hear('frame', ({ moved }) => moved === 3);
  // Who polls is told the counter of their own lane, too.
  const { receipt = '' } = (await last.priority?.hear('place')) ?? {};
  const headers = { 'usher-receipt': receipt, 'usher-secret': lastSecret.secret };
  const polled = await fetch(`${gateway.url}/api/sales/${sale.slug}/line`, { headers });
  expect(await polled.json()).toMatchObject({ place: { lane: 'priority', ahead: 16, moved: 3 } });
  for (const [at, visitor] of ordinary.entries()) if (at >= 7) expect(shownBy(visitor)).toBe(at - 7);
  for (const [at, visitor] of priority.entries()) if (at >= 3) expect(shownBy(visitor)).toBe(at - 3);
});

test('ACC-6: a lane that has nothing new to say is not spoken to', async ({ stores }) => {
  const sale = await openTestSale(stores, { floor_max: 4, priority_share: 0 });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId, { lane: 'priority', usesMax: 9 });
  const [ordinary, priority] = [gateway.visitor(sale.slug), gateway.visitor(sale.slug)];
  await ordinary.join();
  await priority.join({ ...newSecret(), code });
  await gateway.tick();
  await Promise.all([ordinary, priority].map((visitor) => visitor.hear('frame')));
  await gateway.tick();
  await gateway.tick();
  const frames = (visitor: TestVisitor) => visitor.heard.filter(({ type }) => type === 'frame').length;
  expect([frames(ordinary), frames(priority)]).toEqual([1, 1]);
});

test('ACC-4: over many calls the priority lane has its share, and the line what is left', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 20, priority_share: 30, lobby: 'arrival' });
  const { saleId, line } = sale;
  const ids = (count: number) => Array.from({ length: count }, newEntryId);
  const [ordinary, priority] = [ids(60), ids(60)];
  await reserveNumbers(line, stores.db, saleId);
  await joinLine(line, { saleId, entryIds: ordinary });
  await joinLine(line, { saleId, entryIds: priority, lanes: priority.map(() => 'priority' as const) });
  await markPresent(line, { saleId, entryIds: [...ordinary, ...priority] });
  await sale.admit();
  const called = await stores.db.selectFrom('admission').select(['lane', 'visitor_id']).execute();
  const inPriority = called.filter(({ lane }) => lane === 'priority').map(({ visitor_id }) => visitor_id);
  expect(called).toHaveLength(20);
  expect(new Set(inPriority)).toEqual(new Set(priority.slice(0, 6)));
});

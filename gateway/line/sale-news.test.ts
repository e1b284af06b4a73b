/** What the sale's message says to whom: chances by place, the draw as far as it is public, lists, kept promises. */
import { expect, vi } from 'vitest';
import { liveSales } from '../../db/live-sales.ts';
import type { NewSaleRow } from '../../db/schema.ts';
import type { GatewayMessage, SaleMessage } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { insertSale } from '../../test/line.ts';
import { newSecret } from '../../test/visitor.ts';
import { SaleBook } from './sale-book.ts';
import { saleMessage } from './sale-message.ts';

const chanceIn = (heard: readonly GatewayMessage[]) =>
  heard.findLast((said) => said.type === 'sale')?.tiers.map(({ chance }) => chance)[0];
const salesIn = (heard: readonly GatewayMessage[]) => heard.filter(({ type }) => type === 'sale').length;

test('ETA-4, ETA-5: each visitor hears the chance at the place, and again when it is another one, and who has the same hears nothing', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { units: 10 });
  let nowMs = Date.now();
  await using gateway = await openTestGateway(stores, {}, () => nowMs);
  const people = Array.from({ length: 60 }, () => gateway.visitor(sale.slug));
  for (const visitor of people) await visitor.join();
  const [first, tenth, twentieth, last] = [people[0], people[9], people[19], people[59]];
  const words = () => [first, tenth, twentieth, last].map((visitor) => chanceIn(visitor?.heard ?? []));
  // Nothing is measured yet: everybody may buy, or one in six.
  expect(words()).toEqual(['likely', 'likely', 'possible', 'possible']);
  const before = salesIn(first?.heard ?? []);
  // All of 200 turns bought, so the first ten take it all; then the sale is looked at anew.
  const measured = {
    undecided: 0,
    turns_settled: 200,
    turns_bought: 200,
    calls_settled: 200,
    calls_missed: 0,
  };
  const holds = {
    holds_settled: 200,
    holds_paid: 200,
    units_paid: 200,
    floor: 0,
    called_per_minute: 0,
    ended_per_minute: 0,
    turn_seconds: 0,
  };
  await stores.db
    .insertInto('pace_seen')
    .values({ sale_id: sale.saleId, ...measured, ...holds })
    .execute();
  nowMs += 11_000;
  await gateway.tick();
  await last?.hear('sale', ({ tiers }) => tiers[0]?.chance === 'unlikely');
  expect(words()).toEqual(['likely', 'likely', 'possible', 'unlikely']);
  expect(salesIn(first?.heard ?? [])).toBe(before);
  // Five are gone into baskets: who counted on the last ones hears it at the next look, and not before.
  await sale.stock(5, 5);
  nowMs += 3_000;
  await gateway.tick();
  tenth?.say('odd');
  await tenth?.hear('refused');
  expect(chanceIn(tenth?.heard ?? [])).toBe('likely');
  nowMs += 8_000;
  await gateway.tick();
  await tenth?.hear('sale', ({ tiers }) => tiers[0]?.chance === 'possible');
  expect(chanceIn(first?.heard ?? [])).toBe('likely');
});

test('ETA-5: a second socket of an entry leaves the first one not behind, and a poll says the same', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { units: 1 });
  let nowMs = Date.now();
  await using gateway = await openTestGateway(stores, {}, () => nowMs);
  const front = gateway.visitor(sale.slug);
  await front.join();
  const secret = newSecret();
  const one = gateway.visitor(sale.slug);
  const { receipt } = await one.join(secret);
  expect(chanceIn(one.heard)).toBe('possible');
  front.say({ type: 'leave' });
  await one.hear('place', ({ ahead }) => ahead === 0);
  const other = gateway.visitor(sale.slug);
  await other.join({ ...secret, receipt });
  nowMs += 11_000;
  await gateway.tick();
  await one.hear('sale', ({ tiers }) => tiers[0]?.chance === 'likely');
  await vi.waitFor(() => expect(chanceIn(other.heard)).toBe('likely'));
  const polled = await fetch(`${gateway.url}/api/sales/${sale.slug}/line`, {
    headers: { 'usher-receipt': receipt ?? '', 'usher-secret': secret.secret },
  });
  const { sale: news } = (await polled.json()) as { sale: SaleMessage };
  expect(news.tiers[0]?.chance).toBe('likely');
});

test('ETA-4: no word where there is no position: in the lobby, inside, or when it is over', async ({
  stores,
}) => {
  const opensAt = new Date(Date.now() + 3_600_000);
  const lobby = await openTestSale(stores, { state: 'lobby', opens_at: opensAt });
  const open = await openTestSale(stores, { units: 3 });
  let nowMs = Date.now();
  await using gateway = await openTestGateway(stores, {}, () => nowMs);
  const early = gateway.visitor(lobby.slug);
  await early.join();
  expect(chanceIn(early.heard)).toBeUndefined();
  const visitor = gateway.visitor(open.slug);
  await visitor.join();
  expect(chanceIn(visitor.heard)).toBe('likely');
  await open.admit();
  await visitor.hear('call');
  nowMs += 11_000;
  await gateway.tick();
  await vi.waitFor(() => expect(salesIn(visitor.heard)).toBe(2));
  expect(chanceIn(visitor.heard)).toBeUndefined();
  await open.change({ state: 'closed' });
  await gateway.tick();
  await visitor.hear('sale', ({ state }) => state === 'closed');
  expect(chanceIn(visitor.heard)).toBeUndefined();
});

test('ETA-1: promises are held against calls, summed over the gateways, and published from twenty on', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 1_000, admit_per_minute: 60 });
  let nowMs = Date.now();
  await using gateway = await openTestGateway(stores, {}, () => nowMs);
  const people = Array.from({ length: 30 }, () => gateway.visitor(sale.slug));
  for (const visitor of people) await visitor.join();
  const { saleId } = sale;
  // One a second for half a minute; what was promised after fifteen seconds comes true.
  for (let second = 0; second < 29; second += 1) {
    nowMs += 1_000;
    await stores.redis.hset(`sale:{${saleId}}:meta`, 'bucket_at', 0, 'owed', 0);
    await sale.admit();
    await gateway.tick();
  }
  for (let second = 0; second < 6; second += 1) await gateway.tick();
  const score = await stores.db.selectFrom('eta_score').selectAll().executeTakeFirstOrThrow();
  expect(score.promised).toBeGreaterThanOrEqual(8);
  expect(score.promised).toBeLessThanOrEqual(15);
  expect(score.held).toBeGreaterThanOrEqual(score.promised - 1);
  expect(people.at(-1)?.heard.findLast((said) => said.type === 'sale')).not.toHaveProperty('etaScore');
  await stores.db.updateTable('eta_score').set({ promised: 1_234, held: 1_200 }).execute();
  nowMs += 6_000;
  await gateway.tick();
  await people
    .at(-1)
    ?.hear('sale', ({ etaScore }) => etaScore?.promised === 1_200 && etaScore.held === 1_166);
});

test('ETA-6: the sale’s message tells the draw in the order in which it becomes public, and which lists can be joined', async ({
  db,
}) => {
  const opensAt = new Date('2027-01-01T12:00:00Z');
  const messageOf = async (settings: Partial<NewSaleRow>) => {
    const id = await insertSale(db, settings);
    const sale = (await liveSales(db)).find((one) => one.id === id);
    if (!sale) throw new Error('a sale that somebody waits for');
    return saleMessage(sale);
  };
  const lobby = await messageOf({ state: 'lobby', opens_at: opensAt });
  expect(lobby.draw).toEqual({ seedHash: 'hash', beacon: 'none', isRevealed: false });
  expect(lobby).not.toHaveProperty('reserveOpen');
  const fixed = { draw_size: 7, draw_root: 'r', draw_beacon_state: 'awaited' as const };
  expect((await messageOf({ state: 'lobby', ...fixed })).draw).toEqual({
    ...{ seedHash: 'hash', root: 'r', size: 7, beacon: 'awaited', isRevealed: false },
  });
  const mixed = { ...fixed, draw_beacon_state: 'mixed' as const, draw_key: 'k', opened_at: opensAt };
  const open = await messageOf(mixed);
  expect(open.draw).toMatchObject({ beacon: 'mixed', isRevealed: true });
  expect(JSON.stringify(open)).not.toMatch(/"k"|"seed"/);
  expect(await messageOf({ lobby: 'arrival' })).not.toHaveProperty('draw');
  expect(await messageOf({ mode: 'passthrough' })).not.toHaveProperty('draw');
  expect(await messageOf({ state: 'soldOut' })).toMatchObject({ reserveOpen: true, reserveHours: 2 });
  const raffle = await messageOf({ mode: 'raffle', winners: 3, state: 'lobby', opens_at: opensAt });
  expect(raffle).toMatchObject({
    ...{ claimHours: 24, reserveHours: 2, registrationClosesAt: opensAt.toISOString() },
    draw: { isRevealed: false },
  });
});

test('API-21: a reason is told in a pause alone, in the languages it was written in; where nobody gave one it says who stopped', async ({
  db,
}) => {
  const told = async (state: NewSaleRow['state'], columns: Partial<NewSaleRow>) => {
    const id = await insertSale(db, { state, next_news_at: new Date(), ...columns });
    const sale = (await liveSales(db)).find((one) => one.id === id);
    const { reason, reasons, nextNewsAt } = sale ? saleMessage(sale) : {};
    return [reason, reasons, nextNewsAt !== undefined];
  };
  const reason = 'The police asked';
  expect(await told('paused', { reason })).toEqual([reason, undefined, true]);
  const both = { reason_en: reason, reason_ko: '경찰이 요청했어요' };
  expect(await told('paused', { reason, ...both })).toEqual([
    reason,
    { en: reason, ko: both.reason_ko },
    true,
  ]);
  const [unsaid, inWhich] = await told('paused', {});
  expect([unsaid, inWhich]).toEqual([
    'The organiser has stopped it for a moment',
    { en: unsaid, ko: '주최자가 잠시 멈췄어요' },
  ]);
  for (const state of ['open', 'soldOut'] as const)
    expect(await told(state, { reason, ...both })).toEqual([undefined, undefined, false]);
});

test('GWY-16: a sale that is over says when it ended, early or not', async ({ db }) => {
  const closedAt = new Date(Date.now() - 60_000);
  const id = await insertSale(db, {
    state: 'closed',
    closed_at: closedAt,
    closes_at: new Date(Date.now() + 60_000),
  });
  const sale = (await liveSales(db)).find((one) => one.id === id);
  expect(sale && saleMessage(sale).closedAt).toBe(closedAt.toISOString());
});

test('CAT-10, CAT-11: a line tells no tiers of a sale that keeps them, and a hidden lobby has none', async ({
  db,
}) => {
  const found = async (settings: Partial<NewSaleRow>) => {
    const id = await insertSale(db, settings);
    await db
      .insertInto('tier')
      .values({
        id: `tier_${id}`,
        sale_id: id,
        position: 9,
        name: 'One',
        price_amount: 1,
        capacity: 1,
        available: 1,
      })
      .execute();
    const book = new SaleBook(db);
    await book.refresh();
    const sale = [...book.sales].find((one) => one.id === id);
    return sale && saleMessage(sale).tiers.length;
  };
  const soon = new Date(Date.now() + 60_000);
  expect(await found({ state: 'lobby' })).toBe(2);
  expect(await found({ state: 'lobby', hide_before_opening: true })).toBe(0);
  expect(await found({ state: 'open', hide_before_opening: true, opened_at: new Date() })).toBe(2);
  expect(await found({ state: 'lobby', hidden_until: soon })).toBe(undefined);
  expect(await found({ state: 'open', hidden_until: soon })).toBe(2);
});

/**
 * Joining and coming back over real sockets and stores: one visitor, one place, whatever they do (GWY-7,
 * GWY-8).
 */
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, openTestSale, publicOrigin, test } from '../../test/gateway.ts';
import { newKeys } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';
import { readReceipt, signReceipt } from '../../tokens/receipt.ts';
import { signVisitor } from '../../tokens/visitor.ts';
import { closeCodes } from '../close-codes.ts';

test('GWY-8: visitors get places in their order, and a repeated join the same one', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const first = await gateway.visitor(sale.slug).join();
  const second = gateway.visitor(sale.slug);
  const place = await second.join();
  expect(first).toMatchObject({
    type: 'place',
    state: 'waiting',
    ahead: 0,
    number: 1,
    moved: 0,
    aheadAtJoin: 0,
  });
  expect(place).toMatchObject({ state: 'waiting', ahead: 1, number: 2, aheadAtJoin: 1, eta: null });
  expect(await second.join()).toMatchObject({ number: 3 }); // Nobody known, no receipt: another visitor.
  expect(await second.join({ receipt: place.receipt })).toMatchObject({ number: 2, ahead: 1 });
});

test('GWY-8: a sale message follows the place, with prices and what is left', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.join();
  const said = await visitor.hear('sale');
  expect(said).toMatchObject({
    state: 'open',
    tiers: [{ price: { amount: 10_000, currency: 'KRW' }, availability: 'plenty' }],
  });
  expect(visitor.heard.map(({ type }) => type).slice(0, 2)).toEqual(['place', 'sale']);
});

test('GWY-8: a second tab and a reload find the same place by the secret', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const place = await gateway.visitor(sale.slug).join({ secretHash });
  await gateway.visitor(sale.slug).join();
  expect(await gateway.visitor(sale.slug).join({ secretHash, secret })).toMatchObject({
    number: place.number,
    ahead: 0,
  });
  expect(await other.visitor(sale.slug).join({ secretHash })).toMatchObject({ number: place.number });
  const resumed = { receipt: place.receipt, secretHash, secret };
  expect(await other.visitor(sale.slug).join(resumed)).toMatchObject({ number: place.number, ahead: 0 });
});

test('GWY-8: five sockets of an entry are served, a sixth takes the seat of the oldest for good', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const tabs = Array.from({ length: 6 }, () => gateway.visitor(sale.slug));
  for (const tab of tabs) await tab.join({ secretHash, secret });
  expect(await tabs[0]?.closed).toBe(closeCodes.replaced);
  await sale.change({ state: 'paused' });
  for (const tab of tabs.slice(1)) await tab.hear('place', ({ state }) => state === 'paused');
});

test('GWY-8: one place for who shows a receipt of one entry and the secret of another: the better', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secret, secretHash } = newSecret();
  const front = await gateway.visitor(sale.slug).join();
  const mine = gateway.visitor(sale.slug);
  const back = await mine.join({ secretHash, secret });
  const merged = await gateway.visitor(sale.slug).join({ receipt: front.receipt, secretHash, secret });
  expect(merged).toMatchObject({ number: front.number, ahead: 0 });
  // Its other tabs come back, and find the better one by the receipt that they share.
  expect(await mine.closed).toBe(closeCodes.moved);
  // The other place is given up for good: its receipt starts at the end.
  const again = await gateway.visitor(sale.slug).join({ receipt: back.receipt, secret });
  expect(again.number).toBeGreaterThan(back.number ?? 0);
});

test('GWY-7: a receipt of another sale, a changed one and one of foreign keys is refused, and takes no number', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  const otherSale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { receipt = '' } = await gateway.visitor(otherSale.slug).join();
  const own = await gateway.visitor(sale.slug).join();
  const foreign = signReceipt(
    parseKeyRing(newKeys()),
    readReceipt(parseKeyRing(stores.keys), own.receipt ?? ''),
  );
  const changed = (own.receipt ?? '').replace(/.{4}$/, 'AAAA');
  for (const bad of [receipt, foreign, changed, '', 'a.b.c', `${own.receipt}.x`]) {
    const visitor = await gateway.visitor(sale.slug).open();
    visitor.say({ type: 'join', receipt: bad });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'receipt_invalid' });
  }
  expect(await gateway.visitor(sale.slug).join()).toMatchObject({ number: 2 });
});

test('GWY-7: a receipt that is bound to a secret is worth nothing without it', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const mine = newSecret();
  const thief = newSecret();
  const { receipt } = await gateway.visitor(sale.slug).join({ secretHash: mine.secretHash });
  for (const bad of [
    { receipt },
    { receipt, secret: thief.secret },
    { receipt, ...thief },
    { receipt, secretHash: mine.secretHash },
    { secretHash: mine.secretHash, secret: thief.secret },
    { secretHash: mine.secretHash, secret: 'short' },
  ]) {
    const visitor = await gateway.visitor(sale.slug).open();
    visitor.say({ type: 'join', ...bad });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'secret_required' });
  }
  expect(await gateway.visitor(sale.slug).join()).toMatchObject({ number: 2 });
});

test('GWY-7: who names a secret without showing it sees the place and may do nothing to it', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { secretHash } = newSecret();
  const owner = gateway.visitor(sale.slug);
  await owner.join({ secretHash });
  const other = gateway.visitor(sale.slug);
  expect(await other.join({ secretHash })).toMatchObject({ number: 1 });
  other.say({ type: 'leave' }).say({ type: 'claim' });
  await other.hear('refused', ({ code }) => code === 'secret_required');
  await owner.join({ secretHash });
  // Whoever made the place on this very socket may give it up.
  const maker = gateway.visitor(sale.slug);
  await maker.join({ secretHash: newSecret().secretHash });
  maker.say({ type: 'leave' });
  await maker.hear('place', ({ state }) => state === 'left');
  expect(owner.heard.filter((message) => message.type === 'place' && message.state === 'left')).toEqual([]);
});

test('GWY-7: the cookie counts from our own pages alone', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const ring = parseKeyRing(stores.keys);
  const cookie = `a=b; usher_visitor=${signVisitor(ring, 'cookie', 'somebody-of-this-browser')}`;
  const origin = publicOrigin;
  const place = await gateway.visitor(sale.slug, { headers: { cookie, origin } }).join();
  const numberOf = async (headers: Record<string, string>) =>
    (await gateway.visitor(sale.slug, { headers }).join()).number;
  expect(await numberOf({ cookie, origin })).toBe(place.number);
  expect(await numberOf({ cookie })).toBe(2);
  const forged = `usher_visitor=${signVisitor(parseKeyRing(newKeys()), 'cookie', 'somebody-of-this-browser')}`;
  expect(await numberOf({ cookie: forged, origin })).toBe(3);
  const edge = `usher_visitor=${signVisitor(ring, 'edge', 'somebody-of-this-browser')}`;
  expect(await numberOf({ cookie: edge, origin })).toBe(4);
});

test('GWY-7: an access token that is not ours is refused; a sale for accounts wants one', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  const members = await openTestSale(stores, { audience: 'accounts' });
  await using gateway = await openTestGateway(stores);
  const forged = await gateway.visitor(sale.slug).open();
  forged.say({ type: 'join', accessToken: 'a.b.c' });
  expect(await forged.hear('refused')).toMatchObject({ code: 'not_signed_in' });
  const stranger = await gateway.visitor(members.slug).open();
  stranger.say({ type: 'join' });
  expect(await stranger.hear('refused')).toMatchObject({ code: 'not_signed_in' });
});

test('GWY-12: a storm of joins gives each visitor a number of their own', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const places = await Promise.all(Array.from({ length: 300 }, () => gateway.visitor(sale.slug).join()));
  expect(new Set(places.map(({ number }) => number)).size).toBe(300);
  expect(Math.max(...places.map(({ number = 0 }) => number))).toBe(300);
});

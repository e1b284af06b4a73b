/** The line without JavaScript: forms, cookies, and the same places, calls and passes as everywhere (RCH-1…3). */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { joinBudgets } from '../../domain/limits.ts';
import { checkLetters } from '../../queue-worker/outbox/check-letters.ts';
import type { OutboxDeps } from '../../queue-worker/outbox/outbox-deps.ts';
import { openBudgets } from '../../redis/budgets.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { makeTestCode } from '../../test/access-codes.ts';
import { openTestGateway, openTestSale, publicOrigin, test } from '../../test/gateway.ts';
import { PlainBrowser } from '../../test/plain-browser.ts';

test('RCH-1: join, look again, go in, come to checkout and leave, with forms alone', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await gateway.visitor(sale.slug).join();
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  expect([browser.status, browser.title]).toEqual([200, 'You are not in line yet']);
  expect((await browser.look()).title).toBe('You are not in line yet'); // Looking joins nobody.

  await browser.press('join');
  expect(browser.title).toBe('Almost there');
  expect(browser.text).toMatch(/class="num">1<small> ahead of you/);
  await browser.press('join');
  expect(browser.text).toMatch(/class="num">1<small> ahead of you/);

  await sale.admit();
  await browser.look();
  expect(browser.title).toBe('It’s your turn');
  expect(browser.text).toMatch(/Go in within \d+ seconds/);
  await browser.press('claim');
  expect(browser.title).toBe('You may buy now');
  const link = /href="([^"]*checkout#[^"]+)"/.exec(browser.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(link).toMatch(new RegExp(`^/sales/${sale.slug}/checkout#pass=ey[\\w.-]+&expires=2`));

  const other = await new PlainBrowser(gateway.url, sale.slug).look();
  await other.press('join');
  await other.look('?ask=leave');
  expect(other.text).toContain('If you come back, you start at the end.');
  await other.press('leave');
  expect(other.title).toBe('You are not in line yet');
  await other.press('join');
  expect(other.text).toMatch(/Almost there|You are next/);
});

test('RCH-1: where there is no line nobody is told of one, and who comes while it is shut goes in when it is not', async ({
  stores,
}) => {
  const opensAt = new Date(Date.now() + 3_600_000);
  const sale = await openTestSale(stores, { mode: 'passthrough', state: 'lobby', opens_at: opensAt });
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  expect(browser.title).toBe('No line here');
  expect(browser.text).not.toMatch(/random place|in the lobby|name="act" value="(join|remind)"/);
  for (const [state, title] of [
    ['paused', 'The sale is paused'],
    ['soldOut', 'Sold out'],
    ['open', 'Nobody has to wait here'],
  ] as const) {
    await sale.change({ state });
    await gateway.tick();
    expect((await browser.look()).title).toBe(title);
  }
  await browser.press('join');
  expect(browser.title).toBe('You may buy now');
  await stores.db
    .updateTable('admission')
    .set({ state: 'finished', ended_at: new Date() })
    .where('sale_id', '=', sale.saleId)
    .execute();
  await browser.look();
  expect([browser.title, /at the end/.test(browser.text)]).toEqual(['You have your tickets', false]);
});

test('RCH-1: a visitor lets others pass and comes back, and leaves an address', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  await browser.press('join');
  await browser.press('snooze');
  expect(browser.title).toBe('Others are passing');
  await browser.press('wake');
  expect(browser.title).toBe('Almost there');
  await browser.press('remind', { email: 'someone' });
  expect([browser.status, browser.title]).toEqual([422, 'Something is missing']);
  await browser.look();
  await browser.press('remind', { email: 'someone@example.com' });
  expect(browser.text).toContain('We write to you when your turn is near, or when it is sold out before.');
  const contacts = await stores.db.selectFrom('line_contact').select('language').execute();
  expect([browser.title, contacts]).toEqual(['Almost there', [{ language: 'en' }]]);
});

test('RCH-2: the place outlives a line that lost its memory', async ({ stores }) => {
  const sale = await openTestSale(stores, { draw_size: 0 });
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  await gateway.visitor(sale.slug).join();
  await browser.press('join');
  expect(browser.text).toMatch(/class="num">1</);
  const entryId = await stores.redis.zrange(`sale:{${sale.saleId}}:line`, -1, -1);
  expect(entryId).toHaveLength(1);
  await stores.redis.zrem(`sale:{${sale.saleId}}:line`, ...entryId);
  await gateway.visitor(sale.slug).join();
  await browser.look();
  expect(browser.text).toMatch(/class="num">1</);
});

test('RCH-2: a form that was not given to this visitor, or comes from elsewhere, does nothing', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const one = await new PlainBrowser(gateway.url, sale.slug).look();
  const other = await new PlainBrowser(gateway.url, sale.slug).look();
  one.text = other.text;
  await one.press('join');
  expect([one.status, one.title]).toEqual([403, 'This form is old']);
  await other.press('join', {}, { origin: 'http://evil.test' });
  expect([other.status, other.title]).toEqual([403, 'This form is old']);
  await other.look();
  const cookieless = new PlainBrowser(gateway.url, sale.slug);
  cookieless.text = other.text;
  await cookieless.press('join');
  expect([cookieless.status, cookieless.title]).toEqual([403, 'Cookies are switched off']);
  await other.press('dance');
  expect(other.status).toBe(422);
  await other.look();
  await other.press('join', { code: 'x'.repeat(20_000) });
  expect(other.status).toBe(413);
  await other.look();
  expect(other.title).toBe('You are not in line yet');
  await other.press('join', {}, { origin: publicOrigin });
  expect(other.status).toBe(200);
});

test('RCH-3: it looks again by itself only where that was asked for, when an app would ask again', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  await browser.press('join');
  expect(browser.headers.get('refresh')).toBeNull();
  await browser.look('?again=yes');
  const seconds = Number(browser.headers.get('refresh'));
  expect([seconds >= 2, seconds <= 30]).toEqual([true, true]);
  expect(browser.text).toContain(`by itself every ${seconds} seconds`);
  await sale.change({ state: 'closed' });
  await gateway.tick();
  await browser.look('?again=yes');
  expect([browser.title, browser.headers.get('refresh')]).toEqual(['This sale has ended', null]);
});

test('RCH-1: every page without JavaScript runs nothing, is kept by nobody and speaks the asked language', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look('?lang=ko');
  expect(browser.title).toBe('아직 줄에 없어요');
  const policy = browser.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/default-src 'none'.*style-src 'sha256-.*frame-ancestors 'none'/);
  expect(policy).not.toContain('unsafe');
  expect(browser.headers.get('cache-control')).toBe('no-store');
  expect(browser.headers.get('referrer-policy')).toBe('same-origin');
  expect(browser.text).not.toContain('<script');
  const lost = await new PlainBrowser(gateway.url, 'no-such-sale').look();
  expect([lost.status, lost.title]).toEqual([404, 'Nothing here']);
  await stores.redis.hset(`sale:{${sale.saleId}}:meta`, 'status', 'rebuilding');
  await browser.press('join');
  expect([browser.status, browser.headers.get('retry-after')]).toEqual([503, '5']);
});

test('RCH-1: a sale without a line leads to its own page', async ({ stores }) => {
  const sale = await openTestSale(stores, { mode: 'shelf' });
  await using gateway = await openTestGateway(stores);
  const address = `${gateway.url}/sales/${sale.slug}/line/plain`;
  const { status, headers } = await fetch(address, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([303, `/sales/${sale.slug}`]);
});

test('RCH-1: what an organiser or a tier is called is shown as text', async ({ stores }) => {
  const sale = await openTestSale(stores, { title: '<img src=x onerror=alert(1)>' });
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  expect(browser.text).toContain('&lt;img src=x');
  expect(browser.text).not.toContain('<img');
});

test('RCH-1: a line that asks for a code has a field for it, and lets nobody in without', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  expect(browser.text).toContain('name="code"');
  await browser.press('join');
  expect([browser.status, browser.title]).toEqual([403, 'This line needs a code']);
  await browser.look();
  await browser.press('join', { code: 'AAAA-AAAA-AAAA-AAAA' });
  expect([browser.status, browser.title]).toEqual([403, 'This code does not work']);
  await browser.look();
  await browser.press('join', { code: code.toLowerCase() });
  expect([browser.status, browser.title]).toEqual([200, 'Almost there']);
});

test('RCH-1: a suspect is told why, and a mailed code leads out with the same number', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const { free, most, perMinute } = joinBudgets.address;
  const budgets = openBudgets(stores.redis);
  for (let n = 0; n < free; n += 1) await budgets.take('join-address', address, { most, perMinute });
  const browser = new PlainBrowser(gateway.url, sale.slug);
  browser.from = address;
  await browser.look();
  await browser.press('join');
  expect([browser.title, browser.text.includes('slow lane')]).toEqual(['Almost there', true]);
  await browser.press('mailCheck', { email: 'someone@visitor.test' });
  expect(browser.text).toContain('The code is on its way.');
  const rows = await stores.db.selectFrom('outbox').selectAll().where('topic', '=', 'mail').execute();
  const deps = { ring: parseKeyRing(stores.keys) } as unknown as OutboxDeps;
  const letter = rows[0] && (await checkLetters.line_check(deps, rows[0]));
  await browser.press('tryCheck', { code: '000' });
  expect([browser.status, browser.title]).toEqual([403, 'This code does not work']);
  await browser.look();
  await browser.press('tryCheck', { code: /^\d{6}$/m.exec(letter?.text ?? '')?.[0] ?? '' });
  expect([browser.status, browser.text.includes('slow lane')]).toEqual([200, false]);
});

test('RCH-1: a raffle is registered for, and its list is shown', async ({ stores }) => {
  const opensAt = new Date(Date.now() + 3 * 3_600_000);
  const sale = await openTestSale(stores, { mode: 'raffle', winners: 1, state: 'lobby', opens_at: opensAt });
  await using gateway = await openTestGateway(stores);
  const browser = await new PlainBrowser(gateway.url, sale.slug).look();
  expect(browser.title).toBe('Registration is open');
  await browser.press('join');
  expect(browser.title).toBe('You are in the draw');
  expect(browser.text).toMatch(/Come back after (2|3) hours|Come back after 1\d\d minutes/);
});

/**
 * The page of an order in every state that it may come into, in a real browser: at a phone's width and a desk's, in both
 * themes and languages, without a barrier that axe finds. With PICTURES=folder it leaves a picture of each.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderView } from '../../domain/order-view.ts';
import { orderSays } from '../../web-waiting-room/order/order-mood.ts';
import { launchBrowser, newSurfer, type Surfer } from './chromium.ts';
import { type FakeShop, openFakeShop } from './fake-shop.ts';
import { orderSamples, orderView, ticketViews } from './order-states.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const patience = { timeout: 20_000 };
const darkOnes = ['held', 'issued', 'delivered', 'refunded'];
let shop: FakeShop;
let browser: Browser;

beforeAll(async () => {
  shop = await openFakeShop();
  const card = { names: { ko: '카드 및 기타 결제', en: 'Card and more' }, label: 'Card and more' };
  const items = [{ provider: 'stripe', test: false, brands: [], ...card }];
  shop.answers.set('GET /payment-methods', () => ({ body: { items } }));
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

function show(order: OrderView): void {
  const hasTickets = order.sale.fulfilment === 'ticket' && order.state === 'issued';
  shop.answers.set('GET /orders/ord_1', () => ({ body: order }));
  shop.answers.set('GET /orders/ord_1/tickets', () => ({ body: { items: hasTickets ? ticketViews : [] } }));
}

async function surf(
  language: 'en' | 'ko',
  colorScheme: 'light' | 'dark',
  more: { readonly timezoneId?: string } = {},
): Promise<Surfer> {
  const how = { colorScheme, reducedMotion: 'reduce', serviceWorkers: 'block' } as const;
  const surfer = await newSurfer(browser, { ...how, ...more });
  await surfer.page.addInitScript(`localStorage.setItem('usher.language', '${language}')`);
  await surfer.page.addInitScript(`localStorage.setItem('usher.order.ord_1', 'key')`);
  return surfer;
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Nothing sticks out to the side. */
async function expectFits(page: Page, name: string): Promise<void> {
  for (const width of [320, 390, 1_280]) {
    await page.setViewportSize({ width, height: 844 });
    const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect([name, width, isWider]).toEqual([name, width, false]);
    if (width > 320) await picture(page, `order-${name.replaceAll(' ', '-')}-${width}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
}

test.each(Object.entries(orderSamples))('PAG-120: %s', async (name, order) => {
  show(order);
  const { page, context, complaints } = await surf('en', 'light');
  await page.goto(`${shop.url}/orders/ord_1`);
  await title(page, orderSays(order, Date.now(), 'en').title).waitFor(patience);
  await expectFits(page, `${name} en light`);
  await expectNoBarriers(page);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.getByRole('button', { name: '한국어' }).click();
  await title(page, orderSays(order, Date.now(), 'ko').title).waitFor(patience);
  await expectFits(page, `${name} ko dark`);
  // Colours are the same in all of them.
  if (darkOnes.includes(name)) await expectNoBarriers(page);
  expect(complaints).toEqual([]);
  await context.close();
});

test('PAG-86: the page says which units went back, for how much, why and when, and what became of each line', async () => {
  const { page, context } = await surf('en', 'light');
  show(orderSamples['return asked'] as OrderView);
  await page.goto(`${shop.url}/orders/ord_1`);
  const parts = page.getByRole('region', { name: 'What went back' });
  await parts.getByText('Hoodie, moss green, M × 1: ₩90,000 and 9,000 points').waitFor(patience);
  await parts.getByText('Your reason: “too small”').waitFor(patience);
  await parts.getByText(/^You sent it back, and it arrived: \d/).waitFor(patience);
  const sums = page.getByRole('region', { name: 'What you ordered' });
  await sums.getByText('1 of 2 given back').waitFor(patience);
  await sums.getByText('1 of 1 asked to be returned').waitFor(patience);
  show(orderSamples['goods paid back in part'] as OrderView);
  await page.reload();
  await parts.getByText('The organiser’s reason: “one hoodie came with a hole”').waitFor(patience);
  await parts.getByText('It stays yours.').waitFor(patience);
  await sums.getByText('1 of 2 paid back, and yours to keep').waitFor(patience);
  await context.close();
});

test('PAG-131: what was typed is marked as of no language, in the middle of ours', async () => {
  const { page, context } = await surf('ko', 'light');
  show(orderSamples['return asked'] as OrderView);
  await page.goto(`${shop.url}/orders/ord_1`);
  for (const reason of ['too small', 'it skips'])
    expect(await page.getByText(reason, { exact: true }).getAttribute('lang', patience)).toBe('');
  await context.close();
});

test('RCH-8: a ticket tells the clock of the place, and whose it is, to a reader far away', async () => {
  const { page, context } = await surf('en', 'light', { timezoneId: 'America/New_York' });
  const issued = orderSamples.issued as OrderView;
  show({ ...issued, sale: { ...issued.sale, startsAt: '2027-04-03T23:00:00Z' } });
  await page.goto(`${shop.url}/orders/ord_1`);
  const ticket = page.getByRole('article').first();
  await ticket.getByText('Sun 4 April 2027, 08:00 (Korean Standard Time)').waitFor(patience);
  await context.close();
});

test('PAY-21: the Korean page names a way to pay in Korean', async () => {
  const { page, context } = await surf('ko', 'light');
  show(orderSamples.held as OrderView);
  await page.goto(`${shop.url}/orders/ord_1`);
  await page.getByText('카드 및 기타 결제').waitFor(patience);
  expect(await page.getByText('Card and more').count()).toBe(0);
  await context.close();
});

test.each(['/orders/none', '/transfer/none', '/sales/none/checkout'])(
  'PAG-133: %s is said to be nothing, and leads to the sales',
  async (address) => {
    const { page, context } = await surf('en', 'light');
    await page.goto(`${shop.url}${address}`);
    const refusal = page.getByRole('alert').filter({ hasText: 'Nothing here' });
    await refusal.waitFor(patience);
    const wayOn = page.getByRole('main').getByRole('link', { name: 'See all sales' });
    expect(await wayOn.getAttribute('href')).toBe('/');
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await expectNoBarriers(page);
    await picture(page, `lost${address.replaceAll('/', '-')}`);
    await context.close();
  },
);

test('PAG-16: a question whose answer was lost in silence is asked again', async () => {
  const asked: (string | null)[] = [];
  const { page, context } = await surf('en', 'light');
  show(orderView('issued'));
  await page.route('**/api/orders/ord_1', async (route) => {
    asked.push(route.request().headers().prefer ?? null);
    if (asked.length === 1) await route.fulfill({ json: orderView('paying'), headers: { etag: '"1"' } });
    if (asked.length > 2) await route.fulfill({ json: orderView('issued'), headers: { etag: '"2"' } });
  });
  await page.clock.install();
  await page.goto(`${shop.url}/orders/ord_1`);
  await expect.poll(() => asked, patience).toEqual([null, 'wait=8']);
  await page.clock.fastForward(30_000);
  await title(page, orderSays(orderView('issued'), Date.now(), 'en').title).waitFor(patience);
  expect(asked).toEqual([null, 'wait=8', null]);
  await context.close();
});

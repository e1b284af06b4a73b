/**
 * The whole path in a real browser against a real Usher, as a buyer walks it: list, waiting room, called, checkout,
 * payment, ticket. And what happens on the way: reload, second tab, no connection, sold out while waiting, a hold that ends.
 */
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { standOthers } from './others.ts';
import { expectNoBarriers } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

async function open(slug: string, settings: Record<string, unknown>): Promise<void> {
  await house.openSale(slug, { admitPerMinute: 1_200, ...settings });
}

/** How often somebody of the sale was called so far. */
async function calls(slug: string): Promise<number> {
  const { rows } = await house.db.query(
    'select count(*)::int from admission where sale_id = (select id from sale where slug = $1)',
    [slug],
  );
  return rows[0].count;
}

const figure = async (page: Page): Promise<number> =>
  Number((await page.locator('.num').first().innerText()).replaceAll(/\D/g, ''));

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Chooses one of the first tier and says where to send it; the hold stands when this resolves. */
async function holdOne(page: Page, email: string): Promise<void> {
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  await heading(page, 'Checkout').waitFor(patience);
  await page.getByRole('heading', { name: 'Your tickets', exact: true }).waitFor(patience);
}

test('PAG-100: a buyer walks from the list to a ticket while the crowd ahead is served', {
  timeout: 120_000,
}, async () => {
  await open('walk', { units: 50, floorMax: 4 });
  const others = await standOthers(house.run.url, 'walk', 25);
  const { page, context, complaints } = await newSurfer(house.browser);

  await page.goto(house.run.url);
  await page
    .getByRole('link', { name: /Trial walk/ })
    .first()
    .click(patience);
  await heading(page, 'Trial walk').waitFor(patience);
  await expectNoBarriers(page);
  await page.getByRole('link', { name: 'Join the line' }).click();

  await heading(page, /You are in line|Almost there/).waitFor(patience);
  const atFirst = await figure(page);
  expect(atFirst).toBeGreaterThan(15);
  await expectNoBarriers(page);
  others.serve();
  const seen = [atFirst];
  await vi.waitUntil(
    async () => {
      const now = await figure(page).catch(() => 0);
      if (now !== seen.at(-1)) seen.push(now);
      return page.url().includes('/checkout');
    },
    { timeout: 60_000, interval: 100 },
  );
  // It went down step by step, and never up.
  expect(seen.length).toBeGreaterThan(3);
  expect(
    seen.filter((ahead, index) => index > 0 && ahead > (seen[index - 1] ?? 0) && ahead <= atFirst),
  ).toEqual([]);

  await holdOne(page, 'minseo@example.com');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(/\/sandbox\/pay\//, patience);
  await expectNoBarriers(page);
  await page.getByRole('button', { name: /^Pay / }).click();

  await page.waitForURL(/\/orders\//, patience);
  const code = page.locator('.tickets').getByRole('img').first();
  await code.waitFor(patience);
  expect((await code.boundingBox())?.width).toBeGreaterThan(100);
  await expectNoBarriers(page);
  await page.reload();
  await code.waitFor(patience);
  // At the door there may be no network.
  await context.setOffline(true);
  await page.reload().catch(() => {});
  await code.waitFor(patience);
  expect(complaints).toEqual([]);
  const { rows } = await house.db.query(
    `select state from "order" where sale_id = (select id from sale where slug = 'walk')`,
  );
  expect(rows).toEqual([{ state: 'issued' }]);
  others.stop();
  await context.close();
});

test('PAG-101: a reload, a second tab and a lost connection keep the place', {
  timeout: 120_000,
}, async () => {
  await open('keep', { units: 50, floorMax: 2 });
  const others = await standOthers(house.run.url, 'keep', 12);
  await vi.waitUntil(async () => (await calls('keep')) === 2, { timeout: 10_000, interval: 50 });
  const { page, context } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/keep/line`);
  await heading(page, /You are in line|Almost there/).waitFor(patience);
  const ahead = await figure(page);
  await page.reload();
  await heading(page, /You are in line|Almost there/).waitFor(patience);
  expect(await figure(page)).toBe(ahead);

  const second = await context.newPage();
  await second.goto(`${house.run.url}/sales/keep/line`);
  await heading(second, /You are in line|Almost there/).waitFor(patience);
  expect(await figure(second)).toBe(ahead);
  expect(await calls('keep')).toBe(2); // The floor; nobody came in twice.

  await context.setOffline(true);
  await page.evaluate("dispatchEvent(new Event('offline'))");
  await heading(page, 'No connection').waitFor(patience);
  await expectNoBarriers(page);
  await context.setOffline(false);
  await page.evaluate("dispatchEvent(new Event('online'))");
  await heading(page, /You are in line|Almost there/).waitFor(patience);
  expect(await figure(page)).toBe(ahead);
  others.stop();
  await context.close();
});

test('PAG-102: who waits for what is sold out is told at once', { timeout: 120_000 }, async () => {
  await open('gone', { units: 1, floorMax: 1, perVisitorMax: 1 });
  const buyer = await newSurfer(house.browser);
  await buyer.page.goto(`${house.run.url}/sales/gone/line`);
  await buyer.page.waitForURL(/\/checkout/, patience);
  const waiter = await newSurfer(house.browser);
  await waiter.page.goto(`${house.run.url}/sales/gone/line`);
  await heading(waiter.page, /You are in line|Almost there/).waitFor(patience);
  await holdOne(buyer.page, 'buyer@example.com');
  await heading(waiter.page, 'All in baskets').waitFor(patience);
  await buyer.page.getByRole('button', { name: /^Pay / }).click();
  await buyer.page.waitForURL(/\/sandbox\/pay\//, patience);
  await buyer.page.getByRole('button', { name: /^Pay / }).click();
  await heading(waiter.page, 'Sold out').waitFor(patience);
  await expectNoBarriers(waiter.page);
  await buyer.context.close();
  await waiter.context.close();
});

test('PAY-24, ADM-15: checkout and order page begin a payment alike: with the order’s key, and the pass as a witness', {
  timeout: 120_000,
}, async () => {
  await open('witness', { units: 2, floorMax: 1 });
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/witness/line`);
  await page.waitForURL(/\/checkout/, patience);
  await holdOne(page, 'witness@example.com');
  const { rows } = await house.db.query(
    `select id from "order" where sale_id = (select id from sale where slug = 'witness')`,
  );
  const begin = async () => {
    const [begun] = await Promise.all([
      page.waitForRequest(/\/api\/orders\/[^/]+\/payments$/, patience),
      page.getByRole('button', { name: /^Pay |^Go back to the payment page/ }).click(patience),
    ]);
    await page.waitForURL(/\/sandbox\/pay\//, patience);
    const headers = await begun.allHeaders();
    return [headers['usher-order-key'], headers['usher-pass']];
  };
  const atCheckout = await begin();
  await page.goto(`${house.run.url}/orders/${rows[0].id}`);
  expect(await begin()).toEqual(atCheckout);
  expect(atCheckout).toEqual([
    expect.stringMatching(/./),
    expect.stringMatching(/^ey[^.]+[.][^.]+[.][^.]+$/),
  ]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('PAG-16, API-31: an order’s page hears at once what became of it elsewhere, by one question that stays at the server', {
  timeout: 120_000,
}, async () => {
  await open('told', { units: 2, floorMax: 1 });
  const { page, context } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/told/line`);
  await page.waitForURL(/\/checkout/, patience);
  await holdOne(page, 'told@example.com');
  const { rows } = await house.db.query(
    `select id from "order" where sale_id = (select id from sale where slug = 'told')`,
  );
  const { id } = rows[0];
  const wishes: (string | null)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith(`/api/orders/${id}`)) wishes.push(request.headers().prefer ?? null);
  });
  await page.goto(`${house.run.url}/orders/${id}`);
  await page.getByRole('button', { name: /^Pay / }).waitFor(patience);
  await setTimeout(3_000);
  expect(wishes).toEqual([null, 'wait=8']);
  const key = await page.evaluate(`localStorage.getItem('usher.order.${id}')`);
  const cancelled = page.waitForResponse(
    (response) => response.url().endsWith(`/api/orders/${id}`),
    patience,
  );
  await fetch(`${house.run.url}/api/orders/${id}/cancel`, {
    method: 'POST',
    headers: { 'usher-order-key': String(key) },
  });
  expect((await (await cancelled).json()).state).toBe('cancelled');
  await heading(page, 'Given back').waitFor(patience);
  expect(wishes).toHaveLength(2); // The end of an order is nothing to wait for.
  await context.close();
});

test('PAG-103: a hold that ends gives the tickets back and says so', { timeout: 120_000 }, async () => {
  await open('lapse', { units: 1, floorMax: 1, holdMinutes: 1 });
  const { page, context } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/lapse/line`);
  await page.waitForURL(/\/checkout/, patience);
  await holdOne(page, 'late@example.com');
  const ofSale = `sale_id = (select id from sale where slug = 'lapse')`;
  await house.db.query(`update "order" set hold_expires_at = now() where ${ofSale}`);
  await vi.waitUntil(
    async () => (await house.db.query(`select available from tier where ${ofSale}`)).rows[0].available === 1,
    { timeout: 10_000, interval: 100 },
  );
  await page.reload();
  await page.getByText('The hold has ended').first().waitFor(patience);
  await expectNoBarriers(page);
  await context.close();
});

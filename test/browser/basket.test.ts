/**
 * Basket and wishlist in a real browser against a real Usher: choosing variants, the honest split into orders, one of them
 * refused, a basket that joins the account's, and a choice made ahead of a line.
 */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { picture } from './picture.ts';
import { showPictures } from './show-pictures.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const won = (amount: number) => ({ amount, currency: 'KRW' });

async function open(slug: string, settings: Record<string, unknown>): Promise<void> {
  await house.openSale(slug, { mode: 'shelf', ...settings });
}
const shirt = {
  picture: '/art/record.svg',
  description: 'Thick cotton, woven on an old loom.\nWash it cold.',
  perVisitorMax: 4,
  tiers: [
    { name: 'Shirt S', price: won(24_000), listPrice: won(30_000), attributes: { size: 'S' }, capacity: 6 },
    { name: 'Shirt M', price: won(30_000), attributes: { size: 'M' }, capacity: 3 },
  ],
};
const cup = { picture: '/art/moon-jar.svg', tiers: [{ name: 'Cup', price: won(18_000), capacity: 5 }] };

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function lookAt(page: Page, name: string): Promise<void> {
  await picture(page, `basket-${name}`);
  await expectSound(page);
}

async function putIn(page: Page, slug: string, variant: string): Promise<void> {
  await page.goto(`${house.run.url}/sales/${slug}`);
  await page.getByRole('radio', { name: variant }).check(patience);
  await button(page, 'Put into basket').click();
  await page.getByText('In your basket: ').waitFor(patience);
}

test('BAS-11, BAS-10: variants go into a browser’s basket, which says how it splits, what was refused and what to pay', {
  timeout: 180_000,
}, async () => {
  await open('shirt', shirt);
  await showPictures(house.run, 'shirt', ['teal', 'maroon']);
  await open('cup', cup);
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/shirt`);
  await heading(page, 'Trial shirt').waitFor(patience);
  await page.getByRole('img', { name: 'In teal' }).waitFor(patience);
  await button(page, 'Picture 2').click();
  await page.getByRole('img', { name: 'In maroon' }).waitFor(patience);
  await page.getByRole('radio', { name: 'Shirt M' }).check();
  for (let more = 0; more < 3; more += 1) await button(page, 'One more').click();
  await button(page, 'Put into basket').click();
  await page.getByText('Only 3 of Shirt M are left').waitFor(patience);
  await lookAt(page, 'item-few');
  await button(page, 'One fewer').click();
  await button(page, 'Put into basket').click();
  await page.getByText('In your basket: ').waitFor(patience);
  await button(page, 'Add to wishlist').click();
  await page.getByText('On your wishlist: ').waitFor(patience);
  await lookAt(page, 'item');
  await putIn(page, 'cup', 'Cup');

  await page.getByRole('link', { name: 'Go to basket' }).click(patience);
  await page.getByText('2 orders', { exact: true }).waitFor(patience);
  await page.getByText('Each sale is an order of its own').waitFor();
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill('visitor@example.com');
  await lookAt(page, 'two-orders');
  await page.setViewportSize({ width: 1280, height: 900 });
  await lookAt(page, 'two-orders-wide');
  // In Korean, in the dark, on the narrowest phone.
  await button(page, '한국어').click();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByText('주문 2건', { exact: true }).waitFor();
  await lookAt(page, 'two-orders-korean');
  await button(page, 'English').click();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });

  // Somebody else takes the last shirts before the button is pressed.
  await house.db.query(
    `update tier set available = 0, held = 0, sold = capacity where name = 'Shirt M' and sale_id in (select id from sale where slug = 'shirt')`,
  );
  await button(page, 'Hold 2 orders').click();
  await heading(page, 'What became of your orders').waitFor(patience);
  await page.getByText('Shirt M has just gone').waitFor();
  await page.getByText('Nothing was charged for it').waitFor();
  await page.getByRole('link', { name: 'Pay ₩18,000' }).waitFor(patience);
  await lookAt(page, 'one-refused');
  expect(await page.getByRole('heading', { name: 'Trial shirt' }).count()).toBe(1);
  expect(await page.getByRole('heading', { name: 'Trial cup' }).count()).toBe(0);
  await page.reload();
  await page.getByRole('link', { name: 'Pay ₩18,000' }).click(patience);
  await heading(page, 'Held for you').waitFor(patience);
  const orders = `select count(*)::int as n from "order" join sale on sale.id = sale_id where slug in ('shirt', 'cup')`;
  expect((await house.db.query(orders)).rows[0].n).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});

test('BAS-10: a browser’s basket joins the account’s at signing in, and what is ordered leaves it on every device', {
  timeout: 180_000,
}, async () => {
  await open('hat', { tiers: [{ name: 'Hat', price: won(9_000), capacity: 50 }] });
  await open('scarf', { tiers: [{ name: 'Scarf', price: won(7_000), capacity: 50 }] });
  const { page, complaints } = await newSurfer(house.browser);
  await putIn(page, 'hat', 'Hat');
  await putIn(page, 'scarf', 'Scarf');
  await page.goto(`${house.run.url}/account?next=/basket`);
  await askForCode(page, 'I have no account yet', 'minseo@example.com');
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url), patience);
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await button(page, 'Make an account').click();
  await page.waitForURL(/\/basket/, patience);
  await page.getByText('2 orders', { exact: true }).waitFor(patience);
  expect(await page.evaluate(`JSON.parse(localStorage.getItem('usher.basket')).items`)).toEqual([]);

  const other = await newSurfer(house.browser);
  await other.page.goto(`${house.run.url}/account?next=/basket`);
  await other.page.getByLabel('Email').fill('minseo@example.com');
  await other.page.getByLabel('Password').fill('a long enough password');
  await button(other.page, 'Sign in').click();
  await other.page.getByText('2 orders', { exact: true }).waitFor(patience);
  await other.page.getByRole('checkbox', { name: 'Order Scarf' }).uncheck();
  await button(other.page, 'Hold it, ₩9,000').click();
  // One order alone leads straight to its payment.
  await other.page.waitForURL(/\/sales\/hat\/checkout/, patience);
  await heading(other.page, /^Your tickets$/).waitFor(patience);

  await page.reload();
  await page.getByText('One order').waitFor(patience);
  expect(await page.getByRole('heading', { name: 'Trial hat' }).count()).toBe(0);
  // The sale ends: what is in the basket says so and stays.
  await house.db.query(`update sale set state = 'closed' where slug = 'scarf'`);
  await vi.waitFor(async () => {
    await page.reload();
    await page.getByText('No longer available.').waitFor({ timeout: 1_000 });
  }, patience);
  await lookAt(page, 'ended');
  await button(page, 'Remove: Scarf').click();
  await page.getByText('Your basket is empty.').waitFor(patience);
  expect([...complaints, ...other.complaints]).toEqual([]);
});

test('BAS-12: what was chosen ahead of a line is filled in at its checkout, and leaves the basket once it is ordered', {
  timeout: 180_000,
}, async () => {
  const tiers = [{ name: 'Balcony', price: won(50_000), capacity: 9 }];
  await open('night', { mode: 'line', admitPerMinute: 1_200, tiers });
  const { page, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/night`);
  await page.getByText('Choose ahead').click(patience);
  await button(page, 'One more').click();
  await button(page, 'Add to wishlist').click();
  await page.getByText('On your wishlist: ').waitFor(patience);
  await lookAt(page, 'choose-ahead');
  await page.goto(`${house.run.url}/wishlist`);
  await button(page, 'Put into basket: Balcony').click(patience);
  await page.getByText('The line comes first').waitFor(patience);
  await button(page, 'One more: Balcony').click();
  await lookAt(page, 'line-first');
  expect(await page.getByRole('button', { name: /^Hold/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Go to the line' }).click();
  await page.waitForURL(/\/checkout/, patience);
  await page.getByText('Filled in from your basket').waitFor(patience);
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill('night@example.com');
  await button(page, /^Hold 2 for /).click(patience);
  await heading(page, /^Your tickets$/).waitFor(patience);
  await page.goto(`${house.run.url}/basket`);
  await page.getByText('Your basket is empty.').waitFor(patience);
  expect(complaints).toEqual([]);
});

test('BAS-13: the list of sales names its categories in the reader’s language, and finds by words and category', {
  timeout: 120_000,
}, async () => {
  const rows = `('things', null, 0, '물건', 'Things'), ('pots', 'things', 0, '그릇', 'Pots')`;
  await house.db.query(`insert into category (slug, parent, position, name_ko, name_en) values ${rows}`);
  await open('pot', {
    category: 'pots',
    title: 'A pot of clay',
    tiers: [{ name: 'Pot', price: won(5_000), capacity: 9 }],
  });
  await open('pan', {
    category: 'things',
    title: 'A pan of iron',
    tiers: [{ name: 'Pan', price: won(5_000), capacity: 9 }],
  });
  const { page, complaints } = await newSurfer(house.browser);
  await page.goto(house.run.url);
  const [pot, pan] = ['A pot of clay', 'A pan of iron'].map((name) => page.getByRole('link', { name }));
  await pot?.waitFor(patience);
  await page.getByLabel('Kind').selectOption('pots');
  await pan?.waitFor({ state: 'hidden', ...patience });
  await page.getByText('Pots.').waitFor(patience);
  await lookAt(page, 'sales');
  await page.getByLabel('Kind').selectOption('');
  await page.getByLabel('Search').fill('iron');
  await pan?.waitFor(patience);
  await pot?.waitFor({ state: 'hidden', ...patience });
  await button(page, '한국어').click();
  await page.getByText('물건.').waitFor(patience);
  expect(complaints).toEqual([]);
});

/** The country of a parcel in a real browser: by its name in the page’s language, the sale’s own first, by keyboard. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newSurfer } from './chromium.ts';
import { type FakeShop, openFakeShop } from './fake-shop.ts';
import { saleView } from './line-states.ts';

const patience = { timeout: 20_000 };
let shop: FakeShop;
let browser: Browser;

beforeAll(async () => {
  shop = await openFakeShop();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

test('PAG-132: the sale’s country is chosen, another one is by typing, and its code is sent', async () => {
  const sale = saleView('cups', { mode: 'shelf', fulfilment: 'shipping', timeZone: 'Europe/Berlin' });
  shop.answers.set('GET /sales/cups', () => ({ body: sale }));
  const { page, context } = await newSurfer(browser);
  await page.goto(`${shop.url}/sales/cups/checkout`);
  const country = page.getByLabel('Country', { exact: true });
  expect(await country.inputValue(patience)).toBe('DE');
  expect(await country.locator('option').first().innerText()).toBe('Germany');
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByLabel('국가', { exact: true }).waitFor(patience);
  expect(await page.locator('#address-country option').first().innerText()).toBe('독일');
  await page.getByRole('button', { name: 'English' }).click();

  for (const [label, text] of [
    ['Name', 'Minseo Han'],
    ['Email', 'minseo@example.com'],
    ['Recipient', 'Minseo Han'],
    ['Street and number', '1 rue du Port'],
    ['Town', 'Lyon'],
    ['Postal code', '69001'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(text);
  await country.focus();
  await page.keyboard.type('Franc');
  expect(await country.inputValue()).toBe('FR');
  await page.getByRole('button', { name: /^One more: Balcony B/ }).click();
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  await expect.poll(() => shop.heard.at(-1)?.body, patience).toMatchObject({ address: { country: 'FR' } });
  await context.close();
});

/**
 * The catalogue in a real browser against a real Usher (CAT-16): categories are made and moved, a sale gets texts, a
 * picture and a variant with its ordinary price, the preview follows what is typed, and a sale is hidden and deleted. Axe
 * looks at each page, at a desk's width and a phone's.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const folder = mkdtempSync(path.join(tmpdir(), 'usher-pictures-'));
const patience = { timeout: 30_000 };
const wide = { viewport: { width: 1_280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 } };

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${house.run.url}${address}`);
  await page.getByLabel('Email').fill(house.run.owner.email, patience);
  await page.getByLabel('Password').fill(house.run.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
/** A category to choose. */
async function file(): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const login = fetch(`${house.run.url}/api/auth/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify(house.run.owner),
  });
  const { accessToken } = await read(login);
  await fetch(`${house.run.url}/api/staff/categories`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ slug: 'things', name: { ko: '물건', en: 'Things' } }),
  });
}
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there.
const read = async (answer: Promise<Response>): Promise<any> => (await answer).json();
const shown = async (slug: string) => await read(fetch(`${house.run.url}/api/sales/${slug}`));
const make = (slug: string, more: object = {}) =>
  house.makeSale(slug, {
    title: 'Jar',
    units: 5,
    mode: 'shelf',
    ...more,
  });

test('CAT-16: categories are made, moved below another one, and removed when they are empty', {
  timeout: 180_000,
}, async () => {
  const { page, context, complaints } = await newSurfer(house.browser, wide);
  await signIn(page, '/staff/categories');
  await page.getByRole('heading', { name: 'Make a category' }).waitFor(patience);
  for (const [slug, ko, en] of [
    ['pottery', '도자기', 'Pottery'],
    ['jars', '항아리', 'Jars'],
  ] as const) {
    await page.getByLabel('Slug').fill(slug);
    await page.locator('#name-ko-new').fill(ko);
    await page.locator('#name-en-new').fill(en);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('The category is there.').waitFor(patience);
    await page.getByRole('button', { name: `Move ${en} up` }).waitFor(patience);
  }
  await page.getByText('Edit Jars', { exact: true }).click();
  await page.locator('#parent-jars').selectOption('pottery');
  await picture(page, 'catalogue-tree');
  await expectSound(page);
  await page.getByRole('button', { name: 'Save Jars' }).click();
  await page.locator('.tree-row[data-depth="1"]').filter({ hasText: 'Jars' }).waitFor(patience);
  await page.getByText('Edit Pottery', { exact: true }).click();
  await page.getByRole('button', { name: 'Remove Pottery' }).click();
  await page.getByText('The category is not empty').waitFor(patience);
  // What everybody is told is at most a second old.
  const jars = async () => {
    const { items } = await read(fetch(`${house.run.url}/api/categories`));
    return items.find(({ slug }: { slug: string }) => slug === 'jars');
  };
  await expect.poll(jars, patience).toMatchObject({ parent: 'pottery' });
  await page.setViewportSize(phone.viewport);
  await picture(page, 'catalogue-tree-phone');
  await expectSound(page);
  // A refused act is a 409 in the browser's own words, and the page says it in ours.
  expect(complaints.filter((said) => !said.includes('409'))).toEqual([]);
  await context.close();
});

test('CAT-16: a sale gets texts, a picture and a variant, and its page shows beforehand what buyers will see', {
  timeout: 180_000,
}, async () => {
  await make('moon-jar');
  await file();
  const { page, context, complaints } = await newSurfer(house.browser, wide);
  await signIn(page, '/ops/moon-jar/catalogue');
  await page.getByLabel('Title').fill('Moon jar', patience);
  const seen = page.locator('.seen');
  await seen.getByRole('heading', { name: 'Moon jar' }).last().waitFor(patience);
  await seen.getByText('With what you have typed').waitFor(patience);
  await page.getByLabel('Details (optional)').fill('White porcelain, joined by hand.');
  await page.locator('#category').selectOption('things');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText('Saved.').waitFor(patience);
  await page.getByRole('heading', { name: 'Catalogue of Moon jar' }).waitFor(patience);

  const jar = path.join(folder, 'jar.jpg');
  writeFileSync(
    jar,
    await sharp({ create: { width: 1_600, height: 1_200, channels: 3, background: '#8fa39b' } })
      .jpeg()
      .toBuffer(),
  );
  await page.getByLabel('Add a picture').setInputFiles(jar);
  await page.getByText('The picture is there.').waitFor(patience);
  await page.getByLabel('In words, English').fill('A white jar');
  await page.getByLabel('In words, Korean').fill('하얀 항아리');
  await page.getByRole('button', { name: 'Save the words of picture 1' }).click();
  await seen.getByRole('img', { name: 'A white jar' }).waitFor(patience);

  await page.getByLabel('Name of the new variant').fill('Large');
  await page.getByLabel(/^Price of the new variant/).fill('90000');
  await page.getByLabel('Ordinary price of the new variant').fill('120000');
  await page.getByLabel('What the new variant is').fill('size=41 cm');
  await page.getByLabel('Number of the new variant').fill('3');
  await page.getByRole('button', { name: 'Add this variant' }).click();
  await page.getByText('The variant is there.').waitFor(patience);
  await seen.getByText('₩120,000').waitFor(patience);
  await picture(page, 'catalogue-sale');
  await expectSound(page);
  await page.getByLabel('Number of Large').fill('7');
  await page.getByLabel('Ordinary price of Large').fill('80000');
  await page.getByRole('button', { name: 'Save Large' }).click();
  await page.getByText('Ordinary price: must be more than the price').waitFor(patience);
  await page.getByLabel('Ordinary price of Large').fill('');
  await page.getByRole('button', { name: 'Save Large' }).click();
  await page.getByText('Saved.').waitFor(patience);
  await expect
    .poll(async () => (await shown('moon-jar')).tiers?.[1], patience)
    .toMatchObject({ name: 'Large', capacity: 7, listPrice: null, attributes: { size: '41 cm' } });
  await page.getByRole('button', { name: 'Remove General' }).click();
  await expectSound(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('The variant is removed.').waitFor(patience);
  expect(await page.getByRole('button', { name: /^Remove (General|Large)$/ }).count()).toBe(0);
  await expect.poll(async () => (await shown('moon-jar')).tiers?.length, patience).toBe(1);
  expect(await shown('moon-jar')).toMatchObject({
    ...{ title: 'Moon jar', description: 'White porcelain, joined by hand.' },
    pictures: [{ alt: { ko: '하얀 항아리', en: 'A white jar' }, width: 1_280, height: 960 }],
  });
  await page.setViewportSize(phone.viewport);
  await picture(page, 'catalogue-sale-phone');
  await expectSound(page);
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByRole('heading', { name: '구매자에게 보이는 모습' }).waitFor(patience);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'catalogue-sale-phone-dark-korean');
  await expectSound(page);
  expect(complaints.filter((said) => !said.includes('422'))).toEqual([]);
  await context.close();
});

test('CAT-16: hiding says who sees it, and a deleted sale is gone from shop and list', {
  timeout: 180_000,
}, async () => {
  await make('old-jar', { title: 'Old jar' });
  const { page, context } = await newSurfer(house.browser, wide);
  await signIn(page, '/ops/old-jar/catalogue');
  await page.getByLabel('Hidden until').fill('2031-03-01T20:00', patience);
  await page.getByText('it is hidden').waitFor(patience);
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await page.getByText('Saved.').waitFor(patience);
  await expect.poll(async () => (await shown('old-jar')).code, patience).toBe('not_found');
  await page.getByRole('button', { name: 'Delete this sale' }).click();
  await expectSound(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Delete this sale' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await page.waitForURL(/\/ops$/, patience);
  await page
    .getByRole('link', { name: /^Catalogue of/ })
    .first()
    .waitFor(patience);
  expect(await page.getByText('Old jar').count()).toBe(0);
  await picture(page, 'catalogue-list');
  await expectSound(page);
  await context.close();
});

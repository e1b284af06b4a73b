/**
 * What buyers see of a sale, in a real browser against a real Usher (CAT-18, PAG-110): pictures, variants and the ordinary
 * price on the page of every kind of sale, in the list and in the checkout; and the staff's preview, which says the same.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { saleModes } from '../../domain/sale.ts';
import { rolesOf } from '../../web-waiting-room/frame/accent-roles.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { showPictures } from './show-pictures.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const won = (amount: number) => ({ amount, currency: 'KRW' });
const settings = {
  ...{ title: 'Two boats', venue: 'Pier 4', startsAt: '2031-03-09T10:30:00Z', picture: '/art/record.svg' },
  ...{ accent: '#b3225f', description: 'One band a boat.' },
  tiers: [
    {
      name: 'Deck',
      price: won(90_000),
      listPrice: won(120_000),
      attributes: { side: 'North' },
      capacity: 40,
    },
    { name: 'Cabin', price: won(150_000), attributes: { colour: 'blue' }, capacity: 20 },
  ],
};
/** As a browser says it. */
const rgb = (hex: string) => {
  const parts = hex.match(/[0-9a-f]{2}/g) ?? [];
  return `rgb(${parts.map((part) => Number.parseInt(part, 16)).join(', ')})`;
};
const owner = () => house.run.owner;

async function lookAt(page: Page, name: string): Promise<void> {
  await picture(page, `shown-${name}`);
  await expectSound(page);
}

/** Each variant that is in sight as it is said, in one line. */
async function variants(page: Page, within = ''): Promise<string[]> {
  const rows = page.locator(`${within} .tiers li, ${within} .variants label`);
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== '');
}

test.each(saleModes)(
  'CAT-18: the page of a sale of the kind %s shows it whole, and the preview says the same',
  {
    timeout: 180_000,
  },
  async (mode) => {
    const slug = `boats-${mode}`;
    // A draw that lies ahead, and three that are open.
    const more = mode === 'raffle' ? { winners: 5, opensAt: '2030-01-01T10:00:00Z' } : {};
    await house.makeSale(slug, { ...settings, mode, ...more });
    await showPictures(house.run, slug, ['teal', 'maroon']);
    const { page, context, complaints } = await newSurfer(house.browser);
    await page.goto(`${house.run.url}/sales/${slug}`);
    await page.getByRole('img', { name: 'In teal' }).waitFor(patience);
    await page.getByRole('button', { name: 'Picture 2 In maroon' }).press('Enter');
    await page.getByRole('img', { name: 'In maroon' }).waitFor(patience);
    expect(await page.locator('img[src*="record"]').count()).toBe(0);
    if (mode !== 'raffle') await page.getByText('Plenty left').first().waitFor(patience);
    const said = await variants(page);
    expect(said).toEqual([
      expect.stringMatching(/^Deck, Side: North ₩90,000 instead of ₩120,000/),
      expect.stringMatching(/^Cabin, Colour: blue ₩150,000/),
    ]);
    expect(await page.locator('s').first().innerText()).toBe('₩120,000');
    const { accent, lamp } = rolesOf(settings.accent);
    const worn = await page.evaluate('getComputedStyle(document.querySelector(".btn-go")).backgroundColor');
    expect(worn).toBe(rgb(mode === 'shelf' ? accent : lamp));
    await lookAt(page, mode);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 1_280, height: 900 });
    await picture(page, `shown-${mode}-wide-dark`);

    await page.goto(`${house.run.url}/ops/${slug}/catalogue`);
    await page.getByLabel('Email').fill(owner().email, patience);
    await page.getByLabel('Password').fill(owner().password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const seen = page.getByRole('region', { name: 'What buyers will see' });
    await seen.getByText('They see this now.').waitFor(patience);
    await seen.getByRole('img', { name: 'In teal' }).waitFor(patience);
    expect(await variants(page, '.seen')).toEqual(said);
    await page.getByLabel('Title').fill('Three boats');
    await seen.getByRole('link', { name: 'Three boats' }).waitFor(patience);
    await seen.getByText('With what you have typed').waitFor(patience);
    expect(await seen.getByText('They see this now.').count()).toBe(0);
    await lookAt(page, `${mode}-preview`);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test('CAT-18: the list and the checkout tell the ordinary price, and the checkout whole names', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('boats-now', { ...settings, mode: 'shelf' });
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(house.run.url);
  const row = page.getByRole('listitem').filter({ has: page.locator('a[href="/sales/boats-now"]') });
  await row.getByText('From ₩90,000 instead of ₩120,000').waitFor(patience);
  await page.goto(`${house.run.url}/sales/boats-now/checkout`);
  await page.getByText('₩90,000 instead of ₩120,000').waitFor(patience);
  await page.getByRole('button', { name: 'One more: Deck, Side: North' }).press('Enter');
  expect(await page.getByRole('status', { name: 'Deck, Side: North' }).innerText()).toBe('1');
  await lookAt(page, 'checkout');
  expect(complaints).toEqual([]);
  await context.close();
});

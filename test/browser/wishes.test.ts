/**
 * The wishlist in a real browser against a real Usher, first this browser's own and then an account's: quantities change,
 * and several wishes move into the basket together, or none of them.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const won = (amount: number) => ({ amount, currency: 'KRW' });

async function open(slug: string, names: readonly string[], perVisitorMax: number): Promise<void> {
  const tiers = names.map((name) => ({ name, price: won(18_000), capacity: 6 }));
  await house.openSale(slug, { mode: 'shelf', perVisitorMax, tiers });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const wishes = (page: Page) => page.getByRole('region', { name: 'Wishlist' });
const chosen = (page: Page, n: number) => button(page, `Put what is chosen into basket (${n})`);

async function wish(page: Page, slug: string, variant: string): Promise<void> {
  await page.goto(`${house.run.url}/sales/${slug}`);
  await page.getByRole('radio', { name: variant }).check(patience);
  await button(page, 'Add to wishlist').click();
  await page.getByText('On your wishlist: ').waitFor(patience);
}

async function step(page: Page, name: string, quantity: number): Promise<void> {
  const row = wishes(page)
    .getByRole('listitem')
    .filter({ hasText: name.split(': ')[1] ?? '' });
  await wishes(page).getByRole('button', { name }).click(patience);
  await row.getByText(String(quantity), { exact: true }).waitFor(patience);
}

async function lookAt(page: Page, name: string): Promise<void> {
  await picture(page, `wishes-${name}`);
  await expectSound(page);
}

/** What stands in the account's lists: list, tier and quantity. */
const kept = async () =>
  (
    await house.db.query(`select list || ' ' || coalesce(tier.name, '') || ' ' || quantity as told
      from basket_item join tier on tier.id = tier_id order by 1`)
  ).rows.map(({ told }) => told);

test('BAS-15: quantities of wishes change, and several move into the basket at once, all or none', {
  timeout: 120_000,
}, async () => {
  await open('mug', ['Mug S', 'Mug M'], 4);
  await open('bowl', ['Bowl'], 4);
  const { page, complaints } = await newSurfer(house.browser);
  await wish(page, 'mug', 'Mug S');
  await wish(page, 'mug', 'Mug M');
  await wish(page, 'bowl', 'Bowl');
  await page.goto(`${house.run.url}/wishlist`);
  await step(page, 'One more: Mug S', 2);
  await step(page, 'One more: Mug S', 3);
  await step(page, 'One more: Mug M', 2);
  await chosen(page, 3).click();
  await page.getByText('4 per person').waitFor(patience);
  await page.getByText('None of them was put into the basket, because of Mug S.').waitFor();
  await page.getByText('Your basket is empty.').waitFor();
  await lookAt(page, 'refused');
  await page.setViewportSize({ width: 1280, height: 900 });
  await lookAt(page, 'refused-wide');
  await button(page, '한국어').click();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByText('Mug S 때문에 아무것도').waitFor();
  await lookAt(page, 'korean');
  await button(page, 'English').click();
  await page.setViewportSize({ width: 390, height: 844 });

  await page.getByRole('checkbox', { name: 'Choose Mug M' }).uncheck();
  await chosen(page, 2).click();
  await page.getByText('2 orders', { exact: true }).waitFor(patience);
  await page.getByRole('heading', { name: 'Trial bowl' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Put into the basket: 2' }).waitFor();
  expect(await wishes(page).getByRole('listitem').count()).toBe(1);
  expect(await wishes(page).getByRole('checkbox').count()).toBe(0);
  await lookAt(page, 'moved');

  await page.goto(`${house.run.url}/account?next=/wishlist`);
  await askForCode(page, 'I have no account yet', 'minseo@example.com');
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url), patience);
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await button(page, 'Make an account').click();
  await page.waitForURL(/\/wishlist/, patience);
  await step(page, 'One fewer: Mug M', 1);
  expect(await kept()).toEqual(['basket Bowl 1', 'basket Mug S 3', 'wishlist Mug M 1']);
  await wish(page, 'bowl', 'Bowl');
  await page.goto(`${house.run.url}/wishlist`);
  await step(page, 'One more: Bowl', 2);
  await chosen(page, 2).click();
  await page.getByText('Nothing is on your wishlist.').waitFor(patience);
  expect(await kept()).toEqual(['basket Bowl 3', 'basket Mug M 1', 'basket Mug S 3']);
  expect(complaints).toEqual([]);
});

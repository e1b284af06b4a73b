/**
 * A parcel in a real browser: whoever has an account keeps addresses, chooses one of them at the checkout with a note for
 * this parcel, and reads at the order where it goes; so does the staff.
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { picture, pictures } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

beforeAll(async () => {
  const settings = { units: 20, mode: 'shelf', fulfilment: 'shipping' };
  await house.makeSale('moon-cup', { ...settings, title: 'Moon cup' });
  await house.makeSale('sun-cup', { ...settings, title: 'Sun cup' });
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function typeAddress(page: Page, recipient: string, line1: string): Promise<void> {
  await page.getByLabel('Recipient').fill(recipient);
  await page.getByLabel('Street and number').fill(line1);
  await page.getByLabel('Town').fill('Busan');
  await page.getByLabel('Postal code').fill('48058');
}

/** A key at a time, until the control that is meant has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let keys = 0; keys < 60; keys += 1) {
    const focused = 'document.activeElement.ariaLabel ?? document.activeElement.textContent';
    if ((await page.evaluate<string>(focused)).trim() === label) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no key leads to ${label}`);
}

test('PAG-61: a parcel goes to an address of the book, with a note of its own, and buyer and staff read where', {
  timeout: 180_000,
}, async () => {
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/account`);
  await askForCode(page, 'I have no account yet', 'parcel@example.com');
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url));
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await button(page, 'Add an address for parcels').click();
  await typeAddress(page, 'Minseo Han', '12 Harbour Road');
  await pictures(page, 'parcel-sign-up');
  await expectSound(page);
  await button(page, 'Make an account').click();

  // The book by keyboard alone: one more, made the default; the form and its way out.
  await page.getByText('Default', { exact: true }).waitFor(patience);
  await tabTo(page, 'Add an address');
  await page.keyboard.press('Enter');
  await typeAddress(page, 'Jiho Kim', '7 Lighthouse Lane');
  await page.getByLabel('Phone (optional)').fill('010-1234-5678');
  await pictures(page, 'parcel-address-form');
  await expectSound(page);
  await page.getByLabel('Note for the delivery (optional)').press('Enter');
  await page.getByText('7 Lighthouse Lane').waitFor(patience);
  await tabTo(page, 'Make default: Jiho Kim, 7 Lighthouse Lane, 48058 Busan');
  await page.keyboard.press('Enter');
  const first = page.locator('section[aria-labelledby="addresses"] li').first();
  await first.filter({ hasText: 'Lighthouse' }).filter({ hasText: 'Default' }).waitFor(patience);
  await tabTo(page, 'Change: Minseo Han, 12 Harbour Road, 48058 Busan');
  await page.keyboard.press('Enter');
  await page.getByLabel('Floor, flat (optional)').fill('3rd floor');
  await button(page, 'Save address').click();
  await page.getByText('3rd floor').waitFor(patience);
  await pictures(page, 'parcel-book');
  await expectSound(page);

  // The default one is filled in; the other one is chosen.
  await page.goto(`${house.run.url}/sales/moon-cup/checkout`);
  await button(page, /^One more: /)
    .first()
    .click(patience);
  const harbour = page.getByRole('radio', { name: /12 Harbour Road, 3rd floor/ });
  await harbour.waitFor(patience);
  expect(await page.getByRole('radio', { name: /Lighthouse/ }).isChecked()).toBe(true);
  await harbour.check();
  await page.getByLabel('Note for the delivery (optional)').fill('Leave it with the guard');
  expect(await page.getByLabel('Recipient').count()).toBe(0);
  await pictures(page, 'parcel-checkout');
  await expectSound(page);
  await page.getByRole('radio', { name: 'Another address' }).check();
  expect(await page.getByLabel('Recipient').inputValue()).toBe('');
  await picture(page, 'parcel-checkout-another');
  await expectSound(page);
  await harbour.check();
  await page.getByLabel('Note for the delivery (optional)').fill('Leave it with the guard');
  await button(page, /^Hold 1 for /).click();
  await button(page, /^Pay /).click(patience);
  await page.waitForURL(/\/pay\//, patience);
  await button(page, /^Pay /).click(patience);
  await page.waitForURL(/\/orders\//, patience);
  const goesTo = page.locator('address');
  await goesTo.waitFor(patience);
  const lines = await goesTo.locator('span').allInnerTexts();
  expect(lines).toEqual([
    'Minseo Han',
    '12 Harbour Road',
    '3rd floor',
    '48058 Busan',
    'South Korea',
    'Leave it with the guard',
  ]);
  await pictures(page, 'parcel-order');
  await expectSound(page);
  const copies = await page.evaluate('JSON.stringify(localStorage)');
  expect(copies).not.toContain('Harbour');

  const staff = await newSurfer(house.browser, { viewport: { width: 1_280, height: 900 } });
  await staff.page.goto(
    `${house.run.url}/staff/orders?order=${new URL(page.url()).pathname.split('/').at(-1)}`,
  );
  await staff.page.getByLabel('Email').fill(house.run.owner.email);
  await staff.page.getByLabel('Password').fill(house.run.owner.password);
  await button(staff.page, 'Sign in').click();
  await staff.page.locator('address').waitFor(patience);
  expect(await staff.page.locator('address span').allInnerTexts()).toEqual(lines);
  await pictures(staff.page, 'parcel-staff');
  await expectSound(staff.page);

  // The book goes by keyboard, after it was asked.
  await page.goto(`${house.run.url}/account`);
  await page.getByText('7 Lighthouse Lane').waitFor(patience);
  await tabTo(page, 'Remove: Jiho Kim, 7 Lighthouse Lane, 48058 Busan');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor(patience);
  await picture(page, 'parcel-remove');
  await expectSound(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).press('Enter');
  await page.getByText('7 Lighthouse Lane').waitFor({ state: 'detached', ...patience });
  await page.getByText('Default', { exact: true }).waitFor(patience);
  expect([...complaints, ...staff.complaints]).toEqual([]);
  await Promise.all([context.close(), staff.context.close()]);
});

test('PAG-61: without an account the address is typed, and orders out of the basket take it along', {
  timeout: 120_000,
}, async () => {
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/sun-cup`);
  await button(page, /^Put into basket/)
    .first()
    .click(patience);
  await page.getByText('In your basket: ').waitFor(patience);
  await page.goto(`${house.run.url}/basket`);
  await page.getByLabel('Name').fill('Minseo Han', patience);
  await page.getByLabel('Email').fill('nobody@example.com');
  expect(await page.getByRole('radio').count()).toBe(0);
  await typeAddress(page, 'Minseo Han', '12 Harbour Road');
  await page.getByLabel('Note for the delivery (optional)').fill('Ring twice');
  await picture(page, 'parcel-basket');
  await expectSound(page);
  await button(page, /^Hold it, /).click();
  await page.waitForURL(/\/sales\/sun-cup\/checkout/, patience);
  await button(page, /^Pay /).click(patience);
  await page.waitForURL(/\/pay\//, patience);
  await button(page, /^Pay /).click(patience);
  await page.waitForURL(/\/orders\//, patience);
  await page.locator('address', { hasText: 'Ring twice' }).waitFor(patience);
  expect(complaints).toEqual([]);
  await context.close();
});

/**
 * Accounts in a real browser: signing up with the code out of the letter, going on where one was, a purchase that belongs
 * to the account, the same place on another device, and a line for accounts alone.
 */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { expectNoBarriers } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const email = 'minseo@example.com';
const password = 'a long enough password';

async function openForAccounts(slug: string): Promise<void> {
  await house.openSale(slug, { units: 20, audience: 'accounts', admitPerMinute: 1_200 });
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('PAG-60: who is asked to sign in makes an account, comes back to the line, buys, and finds the order again', {
  timeout: 120_000,
}, async () => {
  await openForAccounts('members');
  const { page, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/sales/members/line`);
  await page.getByRole('link', { name: 'Sign in' }).click(patience);
  await heading(page, 'Sign in').waitFor(patience);
  await expectNoBarriers(page);
  await askForCode(page, 'I have no account yet', email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url));
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Name').fill('Minseo Han');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Make an account' }).click();

  // Back in the line, called, and at the checkout the account has filled in who buys.
  await page.waitForURL(/\/checkout/, patience);
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  await vi.waitFor(async () => expect(await page.getByLabel('Email').inputValue()).toBe(email), patience);
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  await page.getByRole('heading', { name: 'Your tickets', exact: true }).waitFor(patience);

  // Another device of the same account: the same turn, and the order without its key.
  const other = await newSurfer(house.browser);
  await other.page.goto(`${house.run.url}/account`);
  await other.page.getByLabel('Email').fill(email);
  await other.page.getByLabel('Password').fill(password);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByRole('link', { name: 'Trial members' }).waitFor(patience);
  await expectNoBarriers(other.page);
  await other.page.getByRole('link', { name: 'Trial members' }).click();
  await heading(other.page, 'Held for you').waitFor(patience);
  const turns = `select count(*)::int as n from admission join sale on sale.id = sale_id where slug = 'members'`;
  await other.page.goto(`${house.run.url}/sales/members/line`);
  await heading(other.page, 'You are already inside').waitFor(patience);
  expect((await house.db.query(turns)).rows[0].n).toBe(1);
  expect([...complaints, ...other.complaints]).toEqual([]);
});

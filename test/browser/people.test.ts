/**
 * The people of the house in a real browser: a colleague comes by the letter, turns two-step sign-in on and signs in with
 * it; somebody's account is flagged, they read why and appeal, and the flag is lifted.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { totpCodeAt } from '../../tokens/totp.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, fromLetter } from './mailbox.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 40_000 };
const password = 'a long enough password';
const STEP_MS = 30_000;

async function staffSignIn(page: Page, email: string, secret: string, totp = ''): Promise<void> {
  await page.goto(`${house.run.url}/staff`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByLabel('Code of two-step sign-in').fill(totp);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('STF-1, STF-2, STF-4: a colleague comes by the letter, turns two-step sign-in on, and signs in with it', {
  timeout: 300_000,
}, async () => {
  const owner = house.run.owner;
  const { page, complaints } = await newSurfer(house.browser);
  await staffSignIn(page, owner.email, owner.password);
  const email = 'jiwoo@house.test';
  await page.getByRole('heading', { name: 'Invite somebody' }).waitFor(patience);
  await page.getByLabel('Email').first().fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption('operator');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByText('A letter is on its way').waitFor(patience);
  await expectSound(page);

  const colleague = await newSurfer(house.browser);
  const link = await fromLetter(
    page,
    house.run.url,
    /invited/,
    (text) => /http\S+\/staff\/join#\S+/.exec(text)?.[0],
  );
  await colleague.page.goto(link);
  await colleague.page.getByLabel('Your name').fill('Jiwoo', patience);
  await colleague.page.getByLabel('New password').fill(password);
  await expectSound(colleague.page);
  await colleague.page.getByRole('button', { name: 'Join' }).click();
  await colleague.page.getByRole('heading', { name: 'You are in' }).waitFor(patience);

  await staffSignIn(colleague.page, email, password);
  await colleague.page.getByText('Set it up').first().click(patience);
  await colleague.page.getByLabel('Your password').fill(password);
  await colleague.page.getByRole('button', { name: 'Set it up' }).click();
  await colleague.page.locator('.key-picture path').waitFor(patience);
  const secret = (await colleague.page.locator('code.code').innerText()).replaceAll(' ', '');
  await expectSound(colleague.page);
  await colleague.page.getByLabel('The six digits').fill(totpCodeAt(secret, Date.now()));
  await colleague.page.getByRole('button', { name: 'Turn it on' }).click();
  await colleague.page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor(patience);
  await expectSound(colleague.page);
  await colleague.page.getByRole('button', { name: 'I have kept them' }).click();
  await colleague.page.getByText('8 recovery codes are left').waitFor(patience);

  await colleague.page.getByRole('button', { name: /^Sign out, / }).click();
  await staffSignIn(colleague.page, email, password);
  await colleague.page.getByRole('alert').filter({ hasText: 'code' }).waitFor(patience);
  await staffSignIn(colleague.page, email, password, totpCodeAt(secret, Date.now() + STEP_MS));
  await colleague.page.getByText('8 recovery codes are left').waitFor(patience);
  expect([...complaints, ...colleague.complaints]).toEqual([]);
});

test('STF-7, STF-8: whose account is flagged reads why, appeals, and reads the answer', {
  timeout: 300_000,
}, async () => {
  const owner = house.run.owner;
  const email = 'minseo@example.com';
  const buyer = await newSurfer(house.browser);
  await buyer.page.goto(`${house.run.url}/account`);
  await askForCode(buyer.page, 'I have no account yet', email);
  await buyer.page.getByLabel('Code from the letter').waitFor(patience);
  const code = await fromLetter(
    buyer.page,
    house.run.url,
    /code to sign up/,
    (text) => /\b\d{6}\b/.exec(text)?.[0],
  );
  await buyer.page.getByLabel('Code from the letter').fill(code);
  await buyer.page.getByLabel('New password').fill(password);
  await buyer.page.getByLabel('Name').fill('Minseo Han');
  await buyer.page.getByRole('button', { name: 'Make an account' }).click();
  await buyer.page.getByRole('heading', { name: 'Orders' }).waitFor(patience);
  expect(await buyer.page.getByRole('heading', { name: 'Your account is flagged' }).count()).toBe(0);

  const { page } = await newSurfer(house.browser);
  await staffSignIn(page, owner.email, owner.password);
  await page.getByText('Flag an account').click(patience);
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Flag it' }) });
  await form.getByLabel('Email').fill(email);
  await form.getByLabel('Reason').fill('Forty tickets resold');
  await form.getByRole('button', { name: 'Flag it' }).click();
  await page.getByText('Reason: Forty tickets resold').waitFor(patience);

  await buyer.page.reload();
  await buyer.page.getByText('Reason: Forty tickets resold').waitFor(patience);
  await buyer.page.getByLabel('If this is wrong, say why').fill('They were for my choir.');
  await expectSound(buyer.page);
  await buyer.page.getByRole('button', { name: 'Send the appeal' }).click();
  await buyer.page.getByRole('heading', { name: 'Your appeal is being read' }).waitFor(patience);

  await page.reload();
  await page.getByText('Appeal: They were for my choir.').waitFor(patience);
  await page.getByText('Decide').click();
  await page.getByLabel('Answer to the person').fill('We believe you.');
  await expectSound(page);
  await page.getByRole('button', { name: 'Lift the flag' }).click();
  await page.getByText('Answer: We believe you.').waitFor(patience);
  await buyer.page.reload();
  await buyer.page.getByRole('heading', { name: 'Your account is flagged no longer' }).waitFor(patience);
});

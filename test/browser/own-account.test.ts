/**
 * What people do with their own way in, in a real browser: a forgotten password, a new one, other sign-ins that end, all
 * that is kept as a file, and the end of the account; and the same of a member of staff, who keeps the second step.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newSurfer, type Surfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { pictures } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const email = 'minseo@example.com';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email, patience);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Sign in').click();
}

/** Somebody with a browser of their own name, signed in. */
async function openElsewhere(password: string): Promise<Surfer> {
  const surfer = await newSurfer(house.browser, { userAgent: 'A telephone' });
  await surfer.page.goto(`${house.run.url}/account`);
  await signIn(surfer.page, password);
  await heading(surfer.page, 'Your account').waitFor(patience);
  return surfer;
}

/** Points, and an order that is held, of the one account there is: the page says both before it takes a password. */
async function leavesBehind(page: Page): Promise<void> {
  await house.db.query(`insert into points_account select id, 'KRW', 1500 from account`);
  await house.db.query(
    `insert into points_entry (account_id, currency, kind, amount, balance_after, key)
     select id, 'KRW', 'earn', 1500, 1500, 'before' from account`,
  );
  await house.makeSale('mugs', { title: 'Mugs', units: 5, mode: 'shelf' });
  const post = async <T>(path: string, body: unknown, headers: Record<string, string> = {}) => {
    const all = { 'content-type': 'application/json', ...headers };
    const answer = await fetch(`${house.run.url}/api${path}`, {
      ...{ method: 'POST', headers: all, body: JSON.stringify(body) },
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.json()) as T;
  };
  const { accessToken } = await post<{ accessToken: string }>('/auth/login', {
    email,
    password: 'the third long password',
  });
  const look = async () =>
    (await (await fetch(`${house.run.url}/api/sales/mugs`)).json()) as {
      state: string;
      tiers: [{ id: string }];
    };
  await expect.poll(async () => (await look()).state, patience).toBe('open');
  const { tiers } = await look();
  const order = { lines: [{ tierId: tiers[0].id, quantity: 1 }], contact: { email, name: 'Minseo Han' } };
  await post('/sales/mugs/orders', order, {
    ...{ authorization: `Bearer ${accessToken}`, 'idempotency-key': 'a', 'usher-secret': 'A'.repeat(43) },
  });
  await page.getByText('Delete account').first().press('Enter');
  for (const said of ['1,500 points (KRW)', 'Mugs: held for you until', 'Paid orders stay with'])
    await page.getByText(said).waitFor(patience);
  await pictures(page, 'own-account-leaving');
}

test('PAG-62: an owner of an account ends sign-ins, changes and forgets a password, takes everything along, and leaves', {
  timeout: 240_000,
}, async () => {
  const { page, complaints } = await newSurfer(house.browser, { acceptDownloads: true });
  await page.goto(`${house.run.url}/account`);
  await askForCode(page, 'I have no account yet', email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url));
  await page.getByLabel('New password').fill('the first long password');
  await page.getByLabel('Name').fill('Minseo Han');
  await button(page, 'Make an account').click();
  await page.getByText('this browser').waitFor(patience);

  // One other sign-in ends, and its browser is asked to sign in again.
  const one = await openElsewhere('the first long password');
  await page.reload();
  const row = page.locator('li', { hasText: 'A telephone' });
  await row.waitFor(patience);
  await expectSound(page);
  await row.getByRole('button', { name: 'End' }).press('Enter');
  await row.waitFor({ state: 'detached', ...patience });
  await one.page.reload();
  await heading(one.page, 'Sign in').waitFor(patience);

  // A new password ends all of them, the one that set it among them.
  const two = await openElsewhere('the first long password');
  await page.getByText('Change password').first().click();
  await page.getByLabel('Password until now').fill('not the right one');
  await page.getByLabel('New password').fill('the second long password');
  await button(page, 'Change password').click();
  await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor(patience);
  await pictures(page, 'own-account');
  await expectSound(page);
  await page.getByLabel('Password until now').fill('the first long password');
  await button(page, 'Change password').click();
  await heading(page, 'Sign in').waitFor(patience);
  await two.page.reload();
  await heading(two.page, 'Sign in').waitFor(patience);
  await signIn(page, 'the first long password');
  await page.getByText('Address or password is wrong.').waitFor(patience);
  await signIn(page, 'the second long password');
  await heading(page, 'Your account').waitFor(patience);

  // Everywhere at once.
  const three = await openElsewhere('the second long password');
  await button(page, 'Sign out everywhere').click();
  await heading(page, 'Sign in').waitFor(patience);
  await three.page.reload();
  await heading(three.page, 'Sign in').waitFor(patience);

  // Forgotten: a code by mail, and straight in.
  await askForCode(page, 'I forgot my password', email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page
    .getByLabel('Code from the letter')
    .fill(await codeFromMailbox(page, house.run.url, /code for a new password/));
  await page.getByLabel('New password').fill('the third long password');
  await pictures(page, 'own-account-reset');
  await expectSound(page);
  await button(page, 'Set a new password').press('Enter');
  await heading(page, 'Your account').waitFor(patience);

  const [file] = await Promise.all([
    page.waitForEvent('download', patience),
    button(page, 'Download').click(),
  ]);
  expect(file.suggestedFilename()).toBe('my-account.json');
  const kept = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(kept).toMatchObject({ account: { email, name: 'Minseo Han' }, addresses: [], orders: [] });
  expect(kept.signIns).toHaveLength(1);

  await leavesBehind(page);
  const leaving = page.locator('form', { has: button(page, 'Delete account') });
  await leaving.getByLabel('Password').fill('the first long password');
  await button(page, 'Delete account').click();
  await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor(patience);
  await expectSound(page);
  expect((await house.db.query('select 1 from account where deleted_at is null')).rowCount).toBe(1);
  await leaving.getByLabel('Password').fill('the third long password');
  await button(page, 'Delete account').click();
  await heading(page, 'Sign in').waitFor(patience);
  await signIn(page, 'the third long password');
  await page.getByText('Address or password is wrong.').waitFor(patience);
  const { rows } = await house.db.query('select email_sealed, name_sealed, password_hash from account');
  expect(rows).toEqual([{ email_sealed: null, name_sealed: null, password_hash: null }]);
  expect([one, two, three].flatMap((other) => other.complaints).concat(complaints)).toEqual([]);
});

test('PAG-62, STF-10: a member of staff sets a forgotten password by mail, and ends a sign-in at another place', {
  timeout: 180_000,
}, async () => {
  const owner = house.run.owner;
  const open = async (userAgent: string, password: string): Promise<Surfer> => {
    const surfer = await newSurfer(house.browser, { userAgent });
    await surfer.page.goto(`${house.run.url}/staff`);
    await surfer.page.getByLabel('Email').fill(owner.email, patience);
    await surfer.page.getByLabel('Password').fill(password);
    await button(surfer.page, 'Sign in').click();
    return surfer;
  };
  const other = await open('A telephone', owner.password);
  await heading(other.page, 'Staff').waitFor(patience);
  const { page, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.run.url}/staff`);
  await askForCode(page, 'I forgot my password', owner.email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.run.url, /as staff/));
  await page.getByLabel('New password').fill('the owner’s new password');
  await pictures(page, 'staff-reset');
  await expectSound(page);
  await button(page, 'Set the new password').press('Enter');
  await page.getByText('Your new password is set.').waitFor(patience);
  expect(await page.getByLabel('Email').inputValue()).toBe(owner.email);
  await expectSound(page);
  await other.page.reload();
  await button(other.page, 'I forgot my password').waitFor(patience);

  await page.getByLabel('Password').fill('the owner’s new password');
  await button(page, 'Sign in').click();
  await page.getByText('this browser').waitFor(patience);
  const again = await open('A telephone', 'the owner’s new password');
  await heading(again.page, 'Staff').waitFor(patience);
  await page.reload();
  const row = page.locator('li', { hasText: 'A telephone' });
  await row.waitFor(patience);
  await page.getByText('set a new password by a mailed code').waitFor(patience);
  await pictures(page, 'staff-sign-ins');
  await expectSound(page);
  await row.getByRole('button', { name: 'End' }).press('Enter');
  await row.waitFor({ state: 'detached', ...patience });
  await again.page.reload();
  await button(again.page, 'I forgot my password').waitFor(patience);
  expect([...complaints, ...other.complaints, ...again.complaints]).toEqual([]);
});

/** Points in a real browser: offered to who has some, never chosen beforehand, taken off the total, told afterwards. */
import AxeBuilder from '@axe-core/playwright';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSale } from '../../scripts/crowd/create-sale.ts';
import type { RunFile } from '../../scripts/launch/run-file.ts';
import { usherHome } from '../running-usher.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { codeFromMailbox } from './mailbox.ts';
import { picture } from './picture.ts';

const home = usherHome();
const patience = { timeout: 20_000 };
const email = 'points@example.com';
let run: RunFile;
let browser: Browser;
let db: pg.Client;

beforeAll(async () => {
  run = await home.start({ QUEUE_WORKERS: '1' }).ready;
  browser = await launchBrowser();
  db = new pg.Client(run.databaseUrl);
  await db.connect();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await db?.end();
});

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('PAG-83: a buyer with points pays a part with them, and reads how they came and went', {
  timeout: 120_000,
}, async () => {
  await createSale(run.url, run.owner ?? { email: '', password: '' }, 'mugs', {
    title: 'Mugs',
    units: 20,
    mode: 'shelf',
  });
  const { page, context, complaints } = await newSurfer(browser);
  await page.goto(`${run.url}/account`);
  await page.getByRole('button', { name: 'I have none yet' }).click(patience);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, run.url));
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await vi.waitUntil(async () => (await db.query('select 1 from account')).rowCount, { timeout: 20_000 });
  await db.query(`insert into points_account select id, 'KRW', 5000 from account`);
  await db.query(
    `insert into points_entry (account_id, currency, kind, amount, balance_after, key) select id, 'KRW', 'earn', 5000, 5000, 'before' from account`,
  );

  await page.goto(`${run.url}/sales/mugs/checkout`);
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  const points = page.getByLabel('Pay with points');
  await points.waitFor(patience);
  expect(await points.inputValue()).toBe('0');
  await page.getByRole('button', { name: /₩12,000/ }).waitFor(patience);
  await points.fill('9000');
  const hold = page.getByRole('button', { name: /₩7,000/ });
  await hold.waitFor(patience);
  await picture(page, 'points-checkout');
  await expectSound(page);
  await hold.click();
  await page.getByText('Paid with points', { exact: true }).waitFor(patience);
  await picture(page, 'points-paying');
  await expectSound(page);
  const { rows } = await db.query(
    'select total_amount::int, points_spent::int from "order" where account_id is not null',
  );
  expect(rows).toEqual([{ total_amount: 7_000, points_spent: 5_000 }]);

  await page.goto(`${run.url}/account`);
  await page.getByText('0 points (KRW)').waitFor(patience);
  await page.getByText('How you came to them').click();
  await page.getByText('−5,000').waitFor(patience);
  await picture(page, 'points-account');
  await expectSound(page);
  expect(complaints).toEqual([]);
  await context.close();
});

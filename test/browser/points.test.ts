/** Points in a real browser: offered to who has some, never chosen beforehand, taken off the total, told afterwards. */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

/** Answers the account's id. */
async function signUp(page: Page, email: string): Promise<string> {
  await page.goto(`${house.run.url}/account`);
  await askForCode(page, 'I have no account yet', email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page
    .getByLabel('Code from the letter')
    .fill(await codeFromMailbox(page, house.run.url, new RegExp(email)));
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor(patience);
  return (await house.db.query('select id from account order by created_at desc limit 1')).rows[0].id;
}

async function earn(accountId: string, points: number): Promise<void> {
  const entry = [accountId, points];
  await house.db.query(`insert into points_account values ($1, 'KRW', $2)`, entry);
  await house.db.query(
    `insert into points_entry (account_id, currency, kind, amount, balance_after, key) values ($1, 'KRW', 'earn', $2, $2, 'before ' || $1)`,
    entry,
  );
}

test('PAG-83: a buyer with points pays a part with them, and reads how they came and went', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('mugs', { title: 'Mugs', units: 20, mode: 'shelf' });
  const { page, context, complaints } = await newSurfer(house.browser);
  await earn(await signUp(page, 'points@example.com'), 5_000);

  await page.goto(`${house.run.url}/sales/mugs/checkout`);
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
  await expectNoBarriers(page);
  await hold.click();
  await page.getByText('Paid with points', { exact: true }).waitFor(patience);
  await picture(page, 'points-paying');
  await expectNoBarriers(page);
  const { rows } = await house.db.query(
    'select total_amount::int, points_spent::int from "order" where account_id is not null',
  );
  expect(rows).toEqual([{ total_amount: 7_000, points_spent: 5_000 }]);

  await page.goto(`${house.run.url}/account`);
  await page.getByText('0 points (KRW)').waitFor(patience);
  await page.getByText('How you came to them').click();
  await page.getByText('−5,000').waitFor(patience);
  await picture(page, 'points-account');
  await expectNoBarriers(page);
  expect(complaints).toEqual([]);
  await context.close();
});

test('PNT-7: where a provider takes no less than some amount, the page offers what can be used and says why', {
  timeout: 120_000,
}, async () => {
  const tiers = [{ name: 'A jug', price: { amount: 5_020, currency: 'KRW' }, capacity: 5 }];
  await house.makeSale('jugs', { title: 'Jugs', mode: 'shelf', tiers });
  const { page, context, complaints } = await newSurfer(house.browser);
  await earn(await signUp(page, 'least@example.com'), 5_000);
  // The bank of this run takes any amount.
  await page.route('**/api/me/points', async (route) => {
    const response = await route.fetch();
    const book = await response.json();
    for (const balance of book.balances) balance.leastToPay = 50;
    await route.fulfill({ response, json: book });
  });
  await page.goto(`${house.run.url}/sales/jugs/checkout`);
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  const points = page.getByLabel('Pay with points');
  await points.fill('5000', patience);
  await page.getByText('They may pay for all of it, or leave at least ₩50: less cannot be paid.').waitFor();
  await page.getByRole('button', { name: /₩50$/ }).waitFor(patience);
  await points.press('Tab');
  expect(await points.inputValue()).toBe('4970');
  await picture(page, 'points-least');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('전액을 포인트로 내거나 50원 이상을 남겨 주세요.').waitFor(patience);
  await page.getByRole('button', { name: /50원$/ }).click();
  const spent = async () =>
    (
      await house.db.query(
        `select points_spent::int from "order" join sale on sale.id = sale_id where slug = 'jugs'`,
      )
    ).rows;
  await vi.waitFor(async () => expect(await spent()).toEqual([{ points_spent: 4_970 }]), patience);
  expect(complaints).toEqual([]);
  await context.close();
});

test('BAS-14: points pay for the orders of a basket one after the other, and come back from the one that is refused', {
  timeout: 300_000,
}, async () => {
  const { page, context, complaints } = await newSurfer(house.browser);
  const accountId = await signUp(page, 'basket@example.com');
  await earn(accountId, 20_000);
  for (const [slug, amount] of [
    ['bowl', 5_000],
    ['cup', 12_000],
    ['plate', 15_000],
  ] as const) {
    const tiers = [{ name: `A ${slug}`, price: { amount, currency: 'KRW' }, capacity: 5 }];
    await house.makeSale(slug, { title: `Trial ${slug}`, mode: 'shelf', tiers });
    await page.goto(`${house.run.url}/sales/${slug}`);
    await page.getByRole('button', { name: 'Put into basket' }).click(patience);
    await page.getByText('In your basket: ').waitFor(patience);
  }

  await page.goto(`${house.run.url}/basket`);
  await page.getByText('3 orders', { exact: true }).waitFor(patience);
  const points = page.getByLabel('Pay with points');
  await points.waitFor(patience);
  expect(await points.inputValue()).toBe('0');
  await page.getByRole('button', { name: 'Hold 3 orders, ₩32,000' }).waitFor(patience);
  // By keyboard, and more than there is: it means all of it.
  await points.focus();
  await page.keyboard.type('99999');
  await page.keyboard.press('Tab');
  expect(await points.inputValue()).toBe('20000');
  const hold = page.getByRole('button', { name: 'Hold 3 orders, ₩12,000' });
  await hold.waitFor(patience);
  for (const share of ['₩5,000', '₩12,000', '₩3,000'])
    await page.getByText(`${share} of it with points`).waitFor(patience);
  for (const width of [390, 1_280])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await picture(page, `points-basket-${width}-${colorScheme}`);
      await expectNoBarriers(page);
    }
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByLabel('포인트로 결제').waitFor(patience);
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'points-basket-ko');
  await page.getByRole('button', { name: 'English' }).click();

  await house.db.query(
    `update tier set available = 0, held = 0, sold = capacity where sale_id in (select id from sale where slug = 'bowl')`,
  );
  await hold.click();
  await page.getByText('Nothing was charged for it').waitFor(patience);
  await page.getByRole('link', { name: 'Pay ₩12,000' }).waitFor(patience);
  await picture(page, 'points-basket-held');
  await expectNoBarriers(page);
  const { rows } = await house.db.query(
    `select slug, total_amount::int, points_spent::int from "order" join sale on sale.id = sale_id
     where slug in ('bowl', 'cup', 'plate') order by slug`,
  );
  expect(rows).toEqual([
    { slug: 'cup', total_amount: 0, points_spent: 12_000 },
    { slug: 'plate', total_amount: 12_000, points_spent: 3_000 },
  ]);
  const balance = async () =>
    (await house.db.query('select balance::int from points_account where account_id = $1', [accountId]))
      .rows[0];
  await vi.waitFor(async () => expect(await balance()).toEqual({ balance: 5_000 }), patience);

  // Points pay for all of one: it is confirmed, and nobody asks how.
  await page.getByRole('link', { name: 'Confirm the order' }).click();
  await page.getByText('Nothing is left to pay.').waitFor(patience);
  await picture(page, 'points-order-confirm');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Confirm the order' }).click();
  const isPaid = async () =>
    (
      await house.db.query(
        `select 1 from "order" join sale on sale.id = sale_id where slug = 'cup' and paid_at is not null`,
      )
    ).rowCount;
  await vi.waitUntil(isPaid, patience);
  expect(complaints).toEqual([]);
  await context.close();
});

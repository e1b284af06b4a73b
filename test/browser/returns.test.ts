/**
 * Goods that come back, in a real browser against a real Usher: their buyer asks one of two back, then the other; staff
 * takes the first and refuses the second, and each page says what became of both.
 */
import { expect, test } from 'vitest';
import { buyTwo } from './buy-two.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

test('PAG-84, PAY-26: a buyer asks units back one by one, staff takes one and refuses one, and pays the rest back; both pages say so', {
  timeout: 150_000,
}, async () => {
  const order = await buyTwo(house, { slug: 'cups', email: 'minseo@example.com', isGoods: true });
  await house.db.query(
    `update "order" set state = 'delivered', next_step_at = now() + interval '1 day' where id = $1`,
    [order.id],
  );
  const buyer = await newSurfer(house.browser, { viewport: { width: 390, height: 844 } });
  await buyer.page.goto(`${house.run.url}/orders/${order.id}#key=${order.key}`);
  await buyer.page.getByText('Give it back', { exact: true }).click(patience);
  const go = buyer.page.getByRole('button', { name: 'Ask for the return' });
  await buyer.page.getByLabel(/how many go back$/).fill('1');
  await buyer.page.getByLabel('Reason').fill('too small');
  await buyer.page.getByText(/^You get .* back once it has arrived/).waitFor(patience);
  await expectSound(buyer.page);
  await picture(buyer.page, 'return-asking');
  await go.click();
  await buyer.page.getByText('We expect it, and then return its money.').waitFor(patience);
  // Only one is left: there is nothing to choose.
  await buyer.page.getByText('Give it back', { exact: true }).click();
  expect(await buyer.page.getByLabel(/how many go back$/).count()).toBe(0);
  await buyer.page.getByLabel('Reason').fill('too large');
  await go.click();
  await expect.poll(() => buyer.page.locator('#returns ~ ul > li').count(), patience).toBe(2);
  await expectSound(buyer.page);

  const staff = await newSurfer(house.browser, { viewport: { width: 390, height: 844 } });
  await staff.page.goto(`${house.run.url}/staff/orders?order=${order.id}`);
  await staff.page.getByLabel('Email').fill(house.run.owner.email);
  await staff.page.getByLabel('Password').fill(house.run.owner.password);
  await staff.page.getByRole('button', { name: 'Sign in' }).click();
  await staff.page.getByRole('heading', { name: 'Returns' }).waitFor(patience);
  await expectSound(staff.page);
  await picture(staff.page, 'return-deciding');
  const first = staff.page.locator('li', { hasText: '“too small”' });
  await first.getByLabel('Reason').fill('it is as new');
  await first.getByRole('button', { name: 'Take it back' }).click();
  await first.getByText('taken back').waitFor(patience);
  const second = staff.page.locator('li', { hasText: '“too large”' });
  await second.getByLabel('Reason').fill('it is worn');
  await second.getByRole('button', { name: 'Refuse the return' }).click();
  await second.getByText('Refused: it is worn').waitFor(patience);
  await expectSound(staff.page);

  await buyer.page.reload();
  await buyer.page.getByText('It has arrived, and its money is on its way to you.').waitFor(patience);
  await buyer.page.getByText('Our reason: “it is worn”').waitFor(patience);
  await expectSound(buyer.page);
  await picture(buyer.page, 'return-decided');
  const { rows } = await house.db.query(
    `select state, units, refunded_amount > 0 as is_part_back from "order" where id = $1`,
    [order.id],
  );
  expect(rows).toEqual([{ state: 'delivered', units: 1, is_part_back: true }]);

  // What was left with the buyer is paid back after all, and stays there.
  await staff.page.getByText('so they stay with the buyer').waitFor(patience);
  await staff.page.getByLabel(/^Units of /).fill('1');
  await staff.page.locator('#refund-reason').fill('it came late');
  await staff.page.getByRole('cell', { name: 'written off' }).waitFor(patience);
  await picture(staff.page, 'repay-preview-390');
  await staff.page.setViewportSize({ width: 1_280, height: 900 });
  await picture(staff.page, 'repay-preview-1280');
  await expectSound(staff.page);
  await staff.page.getByRole('button', { name: /^Refund / }).click();
  await staff.page.getByText('Taken back by staff: “it came late”').waitFor(patience);
  await buyer.page.reload();
  await buyer.page.getByText('what you ordered stays yours').waitFor(patience);
  await buyer.page.getByText('The organiser’s reason: “it came late”').waitFor(patience);
  await expectSound(buyer.page);
  const tier = await house.db.query(
    `select sold from tier join sale on sale.id = sale_id where slug = 'cups' and sold > 0`,
  );
  expect(tier.rows).toEqual([{ sold: 1 }]);
  expect([buyer.complaints, staff.complaints]).toEqual([[], []]);
});

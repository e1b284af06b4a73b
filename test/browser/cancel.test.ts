/**
 * A buyer who takes a paid order back, in a real browser against a real Usher: asked once, told what comes back, and told
 * when it has; a used ticket keeps the order, and so does the answer that changes nothing.
 */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { type Bought, buyTwo } from './buy-two.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

const stateOf = async ({ id }: Bought) =>
  (await house.db.query('select state from "order" where id = $1', [id])).rows[0].state;
const leftOf = async (slug: string) =>
  (
    await house.db.query(
      `select available::int, sold::int from tier join sale on sale.id = sale_id where slug = $1`,
      [slug],
    )
  ).rows[0];

/** At a desk and on a phone, in both themes. */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const width of [1_280, 390])
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await picture(page, `${name}-${width}-${colorScheme}`);
      await expectSound(page);
    }
}

/** By the order's key, as the letter's link has it. */
async function openPage({ id, key }: Bought) {
  const surfer = await newSurfer(house.browser);
  await surfer.page.goto(`${house.run.url}/orders/${id}#key=${key}`);
  await surfer.page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor(patience);
  return surfer;
}
const ask = (page: Page) => page.getByRole('button', { name: 'Give back, get a refund' });
const asked = (page: Page) => page.getByRole('dialog', { name: 'Give it back?' });

test('PAG-85, API-16, ORD-31: who takes a paid order back is asked once, by keyboard too, and sees it refunded', {
  timeout: 240_000,
}, async () => {
  const order = await buyTwo(house, { slug: 'back', email: 'minseo@example.com' });
  const before = await leftOf('back');
  const { page, complaints } = await openPage(order);
  await ask(page).focus();
  await page.keyboard.press('Enter');
  await asked(page).waitFor(patience);
  const { rows } = await house.db.query('select total_amount::int from "order" where id = $1', [order.id]);
  const total = `₩${rows[0].total_amount.toLocaleString('en')}`;
  await asked(page).getByText(`${total} is returned the way you paid`).waitFor(patience);
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Keep it');
  await lookAt(page, 'cancel-asked');
  // Neither answer changes anything, and the reader stands where they were.
  for (const stay of ['Escape', 'Keep it']) {
    if (stay === 'Escape') await page.keyboard.press(stay);
    else await asked(page).getByRole('button', { name: stay }).click();
    await asked(page).waitFor({ ...patience, state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Give back, get a refund');
    if (stay === 'Escape') await page.keyboard.press('Enter');
  }
  expect(await stateOf(order)).toBe('issued');
  expect(await leftOf('back')).toEqual(before);

  await page.keyboard.press('Enter');
  await asked(page).getByLabel('Why, if you want to say').fill('my train is not running');
  await asked(page).getByRole('button', { name: 'Give back' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('You gave the tickets back.').waitFor(patience);
  await page.getByText('Your reason: “my train is not running”').waitFor(patience);
  await page.getByText('This ticket is no longer valid.').first().waitFor(patience);
  // The bank gives it back, and the page says so by itself.
  await vi.waitFor(async () => expect(await stateOf(order)).toBe('refunded'), patience);
  await page.getByRole('heading', { level: 1, name: 'Your money was returned' }).waitFor({ timeout: 40_000 });
  await lookAt(page, 'cancel-done');
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('표를 반납했어요').waitFor(patience);
  await picture(page, 'cancel-done-ko');
  expect(await ask(page).count()).toBe(0);
  expect(await leftOf('back')).toEqual({ available: before.available + 2, sold: before.sold - 2 });
  expect(complaints).toEqual([]);
});

test('PAG-85, PAG-15, API-16: an order one of whose tickets was used stays, and its page says why, where it was asked', {
  timeout: 180_000,
}, async () => {
  const order = await buyTwo(house, { slug: 'used', email: 'minseo@example.com' });
  const { page, complaints } = await openPage(order);
  await page.setViewportSize({ width: 390, height: 844 });
  await checkIn(order);
  await ask(page).click();
  await asked(page).getByRole('button', { name: 'Give back' }).click();
  const refused = page.getByRole('alert');
  await refused.waitFor(patience);
  const { y = -1, height = 0 } = (await refused.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  expect(y + height).toBeLessThan(844);
  // A look at the order does not take it away.
  const looked = page.waitForResponse((response) => response.url().endsWith(order.id));
  await page.evaluate('dispatchEvent(new Event("online"))');
  await looked;
  await page.getByText('This ticket has been used.').waitFor(patience);
  expect(await refused.count()).toBe(1);
  await lookAt(page, 'cancel-refused');
  expect(await stateOf(order)).toBe('issued');
  await page.getByText('This ticket has been used.').waitFor(patience);
  expect(complaints).toEqual([]);
});

test('PAG-85: after a part went back the question names what is left, not what was paid', {
  timeout: 180_000,
}, async () => {
  const order = await buyTwo(house, { slug: 'half', email: 'minseo@example.com' });
  const { accessToken } = await post('/auth/login', house.run.owner);
  const staff = { authorization: `Bearer ${accessToken}`, 'idempotency-key': 'half' };
  const part = { reason: 'one is broken', lines: [{ lineNo: 1, quantity: 1 }] };
  await post(`/orders/${order.id}/refund`, part, staff);
  const { page, complaints } = await openPage(order);
  await ask(page).click();
  await asked(page).getByText('goes back. ₩12,000 is returned the way you paid. The').waitFor(patience);
  await lookAt(page, 'cancel-what-is-left');
  expect(complaints).toEqual([]);
});

const json = async (path: string, init: RequestInit) =>
  (await (await fetch(`${house.run.url}/api${path}`, init)).json()) as Record<string, never>;
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  json(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** The first ticket, at a door. */
async function checkIn({ id, key }: Bought): Promise<void> {
  const { items } = await json(`/orders/${id}/tickets`, { headers: { 'usher-order-key': key } });
  const { accessToken } = await post('/auth/login', house.run.owner);
  const [{ token }] = items as unknown as { token: string }[] as [{ token: string }];
  const scan = { token, door: 'Gate 1' };
  expect(await post('/staff/check-in', scan, { authorization: `Bearer ${accessToken}` })).toMatchObject({
    result: 'in',
  });
}

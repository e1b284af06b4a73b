/**
 * A checkout whose server refuses for a while, in a real browser against a real Usher: what is tried again is what was
 * pressed, the order stays the one that is held, and a page says it tries again by itself only where it does.
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { pictures } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

beforeAll(async () => {
  await house.makeSale('bowls', { title: 'Bowls', units: 20, mode: 'shelf' });
});

/** What is posted to addresses that end so, in their order; the first `refusals` of them are answered "busy". */
async function refuse(page: Page, ending: string, refusals: number): Promise<string[]> {
  const keys: string[] = [];
  await page.route(
    (url) => url.pathname.startsWith('/api/') && url.pathname.endsWith(ending),
    async (route) => {
      if (route.request().method() !== 'POST') return await route.fallback();
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (keys.length > refusals) return await route.fallback();
      await route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'busy', status: 503, retryAfterMs: 2_000 }),
      });
    },
  );
  return keys;
}

async function choose(page: Page): Promise<void> {
  await page.goto(`${house.run.url}/sales/bowls/checkout`);
  const more = page.getByRole('button', { name: /^One more: / }).first();
  await more.click(patience);
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill('minseo@example.com');
}
const again = (page: Page) => page.getByRole('alert').getByRole('button', { name: 'Try again' });

test('PAG-10, PAG-15: what was refused beside a held order is tried again as it was pressed, and no other order is placed', {
  timeout: 180_000,
}, async () => {
  const { page, complaints } = await newSurfer(house.browser);
  const placed = await refuse(page, '/orders', 1);
  const paid = await refuse(page, '/payments', 2);
  const given = await refuse(page, '/cancel', 2);
  await choose(page);
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  // Placing comes again by itself, and says so.
  await page.getByText('We try again for you in 2 seconds.').waitFor(patience);

  await page.getByRole('button', { name: /^Pay ₩/ }).click(patience);
  await again(page).waitFor(patience);
  expect(await page.getByRole('alert').textContent()).toContain('Please try again in 2 seconds.');
  await pictures(page, 'checkout-pay-refused');
  await expectSound(page);
  await again(page).click();
  await vi.waitFor(() => expect(paid.length).toBe(2), patience);

  // Another act takes the place of it, and it is that one which is tried again.
  await page.getByRole('button', { name: 'Give the tickets back' }).click(patience);
  await page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
  await vi.waitFor(() => expect(given.length).toBe(1), patience);
  await again(page).waitFor(patience);
  expect(await again(page).count()).toBe(1);
  await again(page).click();
  await vi.waitFor(() => expect(given.length).toBe(2), patience);

  await page.getByRole('button', { name: /^Pay ₩/ }).click(patience);
  await page.waitForURL(/\/sandbox\/pay\//, patience);
  expect(paid.length).toBe(3);
  expect(placed).toEqual([placed[0], placed[0]]);
  const { rows } = await house.db.query(
    `select state from "order" where sale_id = (select id from sale where slug = 'bowls')`,
  );
  expect(rows).toEqual([{ state: 'paying' }]);

  // A payment that has begun: giving back is refused where it stands, too.
  await page.goto(`${house.run.url}/sales/bowls/checkout`);
  given.length = 0;
  await page.getByRole('button', { name: 'Give the tickets back' }).click(patience);
  await page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
  await again(page).waitFor(patience);
  await pictures(page, 'checkout-give-back-refused');
  await expectSound(page);
  expect(complaints).toEqual([]);
});

/**
 * All tickets of an account in a real browser: bought ones and one that somebody offers, taken without the letter's link,
 * shown without a network, and gone from the browser with the sign-in.
 */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { newSurfer } from './chromium.ts';
import { doorHouse, patience } from './door-house.ts';
import { askForCode, codeFromMailbox } from './mailbox.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const house = doorHouse();
const email = 'minseo@example.com';

async function makeAccount(page: Page): Promise<string> {
  await askForCode(page, 'I have no account yet', email);
  await page.getByLabel('Code from the letter').waitFor(patience);
  await page.getByLabel('Code from the letter').fill(await codeFromMailbox(page, house.url));
  await page.getByLabel('New password').fill('a long enough password');
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await page.waitForURL(({ pathname }) => pathname === '/tickets', patience);
  return (await house.db.selectFrom('account').select('id').executeTakeFirstOrThrow()).id;
}

test('PAG-70, TIC-13: who is signed in finds all their tickets, takes what is offered, and shows them without a network', {
  timeout: 240_000,
}, async () => {
  const { order } = await house.soldTickets('mine', 3);
  const theirs = await house.soldTickets('theirs', 1);
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${house.url}/tickets`);
  await page.getByText('Sign in to see all your tickets').waitFor(patience);
  await picture(page, 'tickets-signed-out');
  await expectNoBarriers(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  const accountId = await makeAccount(page);
  await page.getByText(/^There are no tickets yet.*minseo@example.com/).waitFor(patience);
  await picture(page, 'tickets-none');
  await expectNoBarriers(page);

  await house.db.updateTable('order').set({ account_id: accountId }).where('id', '=', order.id).execute();
  const given = await fetch(`${house.url}/api/tickets/${theirs.ticket.id}/transfer`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'usher-order-key': orderKeyOf(house.ring, theirs.order.id),
    },
    body: JSON.stringify({ email }),
  });
  expect(given.status).toBe(201);
  await page.reload();
  await page.getByRole('heading', { name: 'Somebody gives you these' }).waitFor(patience);
  for (const [width, height] of [
    [320, 640],
    [390, 844],
    [1280, 800],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await picture(page, `tickets-${width}-${colorScheme}`);
      await expectNoBarriers(page);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(beyond).toBeLessThanOrEqual(0);
    }
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByRole('heading', { name: '받을 수 있는 표' }).waitFor(patience);
  await picture(page, 'tickets-1280-ko');
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'tickets-390-ko');
  await page.getByRole('button', { name: 'English' }).click();

  // By keyboard alone, and without the link of the letter.
  await page.getByRole('link', { name: /^See the offer/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Minseo Han gives you a ticket' }).waitFor(patience);
  await page.getByRole('button', { name: 'Take the ticket' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor(patience);
  await page.getByRole('link', { name: 'Tickets', exact: true }).click();
  await page.getByText('From Minseo Han').waitFor(patience);

  const isKept = () =>
    page.evaluate<boolean>("caches.keys().then((names) => names.includes('usher-tickets'))");
  await vi.waitUntil(isKept, patience);
  await context.setOffline(true);
  await page.reload();
  await page.getByText(/^Not connected\. You see how it was at /).waitFor(patience);
  await page
    .getByRole('button', { name: /^Show the tickets for / })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor(patience);
  await picture(page, 'tickets-wallet-offline');
  await expectNoBarriers(page);
  await page.keyboard.press('Escape');
  await page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor({ ...patience, state: 'detached' });

  await context.setOffline(false);
  await page.goto(`${house.url}/account`);
  await page.getByRole('link', { name: /^All your tickets/ }).waitFor(patience);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor(patience);
  await page.goto(`${house.url}/tickets`);
  await page.getByText('Sign in to see all your tickets').waitFor(patience);
  const names = await page.evaluate<string[]>('Object.keys(localStorage)');
  expect(names.filter((name) => /tickets|copy/.test(name))).toEqual([]);
  expect(complaints).toEqual([]);
});

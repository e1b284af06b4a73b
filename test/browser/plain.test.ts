/**
 * The line in a real browser whose JavaScript is switched off (RCH-1): from the waiting room's own address to the way in,
 * by pressing what is there. Axe looks at each page through a second browser with the same cookies, because it is a script.
 */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { joinBudgets } from '../../domain/limits.ts';
import { freePort } from '../../scripts/launch/ports.ts';
import { shellOf, shells } from '../../web-waiting-room/page-shells.ts';
import { fillBudget } from '../budgets.ts';
import { checkMails } from '../check-mails.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../gateway.ts';
import { scratchFolder } from '../scratch.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** A gateway that knows by which address its pages are open. */
async function openHere(stores: GatewayStores) {
  const port = await freePort();
  return await openTestGateway(stores, { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });
}

const scriptless = { javaScriptEnabled: false };
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** No barrier for axe, at a phone's width and at the narrowest there is, in the light and in the dark. */
async function expectSound(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page: seeing, context } = await newSurfer(browser, {
      colorScheme,
      viewport: { width: 320, height: 700 },
    });
    await context.addCookies(await page.context().cookies());
    await seeing.goto(page.url());
    await expectNoBarriers(seeing);
    expect(await seeing.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await context.close();
  }
}

test('RCH-1: without JavaScript a visitor joins, waits, goes in and leaves', { timeout: 180_000 }, async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { title: 'Night ferry' });
  await using gateway = await openHere(stores);
  for (let others = 0; others < 3; others++) await gateway.visitor(sale.slug).join();
  const { page, context, complaints } = await newSurfer(browser, scriptless);
  await page.goto(`${gateway.url}/sales/${sale.slug}/line/plain`);
  await heading(page, 'You are not in line yet').waitFor();
  await picture(page, 'plain-out');
  await expectSound(page);
  await page.getByRole('button', { name: 'Join the line' }).click();
  await heading(page, 'Almost there').waitFor();
  expect(await page.locator('.num').innerText()).toMatch(/^3\s/);
  await picture(page, 'plain-near');
  await expectSound(page);

  await page.getByRole('link', { name: 'Leave the line' }).click();
  await page.getByText('If you come back, you start at the end.').waitFor();
  await picture(page, 'plain-leaving');
  await expectSound(page);
  await page.getByRole('link', { name: 'Stay in line' }).click();
  await page.getByRole('link', { name: '한국어' }).click();
  await heading(page, '곧 차례예요').waitFor();
  await picture(page, 'plain-near-ko');
  await expectSound(page);
  await page.getByRole('link', { name: 'English' }).click();

  await sale.admit();
  await page.getByRole('link', { name: 'Look again', exact: true }).click();
  await heading(page, 'It’s your turn').waitFor();
  await picture(page, 'plain-called');
  await expectSound(page);
  await page.getByRole('button', { name: 'Go in' }).click();
  await heading(page, 'You may buy now').waitFor();
  await picture(page, 'plain-inside');
  await expectSound(page);
  const way = page.getByRole('link', { name: 'Go to checkout' });
  expect(await way.getAttribute('href')).toMatch(/\/checkout#pass=/);
  expect(complaints).toEqual([]);
  await context.close();
});

test('RCH-1: whoever comes to the waiting room with scripts switched off is led to the plain page', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  const pages = scratchFolder();
  writeFileSync(path.join(pages, 'waiting.html'), shellOf('waiting', shells.waiting));
  await using gateway = await openTestGateway(stores, { PAGES_DIR: pages });
  const { page, context } = await newSurfer(browser, scriptless);
  await page.goto(`${gateway.url}/sales/${sale.slug}/line`);
  await page.waitForURL(/\/line\/plain$/);
  await heading(page, 'You are not in line yet').waitFor();
  await context.close();
});

test('RCH-1: keys alone lead through the page', async ({ stores }) => {
  const sale = await openTestSale(stores);
  await using gateway = await openHere(stores);
  await gateway.visitor(sale.slug).join();
  const { page, context } = await newSurfer(browser, scriptless);
  await page.goto(`${gateway.url}/sales/${sale.slug}/line/plain`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading(page, 'Almost there').waitFor();
  await context.close();
});

test('RCH-9: who is in a draw sees what of it is public, and leaves an address for the result', async ({
  stores,
}) => {
  const opensAt = new Date(Date.now() + 3 * 3_600_000);
  const raffle = { mode: 'raffle', winners: 5, state: 'lobby', opens_at: opensAt } as const;
  const draw = { draw_seed_hash: '9f3c'.repeat(16) };
  const sale = await openTestSale(stores, { ...raffle, ...draw, title: 'Night ferry' });
  await using gateway = await openHere(stores);
  const { page, context } = await newSurfer(browser, scriptless);
  // A gateway whose machine has much else to do says that it is busy: whoever reads that comes again and presses once more.
  const register = page.getByRole('button', { name: 'Register for the draw' });
  const isIn = async () => {
    await page.goto(`${gateway.url}/sales/${sale.slug}/line/plain`);
    if (await register.isVisible()) await register.click();
    return await heading(page, 'You are in the draw').isVisible();
  };
  await expect.poll(isIn, { timeout: 30_000 }).toBe(true);
  await page.getByLabel('Email').fill('someone@example.com');
  await page.getByRole('button', { name: 'Tell me the result by email' }).click();
  await page.getByText('We write to you with the result, whatever it is.').waitFor();
  await page.getByText('Your index in the list is 1.').waitFor();
  await expectSound(page);
  await picture(page, 'plain-draw');
  await page.setViewportSize({ width: 1_280, height: 800 });
  await picture(page, 'plain-draw-wide');
  await page.getByRole('link', { name: '한국어' }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await heading(page, '추첨에 응모했어요').waitFor();
  await picture(page, 'plain-draw-ko');
  await context.close();
});

test('ACC-21, RCH-1: who is asked for a check before a place reads why, and types a code that came by mail', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { title: 'Night ferry', mode: 'passthrough' });
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const limits = { LIMITS_LOOPBACK: 'on', TRUST_PROXY_HOPS: '1' };
  await using gateway = await openTestGateway(stores, { PORT: port, PUBLIC_URL: url, ...limits });
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  await fillBudget(stores.redis, 'join-address', address, joinBudgets.address.free + 100);
  const { page, context, complaints } = await newSurfer(browser, scriptless);
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': address });
  await page.goto(`${gateway.url}/sales/${sale.slug}/line/plain`);
  await page.getByRole('button', { name: 'Go in' }).click();
  await heading(page, 'One more check').waitFor();
  await page.getByText('Many joins came from your network').waitFor();
  await picture(page, 'plain-check');
  await expectSound(page);
  await page.getByLabel('Email', { exact: true }).fill('minseo@example.com');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByText('The code is on its way').waitFor();
  await picture(page, 'plain-check-sent');
  await expectSound(page);
  await page.getByRole('link', { name: '한국어' }).click();
  await heading(page, '한 가지만 확인할게요').waitFor();
  const [mail] = await checkMails(stores);
  await page.getByLabel('이메일로 받은 코드').fill(mail?.code ?? '');
  await page.getByRole('button', { name: '입장하기' }).click();
  await heading(page, '이제 살 수 있어요').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

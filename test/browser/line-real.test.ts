/**
 * What a visitor may do in line, against a real Usher: give a code, let others pass, check a drawn place, take part in a
 * draw, stand on the reserve list. The states alone are in states.test.ts; here the other side is no fake.
 */
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { standOthers } from './others.ts';
import { picture } from './picture.ts';

const house = browserHouse();
const patience = { timeout: 30_000 };

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const lineOf = (slug: string) => `${house.run.url}/sales/${slug}/line`;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

async function asOwner(path: string, body: object): Promise<Record<string, unknown>> {
  const post = async (to: string, json: object | undefined, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${house.run.url}${to}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(json),
    });
    expect([to, response.status]).toEqual([to, response.status < 300 ? response.status : 'a success']);
    return (await response.json()) as Record<string, unknown>;
  };
  const { accessToken } = await post('/api/auth/login', house.run.owner);
  return await post(path, body, String(accessToken));
}

/** Somebody whose page nobody looks at: a call stays a call. */
async function onlooker(slug: string) {
  const surfer = await newSurfer(house.browser);
  await surfer.page.addInitScript('Object.defineProperty(document, "hidden", { get: () => true })');
  await surfer.page.goto(lineOf(slug));
  return surfer;
}

test('PAG-41: a line that needs a code opens to the right one alone', { timeout: 120_000 }, async () => {
  await house.makeSale('coded', { units: 5, codeRequired: true });
  const { items } = (await asOwner('/api/staff/sales/coded/codes', { count: 1 })) as {
    items: { code: string }[];
  };
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(lineOf('coded'));
  await heading(page, 'This line needs a code').waitFor(patience);
  await page.getByLabel('Your code').fill('AAAA-BBBB-CCCC-DDDD');
  await page.keyboard.press('Enter');
  await page.getByText('This code does not open this line.').waitFor(patience);
  await page.getByLabel('Your code').fill((items[0]?.code ?? '').toLowerCase().replaceAll('-', ' '));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/checkout/, patience);
  expect(complaints).toEqual([]);
  await context.close();
});

/** Before that a join is asked to come again, which a page does by itself and the others here do not. */
const hasOpened = async (slug: string) => {
  const response = await fetch(`${house.run.url}/api/sales/${slug}`);
  return ((await response.json()) as { state?: string }).state === 'open';
};

test('PAG-41: a visitor lets others pass and takes the place back', { timeout: 120_000 }, async () => {
  await house.makeSale('passing', { units: 50, floorMax: 1 });
  await vi.waitUntil(() => hasOpened('passing'), { timeout: 10_000, interval: 50 });
  const before = await standOthers(house.run.url, 'passing', 2);
  const { page, context } = await onlooker('passing');
  await heading(page, /You are in line|Almost there/).waitFor(patience);
  const behind = await standOthers(house.run.url, 'passing', 30);
  // Only those are offered to be let pass of whom the page has heard.
  await page
    .locator('main')
    .getByText(/In line now: 3\d\./)
    .waitFor(patience);
  await button(page, 'Let others pass').click();
  await page.getByRole('radio', { name: /^10 people/ }).waitFor(patience);
  await button(page, 'Let them pass').click();
  await heading(page, 'Others are passing').waitFor(patience);
  const still = Number(await page.locator('.num').innerText());
  expect(still).toBeGreaterThanOrEqual(10);
  expect(still).toBeLessThanOrEqual(12);
  await page.reload();
  await heading(page, 'Others are passing').waitFor(patience);
  await button(page, 'I am ready now').click();
  await heading(page, 'Almost there').waitFor(patience);
  before.stop();
  behind.stop();
  await context.close();
});

test('PAG-41: a place that was drawn is recomputed in the browser that waited for it', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('drawn', { units: 50, floorMax: 1, opensAt: inSeconds(12) });
  const two = await Promise.all([onlooker('drawn'), onlooker('drawn')]);
  for (const { page } of two) {
    await heading(page, 'The lobby is open').waitFor(patience);
    await page.getByText(/The random order comes from a sealed number, fingerprint/).waitFor(patience);
  }
  // One of the two is called first; the other one stands in line.
  const waiting = await Promise.any(
    two.map(async ({ page }) => {
      await heading(page, 'Almost there').waitFor(patience);
      return page;
    }),
  );
  await button(waiting, 'Check my place').click();
  await waiting.getByRole('heading', { name: 'How the draw can be checked' }).waitFor(patience);
  await waiting.locator('.check-place button').click();
  await waiting.locator('.check-place [role=status]').getByText(/./).first().waitFor(patience);
  await picture(waiting, 'checked-place');
  const said = await waiting.locator('.check-place').innerText();
  expect(said).not.toMatch(/not|wrong|differ/i);
  for (const { context } of two) await context.close();
});

test('PAG-41: of two who register one is drawn, the other is first of the reserve list', {
  timeout: 120_000,
}, async () => {
  const times = { registrationClosesAt: inSeconds(14), opensAt: inSeconds(16) };
  await house.makeSale('raffle', { units: 1, perVisitorMax: 1, mode: 'raffle', winners: 1, ...times });
  const two = await Promise.all([newSurfer(house.browser), newSurfer(house.browser)]);
  for (const { page } of two) {
    await page.goto(`${house.run.url}/sales/raffle`);
    await page.getByRole('link', { name: 'Take part in the draw' }).click(patience);
    await heading(page, 'You are in the draw').waitFor(patience);
  }
  const outcomes = await Promise.all(
    two.map(async ({ page }) => {
      await heading(page, /^(You are drawn|Not drawn this time)$/).waitFor({ timeout: 45_000 });
      return { page, title: await page.locator('h1').innerText() };
    }),
  );
  expect(outcomes.map(({ title }) => title).sort()).toEqual(['Not drawn this time', 'You are drawn']);
  const loser = outcomes.find(({ title }) => title === 'Not drawn this time')?.page;
  expect(await loser?.locator('.num').innerText()).toBe('1');
  const winner = outcomes.find(({ title }) => title === 'You are drawn')?.page;
  await winner?.getByRole('button', { name: 'Go in' }).click();
  await winner?.waitForURL(/\/checkout/, patience);
  for (const { context } of two) await context.close();
});

test('PAG-41: what is sold out offers its reserve list, and who joins it has a number', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('listed', { units: 1, floorMax: 1, perVisitorMax: 1 });
  const { page, context } = await newSurfer(house.browser);
  await page.goto(lineOf('listed'));
  await page.waitForURL(/\/checkout/, patience);
  const waiter = await onlooker('listed');
  await heading(waiter.page, 'Almost there').waitFor(patience);
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill('buyer@example.com');
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  await page.getByRole('button', { name: /^Pay / }).click(patience);
  await page.waitForURL(/\/sandbox\/pay\//, patience);
  await page.getByRole('button', { name: /^Pay / }).click();
  await heading(waiter.page, 'Sold out').waitFor(patience);
  await button(waiter.page, 'Join the reserve list').click(patience);
  await waiter.page.getByRole('textbox', { name: 'Email' }).fill('waiter@example.com');
  await button(waiter.page, 'Join the list').click();
  await heading(waiter.page, 'You are on the reserve list').waitFor(patience);
  expect(await waiter.page.locator('.num').innerText()).toBe('1');
  await waiter.page.reload();
  await waiter.page.locator('.lead').getByText('we write to you at w…@example.com').waitFor(patience);
  await context.close();
  await waiter.context.close();
});

test('PAG-101: the browser’s own back button keeps the place, and a turn that is used', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('back', { units: 50, floorMax: 1 });
  await vi.waitUntil(() => hasOpened('back'), { timeout: 10_000, interval: 50 });
  const inside = await newSurfer(house.browser);
  await inside.page.goto(lineOf('back'));
  await inside.page.waitForURL(/\/checkout/, patience);
  await inside.page.goBack();
  await heading(inside.page, 'You are already inside').waitFor(patience);
  await button(inside.page, 'Go on here').click();
  await inside.page.waitForURL(/\/checkout/, patience);

  const others = await standOthers(house.run.url, 'back', 5);
  const { page, context, complaints } = await newSurfer(house.browser);
  /** That the floor is still full of the one who went back and forth shows that nobody came in twice. */
  const isFifth = async () => {
    await heading(page, /You are in line|Almost there/).waitFor(patience);
    expect(await page.locator('.num').first().innerText()).toBe('5');
  };
  await page.goto(`${house.run.url}/sales/back`);
  await page.goto(lineOf('back'));
  await isFifth();
  await page.goBack();
  await page.waitForURL(/\/sales\/back$/, patience);
  await page.goForward();
  await isFifth();
  // As a browser shows it that keeps pages the way they were left; this one is told not to.
  await page.evaluate('window.asItWasLeft = true');
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await page.waitForFunction('window.asItWasLeft === undefined', undefined, patience);
  await isFifth();
  expect(complaints).toEqual([]);
  others.stop();
  await inside.context.close();
  await context.close();
});

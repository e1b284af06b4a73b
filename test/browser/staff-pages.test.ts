/** The staff's pages while they load, in a real browser against a real Usher, wide and narrow; and pages for nobody. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunFile } from '../../scripts/launch/run-file.ts';
import { usherHome } from '../running-usher.ts';
import { launchBrowser, newSurfer } from './chromium.ts';

const home = usherHome();
const patience = { timeout: 20_000 };
let run: RunFile;
let browser: Browser;

beforeAll(async () => {
  run = await home.start({ QUEUE_WORKERS: '1' }).ready;
  browser = await launchBrowser();
}, 180_000);
afterAll(() => browser?.close());

/** Adds up in the page by how much of it moved, but for what somebody had just pressed. */
const countShifts = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
/** Where each page has all that it asks for at first. */
const loaded = {
  '/ops': 'table',
  '/ops/night-ferry-harbour-nights': '.figures',
  '/ops/night-ferry-harbour-nights/catalogue': '.catalogue',
  '/ops/new': '.btn-go',
  '/staff': '#journal ~ .rows li',
  '/staff/orders': '#dead ~ .quiet ~ .quiet',
  '/staff/categories': '[aria-busy=false]',
};

test('PAG-111: nothing that is shown moves while a page of the staff loads', {
  timeout: 180_000,
}, async () => {
  const { page, context } = await newSurfer(browser, { viewport: { width: 1_280, height: 900 } });
  await context.addInitScript(countShifts);
  await page.goto(`${run.url}/ops`);
  await page.getByLabel('Email').fill(run.owner?.email ?? '');
  await page.getByLabel('Password').fill(run.owner?.password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('table').waitFor(patience);
  for (const width of [1_280, 375]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [path, last] of Object.entries(loaded)) {
      await page.goto(run.url + path);
      await page.locator(last).first().waitFor(patience);
      expect.soft(await page.locator('[aria-busy=true]').count(), path).toBe(0);
      expect.soft(await page.evaluate('shifted'), `${path} at ${width}`).toBeLessThan(0.05);
    }
  }
});

test('PAG-112: where nobody has signed in, no page asks who it is', { timeout: 120_000 }, async () => {
  const { page } = await newSurfer(browser);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const path of [
    '/',
    '/account',
    '/tickets',
    '/basket',
    '/scanner',
    '/ops',
    '/staff',
    '/staff/orders',
  ]) {
    await page.goto(run.url + path);
    await page.getByRole('heading', { level: 1 }).first().waitFor(patience);
  }
  expect(asked.filter((path) => path.startsWith('/api/auth/'))).toEqual([]);
});

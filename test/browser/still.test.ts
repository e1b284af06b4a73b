/**
 * Buyers' pages stand still while they load: what the browser itself counts as shifted, from the first thing drawn to the
 * last answer, on a network on which answers come one after the other.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GatewayMessage } from '../../domain/protocol.ts';
import { lineWords } from '../../web-waiting-room/words/english/line.ts';
import { otherModes } from '../../web-waiting-room/words/english/other-modes.ts';
import { withOthers } from '../../web-waiting-room/words/line-words.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { type FakeLine, openFakeLine } from './fake-line.ts';
import { type FakeShop, openFakeShop } from './fake-shop.ts';
import { lineStates, saleView } from './line-states.ts';
import { type ShopPage, shopPages, tellShop } from './shop-pages.ts';

/** Half of what Chromium calls good. */
const shiftMax = 0.05;
const patience = { timeout: 20_000 };
const screens = { phone: { width: 375, height: 812 }, desk: { width: 1_280, height: 800 } };
const networks = { fast: { ms: 0, bytesPerSecond: -1 }, slow: { ms: 200, bytesPerSecond: 150_000 } };
interface Way {
  readonly screen: keyof typeof screens;
  readonly network: keyof typeof networks;
}
const ways: readonly Way[] = [
  { screen: 'phone', network: 'fast' },
  { screen: 'phone', network: 'slow' },
  { screen: 'desk', network: 'slow' },
];
/** Enough for each message of the line to be drawn by itself. */
const apartMs = 100;
/** Each way has a gateway of its own, so that all are gone at once: most of the time is waiting for a slow network. */
const gateways = new Map<Way, { readonly line: FakeLine; readonly shop: FakeShop }>();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  for (const way of ways) gateways.set(way, { line: await openFakeLine(), shop: await openFakeShop() });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([...gateways.values()].flatMap(({ line, shop }) => [line.close(), shop.close()]));
});

async function inEachWay(open: (way: Way, line: FakeLine, shop: FakeShop) => Promise<Page>): Promise<void> {
  const opened = [...gateways].map(async ([way, { line, shop }]) =>
    expectStood(way, await open(way, line, shop)),
  );
  await Promise.all(opened);
}

async function openSlowly({ screen, network }: Way, kept: ShopPage['kept'] = {}): Promise<Page> {
  const { page, context } = await newSurfer(browser, { viewport: screens[screen], serviceWorkers: 'block' });
  await page.addInitScript(`
    globalThis.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)))
      .observe({ type: 'layout-shift', buffered: true });
    for (const [name, value] of Object.entries(${JSON.stringify(kept)}))
      localStorage.setItem(name, typeof value === 'string' ? value : JSON.stringify(value));
  `);
  const { ms, bytesPerSecond } = networks[network];
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: ms },
    ...{ downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
  });
  return page;
}

/** Once nothing is asked any more. */
async function expectStood(way: Way, page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  // What is drawn in the first frame is counted before the second.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const shifts = (await page.evaluate(`shifts.map(({ value, sources }) => ({
    value,
    of: sources.map(({ node, previousRect, currentRect }) =>
      [(node?.outerHTML ?? node?.textContent)?.slice(0, 80), previousRect.y, currentRect.y].join(' ')),
  }))`)) as { readonly value: number; readonly of: readonly string[] }[];
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  expect(sum, JSON.stringify([way, shifts], null, 2)).toBeLessThan(shiftMax);
  await page.context().close();
}

const english = withOthers(lineWords, otherModes);
const states = ['waiting', 'lobby', 'registered', 'paused', 'soldOutReserve'] as const;

test.each(states)('PAG-130: the waiting room comes into its state and stands still: %s', async (state) => {
  const { sale = {}, says } = lineStates[state];
  await inEachWay(async (way, line) => {
    const sayOneByOne = ([next, ...rest]: readonly GatewayMessage[]) => {
      if (next === undefined) return;
      line.say(next);
      setTimeout(() => sayOneByOne(rest), apartMs);
    };
    const onJoin = () => {
      setTimeout(() => sayOneByOne(says), apartMs);
      return [];
    };
    line.sales.set(state, { sale: saleView(state, sale), onJoin });
    const page = await openSlowly(way);
    await page.goto(`${line.url}/sales/${state}/line`);
    await page.getByRole('heading', { level: 1, name: english.states[state].title }).waitFor(patience);
    return page;
  });
});

test.each(Object.keys(shopPages))('PAG-130: a page loads and stands still: %s', async (name) => {
  const { address, seen, kept } = shopPages[name] as ShopPage;
  await inEachWay(async (way, _, shop) => {
    tellShop(shop);
    const page = await openSlowly(way, kept);
    await page.goto(`${shop.url}${address}`);
    await page.getByText(seen, { exact: true }).first().waitFor(patience);
    return page;
  });
});

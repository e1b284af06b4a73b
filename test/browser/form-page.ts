/** The waiting page before a gateway that says what a test tells it, with what every test of its forms needs. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { GatewayMessage, PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import type { SaleView } from '../../domain/sale.ts';
import { launchBrowser, newSurfer, type Surfer } from './chromium.ts';
import { type FakeLine, type FakeSale, openFakeLine, poll } from './fake-line.ts';
import { place, saleNews, saleView } from './line-states.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

export const patience = { timeout: 10_000 };
export const receipt = 'kid.eyJlIjoiQUFBQUFBQUFBQUFBQUFBQSJ9.sig';

/** To be called once at the top of a test file; each test gets a page of its own, which must not complain. */
export function formPage() {
  let line: FakeLine;
  let browser: Browser;
  let surfer: Surfer;
  beforeAll(async () => {
    line = await openFakeLine();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await line?.close();
  });
  beforeEach(async () => {
    line.heard.length = 0;
    surfer = await newSurfer(browser, { reducedMotion: 'reduce', viewport: { width: 375, height: 812 } });
  });
  afterEach(async () => {
    expect(surfer.complaints).toEqual([]);
    await surfer.context.close();
  });
  return {
    get line() {
      return line;
    },
    get complaints() {
      return surfer.complaints;
    },
    async open(
      says: readonly GatewayMessage[],
      more: Partial<FakeSale> = {},
      sale: Partial<SaleView> = {},
      hash = '',
      /** A script of the test's, before any of the page's. */
      before?: string,
    ): Promise<Page> {
      if (before !== undefined) await surfer.page.addInitScript(before);
      line.sales.set('form', { sale: saleView('form', sale), onJoin: () => says, ...more });
      await surfer.page.goto(`${line.url}/sales/form/line${hash}`);
      return surfer.page;
    },
    /** The bodies of what was sent under this name. */
    bodies: (name: string) => line.heard.filter((one) => one.name === name).map(({ body }) => body),
  };
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export async function lookAt(page: Page, name: string): Promise<void> {
  await picture(page, `form-${name}`);
  await expectNoBarriers(page);
}

/** A place that this browser has a receipt of. */
export const inLine = (more: Partial<PlaceMessage> = {}) => place({ receipt, ...more });
export const answers =
  (now: PlaceMessage, sale: SaleMessage = saleNews()) =>
  () =>
    poll(now, sale);

/** A real browser for tests: Chromium as the system has it, with a fresh profile a visitor. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/**
 * Two pages of the address bar's, which a window that nobody sees loads too: more work than most of the pages under test. Of
 * such flags the last one wins, so what Playwright switches off is said again (its chromiumSwitches.ts).
 */
const withoutFeatures = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'OptimizationHints'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
];
const flags = [
  `--disable-features=${withoutFeatures}`,
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (!executablePath) throw new Error('no Chromium: npm test installs one');
  return await chromium.launch({ executablePath, args: [...flags, ...more] });
}

export interface Surfer {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained about: errors nobody caught, and what the content policy held back. */
  readonly complaints: string[];
}

/** Somebody with a browser of their own: no cookie, no storage. */
export async function newSurfer(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Surfer> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text()))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}

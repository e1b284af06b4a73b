/** Keeps pictures of a page for people to look at, in the folder that PICTURES names; without it nothing is kept. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

const widths = { phone: { width: 390, height: 844 }, desk: { width: 1_280, height: 900 } };

/** The same page at a phone's width and a desk's, in both themes and both languages; it is left as it was found. */
export async function pictures(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES === undefined) return;
  const before = page.viewportSize() ?? widths.phone;
  for (const [place, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const language of ['ko', 'en']) {
        await speak(page, language);
        await picture(page, `${name}-${place}-${colorScheme}-${language}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}

/** As another tab would tell it. */
const speak = (page: Page, language: string): Promise<unknown> =>
  page.evaluate(`new Promise((done) => {
    dispatchEvent(new StorageEvent('storage', { key: 'usher.language', newValue: '${language}' }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
  })`);

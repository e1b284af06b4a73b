/** What the demo's mailbox shows its reader. */
import type { Page } from 'playwright-core';
import { vi } from 'vitest';

/** The code out of the newest letter whose line says these words. */
export async function codeFromMailbox(page: Page, url: string, words = /code/): Promise<string> {
  const box = await page.context().newPage();
  const find = async () => {
    await box.goto(`${url}/dev/mail`);
    await box.locator('main li a', { hasText: words }).first().click({ timeout: 5_000 });
    const letter = box.frameLocator('iframe').locator('body');
    return /\b\d{6}\b/.exec(await letter.innerText({ timeout: 5_000 }))?.[0];
  };
  const code = await vi.waitFor(async () => (await find()) ?? Promise.reject(new Error('no letter yet')), {
    timeout: 30_000,
    interval: 250,
  });
  await box.close();
  return code;
}

/** What the demo's mailbox shows its reader. */
import type { Page } from 'playwright-core';
import { vi } from 'vitest';

/** What `read` finds in the newest letter whose line says these words; it gets the text and every link's address. */
export async function fromLetter(
  page: Page,
  url: string,
  words: RegExp,
  read: (text: string) => string | undefined,
): Promise<string> {
  const box = await page.context().newPage();
  const find = async () => {
    await box.goto(`${url}/dev/mail`);
    // By its address: a letter that comes meanwhile moves the line away from under a pointer.
    const line = box.locator('main li a', { hasText: words }).first();
    if ((await line.count()) === 0) return undefined; // It has not come yet, and this list does not grow by itself.
    await box.goto(new URL((await line.getAttribute('href', { timeout: 5_000 })) ?? '', url).href);
    const body = box.frameLocator('iframe').locator('body');
    const hrefs = await body
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    return read([await body.innerText({ timeout: 5_000 }), ...hrefs].join('\n'));
  };
  const found = await vi.waitFor(async () => (await find()) ?? Promise.reject(new Error('no letter yet')), {
    timeout: 40_000,
    interval: 250,
  });
  await box.close();
  return found;
}

export const codeFromMailbox = (page: Page, url: string, words = /code/): Promise<string> =>
  fromLetter(page, url, words, (text) => /\b\d{6}\b/.exec(text)?.[0]);

/** From a sign-in, by the way to a form that asks for a code: the field there has the same name. */
export async function askForCode(page: Page, way: string, email: string): Promise<void> {
  await page.getByRole('button', { name: way }).press('Enter', { timeout: 20_000 });
  const send = page.getByRole('button', { name: 'Send me a code' });
  await send.waitFor({ timeout: 20_000 });
  await page.getByLabel('Email').fill(email);
  await send.click();
}

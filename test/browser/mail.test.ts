/** The mailbox of a demo in a real browser: what was caught, every letter in both languages, and each letter's own page. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MailCatcher, openMailCatcher } from '../../mail-catcher/serve.ts';
import { letterSamples } from '../../queue-worker/outbox/letter-samples.ts';
import { openPostBox } from '../../queue-worker/outbox/post-box.ts';
import { showSamples } from '../../queue-worker/outbox/show-samples.ts';
import { testLog } from '../stores.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { picture } from './picture.ts';
import { barriersOf } from './sound.ts';

const shop = 'http://shop.test';
const samples = letterSamples(shop);
let browser: Browser;
let catcher: MailCatcher;

beforeAll(async () => {
  browser = await launchBrowser();
  catcher = await openMailCatcher({ smtpPort: 0, httpPort: 0, log: testLog });
  await showSamples(catcher.url, shop);
  const postBox = openPostBox(catcher.smtpUrl, 'Usher <tickets@shop.test>');
  const paid = samples.find(({ kind }) => kind === 'order_paid');
  if (!paid) throw new Error('there is a letter about a payment');
  const { subject, text, html } = paid;
  const to = { name: '한민서', address: 'minseo@example.com' };
  await postBox.send({ to, subject, text, html, messageId: '<1@shop.test>' });
  postBox.close();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await catcher?.close();
});

/** Of the page itself: a mail's frame lets nobody in, and is looked at alone below. */
const barriers = (page: Page) =>
  barriersOf(page, { exclude: ['iframe'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
const isTooWide = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

test('MAI-6, MAI-4: caught mail and every letter are found, read and left again, on a phone and in the dark', {
  timeout: 240_000,
}, async () => {
  for (const [name, options] of [
    ['phone', { viewport: { width: 320, height: 700 } }],
    ['desktop', { viewport: { width: 1280, height: 900 } }],
    ['dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
  ] as const) {
    const { page, complaints, context } = await newSurfer(browser, options);
    await page.goto(`${catcher.url}/dev/mail`);
    await page.getByRole('link', { name: /Your payment is complete/ }).click();
    const letter = page.frameLocator('iframe');
    await letter.getByRole('heading', { name: 'Your payment is complete' }).waitFor();
    expect(await letter.getByRole('link', { name: 'See your tickets' }).getAttribute('href')).toContain(
      '#key=',
    );
    if (name !== 'desktop') expect(await barriers(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await picture(page, `mail-caught-${name}`);

    await page.getByRole('link', { name: 'All letters' }).click();
    expect(await page.getByRole('main').getByRole('link').count()).toBe(samples.length);
    if (name !== 'desktop') expect(await barriers(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await picture(page, `mail-letters-${name}`);
    await page.getByRole('link', { name: /가입 코드예요/ }).click();
    await letter.getByText('482 915').waitFor();
    await picture(page, `mail-letter-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  }
});

/** One of each make: a code, a link, facts with a note, the staff's. All letters share one frame. */
const layouts = ['signup_code', 'drawn', 'order_paid', 'dispute_lost'];

test('MAI-2: each letter can be read by everybody, on the narrowest phone too', {
  timeout: 240_000,
}, async () => {
  const { page } = await newSurfer(browser, { viewport: { width: 320, height: 700 } });
  for (const { kind, language, html } of samples) {
    await page.setContent(html);
    const about = `${kind} ${language}`;
    if (layouts.includes(kind)) expect([about, await barriers(page)]).toEqual([about, []]);
    expect([about, await isTooWide(page)]).toEqual([about, false]);
  }
  await page.setViewportSize({ width: 640, height: 900 });
  for (const name of ['order_paid', 'refunded_part', 'dispute_lost', 'drawn']) {
    const sample = samples.find(({ kind }) => kind === name);
    if (sample) await page.setContent(sample.html);
    await picture(page, `letter-${name}`);
  }
});

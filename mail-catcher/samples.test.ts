/** The letters of a demo: all there are, in both languages, shown without running or loading anything. */
import { expect } from 'vitest';
import { letterSamples } from '../queue-worker/outbox/letter-samples.ts';
import { letters } from '../queue-worker/outbox/letters.ts';
import { showSamples } from '../queue-worker/outbox/show-samples.ts';
import { test, testLog } from '../test/stores.ts';
import { openMailCatcher } from './serve.ts';

const samples = letterSamples('http://shop.test');

async function opened() {
  const catcher = await openMailCatcher({ smtpPort: 0, httpPort: 0, log: testLog });
  return { ...catcher, [Symbol.asyncDispose]: () => catcher.close() };
}

test('MAI-6: every letter that is written has a sample, in both languages', () => {
  const languages = new Map<string, Set<string>>();
  for (const { kind, language } of samples) {
    const known = languages.get(kind) ?? new Set();
    for (const one of language === 'both' ? ['ko', 'en'] : [language]) known.add(one);
    languages.set(kind, known);
  }
  // Flags are one kind of row with a letter for each kind of flag.
  const missing = Object.keys(letters).filter((kind) => kind !== 'staff_flag' && !languages.has(kind));
  expect(missing).toEqual([]);
  for (const [kind, known] of languages) expect([kind, [...known].toSorted()]).toEqual([kind, ['en', 'ko']]);
});

test('MAI-2, MAI-6: each sample says the same as text and as HTML, in its language, and loads nothing', () => {
  for (const { kind, language, subject, text, html } of samples) {
    const about = `${kind} ${language}`;
    expect([about, subject]).not.toEqual([about, '']);
    expect([about, /[가-힣]/.test(subject)]).toEqual([about, language !== 'en']);
    expect([about, /undefined|\[object|NaN/.test(subject + text + html)]).toEqual([about, false]);
    expect([about, /<img|<script|<link|url\(/.test(html)]).toEqual([about, false]);
    const shown = html
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    const squeeze = (some: string) => some.replace(/\s+/g, ' ');
    for (const line of text
      .split('\n')
      .filter((one) => one !== '' && one !== '---' && !one.includes('http'))) {
      expect([about, squeeze(shown).includes(squeeze(line))]).toEqual([about, true]);
    }
  }
});

test('MAI-6: the catcher shows what it was lent, and again after it was restarted', async () => {
  await using catcher = await opened();
  const page = async (at: string) => await fetch(`${catcher.url}/dev/mail/letters${at}`);
  expect(await (await page('')).text()).toContain('some seconds after the start');
  await showSamples(catcher.url, 'http://shop.test');
  await showSamples(catcher.url, 'http://shop.test');
  const gallery = await (await page('')).text();
  for (const { kind, language } of samples)
    expect(gallery).toContain(`href="/dev/mail/letters/${kind}/${language}"`);

  const one = await page('/order_paid/both');
  expect(one.headers.get('content-security-policy')).toContain("default-src 'none'");
  const letter = await page('/order_paid/both/html');
  expect(letter.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/);
  expect((await page('/order_paid/fr')).status).toBe(404);
  expect((await page('/../../etc/ko')).status).toBe(404);
});

test('MAI-6: what has another shape is not kept', async () => {
  await using catcher = await opened();
  const put = (body: string) => fetch(`${catcher.url}/samples`, { method: 'PUT', body });
  for (const body of ['', '{', '{}', '[1]', JSON.stringify([{ kind: '../x' }])])
    expect((await put(body)).status).toBe(422);
  expect((await put(`[${' '.repeat(3_000_000)}]`)).status).toBe(413);
  expect(await (await fetch(`${catcher.url}/samples`)).json()).toEqual({ samples: 0 });
});

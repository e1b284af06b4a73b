/**
 * The built pages: the waiting room's weight, and nothing inline, so that the gateway's policy of 'self' alone lets
 * everything run. Builds into a folder of its own.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import config, { pages } from './vite.config.ts';

const waitingRoomBytesMax = 30_000;
const dist = mkdtempSync(path.join(tmpdir(), 'usher-pages-'));
const read = (name: string) => readFileSync(path.join(dist, name), 'utf8');

beforeAll(async () => {
  const { build: how, ...more } = config;
  // As it is shipped; vitest says "test", which would leave help for developers in.
  vi.stubEnv('NODE_ENV', 'production');
  await build({ ...more, configFile: false, logLevel: 'error', build: { ...how, outDir: dist } });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dist, { recursive: true });
});

/** A page's file with every file of ours that it loads, through static imports as deep as they go. */
function filesOf(page: string): string[] {
  const found = [`${page}.html`];
  for (const name of found) {
    const text = read(name);
    const references = [
      ...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g),
      ...text.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g),
      ...text.matchAll(/\b(?:from|import)\s*`\.\/([^`]+)`/g),
    ].map(([, file = '']) => (file.startsWith('assets/') ? file : `assets/${file}`));
    for (const file of references) if (!found.includes(file)) found.push(file);
  }
  return found;
}

const zipped = (name: string) => gzipSync(readFileSync(path.join(dist, name)), { level: 9 }).length;

test('PAG-12: the waiting room weighs at most 30 KB, in either language, everything it loads counted', () => {
  const own = filesOf('waiting').reduce((sum, name) => sum + zipped(name), 0);
  const languages = readdirSync(path.join(dist, 'assets')).filter((name) => /^line-.*\.js$/.test(name));
  expect(languages).toHaveLength(2);
  for (const language of languages)
    expect(own + zipped(`assets/${language}`)).toBeLessThan(waitingRoomBytesMax);
});

test.each(pages)(
  'PAG-13: the page %s holds no inline script, style or handler and loads nothing from elsewhere',
  (page) => {
    const html = read(`${page}.html`);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|https?:\/\//i);
    for (const [, inside] of html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) expect(inside).toBe('');
    expect(html).toContain('<script type="module"');
  },
);

test('PAG-13: no page evaluates text or writes markup from text', () => {
  for (const name of readdirSync(path.join(dist, 'assets')).filter((file) => file.endsWith('.js')))
    expect(read(`assets/${name}`), name).not.toMatch(/\beval\(|new Function\(|document\.write\(/);
});

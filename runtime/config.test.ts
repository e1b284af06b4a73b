/** Settings: all mistakes at once, by name, and never a value. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { commaList, commonShape, keyRingText, onOff, parseConfig, portNumber } from './config.ts';

const key = `a:${'A'.repeat(43)}`;
const good = {
  PROCESS_NAME: 'api-1',
  DATABASE_URL: 'postgres://usher@127.0.0.1/usher',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  USHER_KEYS: key,
  PUBLIC_URL: 'https://tickets.example/',
};
const mistakesIn = (env: Record<string, string | undefined>) => {
  const parsed = parseConfig(commonShape, env);
  return parsed.success ? [] : parsed.mistakes;
};

test('RUN-4: good settings are read, defaults filled in, and the address loses its last slash', () => {
  const parsed = parseConfig(commonShape, good);
  expect(parsed).toMatchObject({
    success: true,
    settings: {
      LOG_LEVEL: 'info',
      PRIVATE_PORT: 0,
      BULLMQ_REDIS_URL: good.REDIS_URL,
      PUBLIC_URL: 'https://tickets.example',
    },
  });
});

test('RUN-4: every mistake is named at once', () => {
  const mistakes = mistakesIn({
    ...good,
    DATABASE_URL: 'mysql://x/y',
    PRIVATE_PORT: '70000',
    USHER_KEYS: 'short',
  });
  expect(mistakes.map((mistake) => mistake.split(':')[0]).sort()).toEqual([
    'DATABASE_URL',
    'PRIVATE_PORT',
    'USHER_KEYS',
  ]);
});

test('RUN-4: an empty value counts as none', () => {
  expect(mistakesIn({ ...good, USHER_KEYS: '', LOG_LEVEL: '' })).toEqual(['USHER_KEYS: is required']);
});

test('RUN-4: a mistake never repeats the value, which may be a secret', () => {
  const [mistake = ''] = mistakesIn({ ...good, USHER_KEYS: 'hunter2' });
  expect(mistake).toContain('USHER_KEYS');
  expect(mistake).not.toContain('hunter2');
});

test('RUN-4: words for on and off, lists and ports are read as people write them', () => {
  const shape = { A: onOff, B: onOff, C: commaList, D: portNumber };
  const parsed = parseConfig(shape, { A: 'yes', B: 'off', C: ' sandbox, stripe ,', D: '8080' });
  expect(parsed).toEqual({
    success: true,
    settings: { A: true, B: false, C: ['sandbox', 'stripe'], D: 8080 },
  });
  expect(parseConfig({ A: onOff }, { A: 'perhaps' }).success).toBe(false);
  expect(parseConfig({ D: portNumber }, { D: '80.5' }).success).toBe(false);
});

test.each([key, `${key},b:${'b'.repeat(43)}`])('RUN-4: %s is a key ring', (text) => {
  expect(keyRingText.safeParse(text).success).toBe(true);
});

test.each(['', 'a', `a:${'A'.repeat(42)}`, `${key},`, `a:${'+'.repeat(43)}`])(
  'RUN-4: "%s" is no key ring',
  (text) => expect(keyRingText.safeParse(text).success).toBe(false),
);

test('RUN-4: a process with wrong settings ends with code 78 and says all of it', () => {
  const script = `
    import { readConfig, commonShape } from ${JSON.stringify(new URL('./config.ts', import.meta.url).href)};
    readConfig(commonShape);
  `;
  const env = { PATH: process.env.PATH, ...good, REDIS_URL: undefined, PUBLIC_URL: 'nonsense' };
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    env,
    encoding: 'utf8',
  });
  expect(status).toBe(78);
  expect(stderr).toMatch(/REDIS_URL: is required[\s\S]*PUBLIC_URL: /);
});

test('RUN-4: settings cannot be changed once read', () => {
  const parsed = parseConfig({ A: z.string() }, { A: 'a' });
  expect(parsed.success && Object.isFrozen(parsed.settings)).toBe(true);
});

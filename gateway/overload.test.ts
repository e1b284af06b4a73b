/**
 * Under load: frames first, then joins, and checkout never (GWY-19); faults of stores told from bugs;
 * settings (GWY-25).
 */
import { expect, test } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { LineBusy } from '../redis/line.ts';
import { parseConfig } from '../runtime/config.ts';
import { settingsShape } from './config.ts';
import { Overload } from './overload.ts';
import { refusalOf } from './store-away.ts';

test('GWY-19: frames are thinned out before joins are refused, and both end when the load does', () => {
  const overload = new Overload();
  try {
    const after = (lateMs: number, seconds: number) => {
      for (let second = 0; second < seconds; second += 1) overload.learn(lateMs);
      return [overload.stretch(), overload.shedsJoins()];
    };
    expect(after(5, 10)).toEqual([1, false]);
    expect(after(400, 1)).toEqual([4, false]);
    expect(after(400, 10)).toEqual([4, true]);
    expect(after(150, 10)).toEqual([4, false]);
    expect(after(0, 10)).toEqual([1, false]);
  } finally {
    overload.close();
  }
});

test('GWY-19: a store that is away is busy, a refusal stays itself, a bug is no refusal', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  for (const away of [
    new LineBusy('x'),
    coded('ECONNREFUSED'),
    coded('57P01'),
    coded('53300'),
    coded('08006'),
  ]) {
    expect(refusalOf(away)?.code).toBe('busy');
  }
  expect(refusalOf(new Error('timeout exceeded when trying to connect'))?.code).toBe('busy');
  expect(refusalOf(new AggregateError([coded('ECONNREFUSED')]))?.code).toBe('busy');
  expect(refusalOf(new Refused('sold_out'))?.code).toBe('sold_out');
  for (const bug of [new TypeError('x'), coded('23505'), coded('42601'), 'text', null])
    expect(refusalOf(bug)).toBeNull();
});

const good = {
  ...{
    PROCESS_NAME: 'gateway-1',
    DATABASE_URL: 'postgres://x/y',
    REDIS_URL: 'redis://x',
    PUBLIC_URL: 'http://usher.test/',
  },
  USHER_KEYS: `k:${'a'.repeat(43)}`,
};

test('GWY-25: settings have defaults, and every mistake is named', () => {
  const parsed = parseConfig(settingsShape, good);
  expect(parsed).toMatchObject({
    success: true,
    settings: { PORT: 8080, ALLOWED_ORIGINS: [], TRUST_PROXY_HOPS: 0 },
  });
  const listed = parseConfig(settingsShape, {
    ...good,
    ALLOWED_ORIGINS: 'https://a.test, http://b.test:81/',
  });
  expect(listed).toMatchObject({ settings: { ALLOWED_ORIGINS: ['https://a.test', 'http://b.test:81'] } });
  const bad = {
    ...{
      PORT: '70000',
      ALLOWED_ORIGINS: 'https://a.test/path',
      TRUST_PROXY_HOPS: '-1',
      SANDBOX_URL: 'no',
      MAIL_CATCHER_URL: 'ftp://x',
    },
    LIMITS_LOOPBACK: 'perhaps',
  };
  for (const [name, value] of Object.entries(bad)) {
    const { success, mistakes } = { mistakes: [], ...parseConfig(settingsShape, { ...good, [name]: value }) };
    expect([name, success, mistakes.join()]).toEqual([name, false, expect.stringContaining(name)]);
  }
});

/** Choosing a language, filling sentences, and numbers, money, times and durations as each language writes them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseLanguage } from './choose-language.ts';
import { countdown, minutesAndSeconds, waitRange } from './duration.ts';
import { fill } from './fill.ts';
import { price, shortPrice } from './money.ts';
import { date, dateAndTime, dateAndTimeThere, when, zone } from './time.ts';

test('PAG-11: a stored choice wins, then the browser’s wish, then the language the page came in', () => {
  expect(chooseLanguage('ko', ['en-GB'], 'en')).toBe('ko');
  expect(chooseLanguage(null, ['fr', 'ko-KR', 'en'], 'en')).toBe('ko');
  expect(chooseLanguage('klingon', ['fr'], 'ko')).toBe('ko');
  expect(chooseLanguage(null, [], null)).toBe('en');
});

test('PAG-11: a part in brackets is said only when its facts are known', () => {
  expect(fill('It is so.[ More by {time}.]', { time: '20:40' })).toBe('It is so. More by 20:40.');
  expect(fill('It is so.[ More by {time}.]', { time: null })).toBe('It is so.');
  expect(fill('{n} left', { n: 0 })).toBe('0 left');
  expect(fill('{n} left')).toBe('… left');
});

test('PAG-11: money is written as the language writes it, in minor units of its currency', () => {
  expect(price({ amount: 154_000, currency: 'KRW' }, 'en')).toBe('₩154,000');
  expect(price({ amount: 154_000, currency: 'KRW' }, 'ko')).toBe('154,000원');
  expect(price({ amount: 1_250, currency: 'EUR' }, 'en')).toBe('€12.50');
  expect(shortPrice({ amount: 380_800_000, currency: 'KRW' }, 'ko')).toBe('3.8억원');
});

test('PAG-11: a time of today is a time, another day is named', () => {
  const [morning, evening, tomorrow] = ['2027-03-12T01:00Z', '2027-03-12T02:30Z', '2027-03-13T02:30Z'].map(
    Date.parse,
  );
  expect(when(evening ?? 0, morning ?? 0, 'en')).toMatch(/^\d\d:30$/);
  expect(when(tomorrow ?? 0, morning ?? 0, 'en')).toMatch(/^Sat 13 March 2027, \d\d:30$/);
  expect(dateAndTime(tomorrow ?? 0, 'ko')).toMatch(/^2027년 3월 13일 \(토\) \d\d:30$/);
});

describe('RCH-8: when something takes place is told by the clock of its place', () => {
  const evening = Date.parse('2027-03-12T23:30Z');
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;

  test('RCH-8: with the zone’s name where the reader’s clock shows another time, and its own day', () => {
    const away = here === 'Asia/Seoul' ? 'America/New_York' : 'Asia/Seoul';
    const [there, words] = away === 'Asia/Seoul' ? ['Sat 13 March 2027, 08:30', 'Korean Standard Time'] : ['Fri 12 March 2027, 18:30', 'Eastern Standard Time']; // biome-ignore format: two zones
    expect(dateAndTimeThere(evening, away, 'en')).toBe(`${there} (${words})`);
    expect(date(evening, 'en', away)).toBe(there?.slice(0, -7));
    expect(dateAndTimeThere(evening, 'Asia/Seoul', 'ko')).toMatch(
      /^2027년 3월 13일 \(토\) 08:30( \(한국 표준시\))?$/,
    );
  });

  test('RCH-8: without a name for who is there, by whatever name, or whose browser knows no such zone', () => {
    const plain = dateAndTime(evening, 'en');
    expect(dateAndTimeThere(evening, here, 'en')).toBe(plain);
    expect(dateAndTimeThere(evening, 'Mars/Olympus', 'en')).toBe(plain);
    expect(date(evening, 'ko', 'Mars/Olympus')).toBe(date(evening, 'ko'));
  });

  test('RCH-8: summer time has its own name', () => {
    const [summer, winter] = ['2027-07-01T12:00Z', '2027-01-01T12:00Z'].map(Date.parse);
    expect(zone('en', 'America/New_York', summer)).toBe('Eastern Daylight Time');
    expect(zone('en', 'America/New_York', winter)).toBe('Eastern Standard Time');
  });
});

describe('PAG-7: countdowns and waits', () => {
  const [second, minute, hour] = [1_000, 60_000, 3_600_000];

  test('PAG-7: seconds are shown in the last ten minutes only', () => {
    expect(countdown(76 * hour, 'en')).toBe('3 d 4 h');
    expect(countdown(2 * hour + 14 * minute + 59 * second, 'en')).toBe('2 h 14 min');
    expect(countdown(2 * hour, 'ko')).toBe('2시간');
    expect(countdown(10 * minute, 'en')).toBe('10 min');
    expect(countdown(10 * minute - 1, 'en')).toBe('10:00');
    expect(countdown(52 * second, 'ko')).toBe('0:52');
    expect(countdown(-5, 'en')).toBe('0:00');
  });

  test('PAG-7: a countdown never rises while time passes', () => {
    const inSeconds = (text: string) => {
      const [, days = 0, hours = 0, minutes = 0] =
        /^(?:(\d+) d ?)?(?:(\d+) h ?)?(?:(\d+) min)?$/.exec(text) ?? [];
      const [left = 0, right = 0] = text.includes(':') ? text.split(':').map(Number) : [];
      return text.includes(':')
        ? left * 60 + right
        : Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60;
    };
    fc.assert(
      fc.property(fc.nat(300_000_000), fc.nat(100_000), (ms, passed) => {
        const before = inSeconds(countdown(ms, 'en'));
        expect(inSeconds(countdown(ms - passed, 'en'))).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('PAG-7: the time of a hold is shown to the second, and never runs below nothing', () => {
    expect([600_000, 599_001, 61_000, 1, 0, -1].map(minutesAndSeconds)).toEqual([
      '10:00',
      '10:00',
      '1:01',
      '0:01',
      '0:00',
      '0:00',
    ]);
  });

  test('PAG-7: a wait is a range, rounded outwards', () => {
    expect(waitRange(720, 1_080, 'en')).toBe('12 to 18 minutes');
    expect(waitRange(720, 1_080, 'ko')).toBe('12~18분');
    expect(waitRange(5, 40, 'en')).toBe('less than a minute');
    expect(waitRange(10, 61, 'en')).toBe('1 to 2 minutes');
    expect(waitRange(1_700, 2_000, 'en')).toBe('25 to 35 minutes');
    expect(waitRange(5_400, 9_000, 'en')).toBe('1 h 30 min to 2 h 30 min');
  });

  test('PAG-7: a rounded wait always holds the true one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 7_000 }), fc.nat(3_000), (from, more) => {
        const text = waitRange(from, from + more, 'en');
        if (!text.includes('minute')) return; // Hours are tested by example above.
        const numbers = text.match(/\d+/g)?.map(Number) ?? [];
        expect(Math.min(...numbers) * 60).toBeLessThanOrEqual(from);
        expect(Math.max(...numbers) * 60).toBeGreaterThanOrEqual(from + more);
      }),
    );
  });
});

/** The days of an order of goods, at their very boundaries. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { dayBegins, isTimeZone } from './shipping.ts';

const iso = (at: string, days: number, zone: string) => dayBegins(new Date(at), days, zone).toISOString();

test('SHP-2: the next day begins at midnight where the organiser is, for the first and the last minute of a day', () => {
  expect(iso('2026-11-21T00:00:00Z', 1, 'UTC')).toBe('2026-11-22T00:00:00.000Z');
  expect(iso('2026-11-21T23:59:59.999Z', 1, 'UTC')).toBe('2026-11-22T00:00:00.000Z');
  // 15:00 UTC is midnight in Seoul: a second before is still the day before.
  expect(iso('2026-11-21T14:59:59Z', 1, 'Asia/Seoul')).toBe('2026-11-21T15:00:00.000Z');
  expect(iso('2026-11-21T15:00:00Z', 1, 'Asia/Seoul')).toBe('2026-11-22T15:00:00.000Z');
  expect(iso('2026-11-21T15:00:00Z', 2, 'Asia/Seoul')).toBe('2026-11-23T15:00:00.000Z');
});

test('SHP-2: a day that is an hour shorter or longer is one day', () => {
  expect(iso('2027-03-27T12:00:00Z', 1, 'Europe/Berlin')).toBe('2027-03-27T23:00:00.000Z');
  expect(iso('2027-03-28T12:00:00Z', 1, 'Europe/Berlin')).toBe('2027-03-28T22:00:00.000Z');
  expect(iso('2026-10-25T12:00:00Z', 1, 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
  expect(iso('2026-12-31T23:30:00Z', 1, 'America/New_York')).toBe('2027-01-01T05:00:00.000Z');
});

property.prop([
  fc.date({ min: new Date('2025-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
  fc.integer({ min: 1, max: 30 }),
  fc.constantFrom('UTC', 'Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
])('SHP-2: a day begins after the moment, and shows 00:00 there', (at, days, zone) => {
  const begins = dayBegins(at, days, zone);
  expect(begins.getTime()).toBeGreaterThan(at.getTime());
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  expect(clock.format(begins)).toBe('00:00');
});

test('SHP-2: what is no time zone is known as none', () => {
  expect([isTimeZone('Asia/Seoul'), isTimeZone('UTC'), isTimeZone('Mars/Base')]).toEqual([true, true, false]);
});

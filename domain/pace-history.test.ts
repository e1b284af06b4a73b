/** What was aimed for, read back from the journal. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { meanTarget, type RateChange } from './pace-history.ts';

const minute = { fromMs: 60_000, toMs: 120_000 };

test('PAC-10: a minute keeps the target it had, whoever changed it in, before or after it', () => {
  const now = { admitPerMinute: 100, autopilotRate: null };
  expect(meanTarget([], now, minute)).toBe(100);
  const after: RateChange = { atMs: 130_000, by: 'operator', was: 300, is: 100 };
  expect(meanTarget([after], now, minute)).toBe(300);
  const before: RateChange = { atMs: 50_000, by: 'operator', was: 900, is: 300 };
  expect(meanTarget([before, after], now, minute)).toBe(300);
  const within: RateChange = { atMs: 105_000, by: 'operator', was: 200, is: 300 };
  expect(meanTarget([within, after], now, minute)).toBe(225); // 45 s at 200, 15 s at 300.
  const slowed: RateChange = { atMs: 90_000, by: 'autopilot', was: 300, is: 210 };
  const back: RateChange = { atMs: 125_000, by: 'autopilot', was: 210, is: null };
  expect(meanTarget([slowed, back, after], now, minute)).toBe(255);
});

/** The same, second by second from the beginning. */
function bySecond(changes: readonly RateChange[], first: number, fromMs: number, toMs: number): number {
  let [operator, autopilot, sum]: [number, number | null, number] = [first, null, 0];
  for (let ms = 0; ms < toMs; ms += 1_000) {
    for (const { atMs, by, is } of changes) {
      if (atMs !== ms) continue;
      if (by === 'operator') operator = is ?? 0;
      else autopilot = is;
    }
    if (ms >= fromMs) sum += Math.min(operator, autopilot ?? operator);
  }
  return Math.round(sum / ((toMs - fromMs) / 1_000));
}

const step = fc.record({
  seconds: fc.integer({ min: 1, max: 40 }),
  by: fc.constantFrom('operator' as const, 'autopilot' as const),
  is: fc.integer({ min: 1, max: 1_000 }),
  letsGo: fc.boolean(),
});

test.prop([fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 1_000 }), fc.nat(5)])(
  'PAC-10: read backwards from the journal it is what a look each second would have seen',
  (steps, first, minuteNo) => {
    const changes: RateChange[] = [];
    let [atMs, admitPerMinute, autopilotRate]: [number, number, number | null] = [0, first, null];
    for (const { seconds, by, is, letsGo } of steps) {
      atMs += seconds * 1_000;
      const target: number = Math.min(admitPerMinute, autopilotRate ?? admitPerMinute);
      if (by === 'operator') {
        changes.push({ atMs, by, was: admitPerMinute, is });
        admitPerMinute = is;
      } else {
        const rate = letsGo ? null : Math.min(is, admitPerMinute);
        changes.push({ atMs, by, was: target, is: rate });
        autopilotRate = rate;
      }
    }
    const [fromMs, toMs] = [minuteNo * 60_000, (minuteNo + 1) * 60_000];
    const seen = meanTarget(changes, { admitPerMinute, autopilotRate }, { fromMs, toMs });
    expect(seen).toBe(bySecond(changes, first, fromMs, toMs));
  },
);

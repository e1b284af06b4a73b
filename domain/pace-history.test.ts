/** What was aimed for, read back from the journal. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { meanTarget, type PaceChange, type PaceNow } from './pace-history.ts';

const minute = { fromMs: 60_000, toMs: 120_000 };

test('PAC-10: a minute keeps the target it had, whoever changed it in, before or after it', () => {
  const now = { admitPerMinute: 100, autopilotRate: null, isOpen: true };
  expect(meanTarget([], now, minute)).toBe(100);
  const after: PaceChange = { atMs: 130_000, by: 'operator', was: 300 };
  expect(meanTarget([after], now, minute)).toBe(300);
  const before: PaceChange = { atMs: 50_000, by: 'operator', was: 900 };
  expect(meanTarget([before, after], now, minute)).toBe(300);
  const within: PaceChange = { atMs: 105_000, by: 'operator', was: 200 };
  expect(meanTarget([within, after], now, minute)).toBe(225); // 45 s at 200, 15 s at 300.
  const slowed: PaceChange = { atMs: 90_000, by: 'autopilot', is: 210 };
  const back: PaceChange = { atMs: 125_000, by: 'autopilot', is: null };
  expect(meanTarget([slowed, back, after], now, minute)).toBe(255);
});

test('PAC-10: nobody is aimed for while the sale is paused, sold out or closed', () => {
  const now = { admitPerMinute: 100, autopilotRate: null, isOpen: false };
  const pause: PaceChange = { atMs: 75_000, by: 'sale', isOpen: false };
  const resume: PaceChange = { atMs: 90_000, by: 'sale', isOpen: true };
  const soldOut: PaceChange = { atMs: 105_000, by: 'sale', isOpen: false };
  const close: PaceChange = { atMs: 130_000, by: 'sale', isOpen: false };
  expect(meanTarget([], now, minute)).toBe(0);
  expect(meanTarget([pause, resume, soldOut, close], now, minute)).toBe(50);
  expect(meanTarget([pause, resume, close], now, minute)).toBe(75);
  expect(meanTarget([pause, resume], { ...now, isOpen: true }, minute)).toBe(75);
});

/** The same, second by second from the beginning: `told` says what each change makes it. */
function bySecond(
  told: readonly (PaceNow & { atMs: number })[],
  first: number,
  fromMs: number,
  toMs: number,
) {
  let [now, sum]: [PaceNow, number] = [{ admitPerMinute: first, autopilotRate: null, isOpen: true }, 0];
  for (let ms = 0; ms < toMs; ms += 1_000) {
    now = told.findLast(({ atMs }) => atMs === ms) ?? now;
    if (ms < fromMs || !now.isOpen) continue;
    sum += Math.min(now.admitPerMinute, now.autopilotRate ?? now.admitPerMinute);
  }
  return Math.round(sum / ((toMs - fromMs) / 1_000));
}

const step = fc.record({
  seconds: fc.integer({ min: 1, max: 40 }),
  by: fc.constantFrom('operator' as const, 'autopilot' as const, 'sale' as const),
  is: fc.integer({ min: 1, max: 1_000 }),
  isOther: fc.boolean(),
});

test.prop([fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 1_000 }), fc.nat(5)])(
  'PAC-10: read backwards from the journal it is what a look each second would have seen',
  (steps, first, minuteNo) => {
    const changes: PaceChange[] = [];
    const told: (PaceNow & { atMs: number })[] = [];
    let [atMs, now]: [number, PaceNow] = [0, { admitPerMinute: first, autopilotRate: null, isOpen: true }];
    for (const { seconds, by, is, isOther } of steps) {
      atMs += seconds * 1_000;
      if (by === 'operator') {
        changes.push({ atMs, by, was: now.admitPerMinute });
        now = { ...now, admitPerMinute: is };
      } else if (by === 'autopilot') {
        const rate = isOther ? null : Math.min(is, now.admitPerMinute);
        changes.push({ atMs, by, is: rate });
        now = { ...now, autopilotRate: rate };
      } else {
        changes.push({ atMs, by, isOpen: isOther });
        now = { ...now, isOpen: isOther };
      }
      told.push({ ...now, atMs });
    }
    const [fromMs, toMs] = [minuteNo * 60_000, (minuteNo + 1) * 60_000];
    expect(meanTarget(changes, now, { fromMs, toMs })).toBe(bySecond(told, first, fromMs, toMs));
  },
);

/** The autopilot's decisions over generated measures: bounds, directions, and that it finds what a shop can bear. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  type AutopilotState,
  CHECKOUT_MS,
  LEAST_PERCENT,
  nextPace,
  RAISE_AGAIN_MS,
  REQUESTS_MIN,
  type ShopHealth,
  SLOW_AGAIN_MS,
  targetOf,
  WRITER_MS,
} from './autopilot.ts';

const rate = fc.integer({ min: 1, max: 600_000 });
const ms = fc.oneof(fc.nat(10_000), fc.constantFrom(500, 1_000, 2_500, 4_000, 300));
const health: fc.Arbitrary<ShopHealth> = fc.record({
  latencies: fc.array(
    fc.record({
      what: fc.constantFrom('reserve' as const, 'pay' as const, 'join' as const),
      p95: ms,
      count: fc.nat(50),
    }),
    { maxLength: 4 },
  ),
  writerBehindMs: fc.option(ms),
});
const state: fc.Arbitrary<AutopilotState | null> = fc.option(
  fc.record({ ratePerMinute: rate, changedMsAgo: fc.nat(60_000), slowedMsAgo: fc.nat(60_000) }),
);

const calm: ShopHealth = {
  latencies: [{ what: 'reserve', p95: 40, count: 100 }],
  writerBehindMs: 0,
};
const strained = (p95 = 2_000): ShopHealth => ({
  latencies: [{ what: 'reserve', p95, count: 100 }],
  writerBehindMs: 0,
});
const rested = (ratePerMinute: number): AutopilotState => ({
  ratePerMinute,
  changedMsAgo: 60_000,
  slowedMsAgo: 60_000,
});

test.prop([state, rate, health])(
  'PAC-7: never above the operator, never below a tenth of it, never none at all',
  (state, admitPerMinute, health) => {
    const change = nextPace(state, admitPerMinute, health);
    const next = change ? change.ratePerMinute : (state?.ratePerMinute ?? null);
    const target = targetOf({ admitPerMinute, autopilot: true, autopilotRate: next });
    expect(target).toBeLessThanOrEqual(admitPerMinute);
    expect(target).toBeGreaterThanOrEqual(1);
    if (change && change.ratePerMinute !== null)
      expect(change.ratePerMinute).toBeGreaterThanOrEqual((admitPerMinute * LEAST_PERCENT) / 100);
  },
);

test.prop([state, rate, health])(
  'PAC-6: what is slow slows down, what is well speeds up, in between nothing happens',
  (state, admitPerMinute, health) => {
    const before = targetOf({
      admitPerMinute,
      autopilot: true,
      autopilotRate: state?.ratePerMinute ?? null,
    });
    const change = nextPace(state, admitPerMinute, health);
    if (!change) return;
    const after = change.ratePerMinute ?? admitPerMinute;
    if (change.why === 'calm') expect(after).toBeGreaterThanOrEqual(before);
    else expect(after).toBeLessThan(before);
  },
);

test.prop([rate, fc.nat(SLOW_AGAIN_MS - 1), fc.nat(RAISE_AGAIN_MS - 1)])(
  'PAC-8: the effect of one step is waited for before the next',
  (admitPerMinute, slowedMsAgo, changedMsAgo) => {
    const ratePerMinute = Math.max(1, Math.floor(admitPerMinute / 2));
    const slowed = { ratePerMinute, slowedMsAgo, changedMsAgo: 60_000 };
    expect(nextPace(slowed, admitPerMinute, strained())).toBeNull();
    const raised = { ratePerMinute, slowedMsAgo: 60_000, changedMsAgo };
    expect(nextPace(raised, admitPerMinute, calm)).toBeNull();
  },
);

test('PAC-6: each of the checkout and the writer counts, few requests do not, and the worst gives the reason', () => {
  const slowed = (health: ShopHealth) => nextPace(null, 1_000, health);
  expect(slowed(strained())).toEqual({ ratePerMinute: 700, why: 'reserve', ms: 2_000 });
  const pay = { what: 'pay' as const, p95: CHECKOUT_MS.pay.slow + 1, count: 100 };
  expect(slowed({ ...calm, latencies: [...calm.latencies, pay] })).toMatchObject({ why: 'pay' });
  const behind = WRITER_MS.slow + 1;
  expect(slowed({ ...calm, writerBehindMs: behind })).toMatchObject({ why: 'writer', ms: behind });
  expect(slowed({ ...strained(9_000), writerBehindMs: 1_200 })).toMatchObject({ why: 'reserve' });
  const few = [{ what: 'reserve' as const, p95: 9_000, count: REQUESTS_MIN - 1 }];
  expect(slowed({ latencies: few, writerBehindMs: 0 })).toBeNull();
  expect(slowed({ latencies: [{ what: 'join', p95: 9_000, count: 100 }], writerBehindMs: 0 })).toBeNull();
});

test('PAC-6: nothing is raised while a store cannot be looked at, nor at the edge of slow', () => {
  expect(nextPace(rested(500), 1_000, { ...calm, writerBehindMs: null })).toBeNull();
  expect(nextPace(rested(500), 1_000, strained(800))).toBeNull();
  expect(nextPace(rested(500), 1_000, calm)).toMatchObject({ ratePerMinute: 550, why: 'calm' });
});

test('PAC-7: well again it lets go of the rate, so that a higher one of the operator counts at once', () => {
  expect(nextPace(rested(950), 1_000, calm)).toMatchObject({ ratePerMinute: null });
  expect(nextPace(null, 1_000, calm)).toBeNull();
  // The operator went far above it.
  expect(nextPace(rested(70), 10_000, calm)).toMatchObject({ ratePerMinute: 1_000 });
  // The operator went below what the autopilot had set.
  expect(nextPace(rested(950), 600, calm)).toMatchObject({ ratePerMinute: null });
  expect(nextPace(rested(950), 600, strained())).toMatchObject({ ratePerMinute: 420 });
  expect(targetOf({ admitPerMinute: 600, autopilot: true, autopilotRate: 950 })).toBe(600);
  expect(targetOf({ admitPerMinute: 600, autopilot: false, autopilotRate: 100 })).toBe(600);
});

test.prop([fc.integer({ min: 20, max: 20_000 }), fc.double({ min: 0.15, max: 1.5, noNaN: true })])(
  'PAC-6: it converges on what the shop can bear, from either side, and never leaves a strong shop slowed',
  (admitPerMinute, strength) => {
    const bears = admitPerMinute * strength;
    let state: AutopilotState | null = null;
    const paces: number[] = [];
    for (let lookNo = 0; lookNo < 400; lookNo += 1) {
      const pace: number = targetOf({
        admitPerMinute,
        autopilot: true,
        autopilotRate: state?.ratePerMinute ?? null,
      });
      paces.push(pace);
      state = stepped(aged(state, 3_000), admitPerMinute, pace > bears ? strained() : calm);
    }
    const settled = paces.slice(paces.length / 2);
    const mean = settled.reduce((sum, pace) => sum + pace, 0) / settled.length;
    if (strength >= 1) expect(Math.min(...paces)).toBe(admitPerMinute);
    expect(mean).toBeGreaterThan(0.6 * Math.min(bears, admitPerMinute));
    expect(mean).toBeLessThan(1.15 * Math.min(bears, admitPerMinute) + 2);
  },
);

const aged = (state: AutopilotState | null, ms: number): AutopilotState | null =>
  state && { ...state, changedMsAgo: state.changedMsAgo + ms, slowedMsAgo: state.slowedMsAgo + ms };

/** As the table of PostgreSQL keeps it. */
function stepped(state: AutopilotState | null, admitPerMinute: number, health: ShopHealth) {
  const change = nextPace(state, admitPerMinute, health);
  if (!change) return state;
  if (change.ratePerMinute === null) return null;
  const slowedMsAgo = change.why === 'calm' && state ? state.slowedMsAgo : 0;
  return { ratePerMinute: change.ratePerMinute, changedMsAgo: 0, slowedMsAgo };
}

/** Estimates: honest ranges from what was seen, and a reason when they grow (GWY-11). */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { etaOf, type MovedSample, PACE_KNOWN_MS, type PaceMemory, paceOf, rememberPace } from './eta.ts';

/** A line that moves `perMinute`, sampled each 3 s for `ms`. */
function steady(perMinute: number, ms: number, targetPerMinute = perMinute): MovedSample[] {
  return Array.from({ length: Math.floor(ms / 3_000) + 1 }, (_, index) => ({
    atMs: index * 3_000,
    moved: Math.floor((index * 3_000 * perMinute) / 60_000),
    targetPerMinute,
  }));
}

test('GWY-11: no estimate before the pace was seen, nor while nothing moves', () => {
  expect(paceOf([], 60, 0)).toBeNull();
  expect(paceOf(steady(60, PACE_KNOWN_MS - 3_000), 60, PACE_KNOWN_MS)).toBeNull();
  expect(paceOf(steady(0, 60_000), 60, 60_000)).toBeNull();
  expect(paceOf(steady(60, PACE_KNOWN_MS), 60, PACE_KNOWN_MS)).not.toBeNull();
  expect(etaOf(10, null, null)).toBeNull();
  expect(etaOf(null, { fastPerMinute: 1, slowPerMinute: 1 }, null)).toBeNull();
});

test.prop([fc.integer({ min: 30, max: 6_000 }), fc.integer({ min: 0, max: 50_000 })])(
  'GWY-11: in a line that keeps its pace the true wait lies within the range',
  (perMinute, ahead) => {
    const pace = paceOf(steady(perMinute, 180_000), perMinute, 180_000);
    const eta = etaOf(ahead, pace, null);
    const trueSeconds = (ahead * 60) / perMinute;
    expect(eta?.fromSeconds).toBeLessThanOrEqual(trueSeconds);
    expect(eta?.toSeconds).toBeGreaterThanOrEqual(trueSeconds);
    expect(eta?.toSeconds).toBeGreaterThan(0);
  },
);

test.prop([fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 10_000 })])(
  'GWY-11: who stands further back never has the shorter range',
  (ahead, more) => {
    const pace = { fastPerMinute: 70, slowPerMinute: 40 };
    const [near, far] = [etaOf(ahead, pace, null), etaOf(ahead + more, pace, null)];
    expect(far?.fromSeconds).toBeGreaterThanOrEqual(near?.fromSeconds ?? 0);
    expect(far?.toSeconds).toBeGreaterThanOrEqual(near?.toSeconds ?? 0);
  },
);

test('GWY-11: a lowered rate counts at once, a raised one only when the line has moved so', () => {
  const seen = steady(600, 120_000, 600);
  const before = paceOf(seen, 600, 120_000);
  const lowered = paceOf(seen, 300, 120_000);
  const raised = paceOf(seen, 1_200, 120_000);
  expect(lowered?.fastPerMinute).toBeCloseTo((before?.fastPerMinute ?? 0) / 2);
  expect(raised).toEqual(before);
});

const at = (
  slowPerMinute: number,
  nowMs: number,
  now: { admit?: number; target?: number; stoodStill?: 'paused' | 'all_held' } = {},
) => ({
  pace: { slowPerMinute, fastPerMinute: slowPerMinute * 1.3 },
  admitPerMinute: now.admit ?? 120,
  targetPerMinute: now.target ?? now.admit ?? 120,
  stoodStill: now.stoodStill ?? null,
  nowMs,
});
const reasonOf = (memory: PaceMemory | null) => memory?.why?.reason ?? null;

test('GWY-11, ETA-2: a range that grew by more than a fifth says why and since when, long enough for everybody to hear it', () => {
  const told = rememberPace(null, at(100, 0)) as PaceMemory;
  expect(told.why).toBeNull();
  expect(rememberPace(told, at(90, 1_000))?.why).toBeNull();
  expect(rememberPace(told, at(80, 1_000, { admit: 60 }))?.why).toEqual({
    reason: 'rate_lowered',
    atMs: 1_000,
  });
  expect(reasonOf(rememberPace(told, at(80, 1_000, { target: 84 })))).toBe('autopilot');
  // The organiser went below what the autopilot had set: it is the organiser's doing.
  expect(reasonOf(rememberPace(told, at(60, 1_000, { admit: 60, target: 50 })))).toBe('rate_lowered');
  expect(reasonOf(rememberPace(told, at(80, 1_000, { stoodStill: 'paused' })))).toBe('paused');
  expect(reasonOf(rememberPace(told, at(80, 1_000, { stoodStill: 'all_held' })))).toBe('all_held');
  const slower = rememberPace(told, at(80, 1_000)) as PaceMemory;
  expect(slower.why).toEqual({ reason: 'slower', atMs: 1_000 });
  expect(rememberPace(slower, at(80, 61_000))?.why).toEqual({ reason: 'slower', atMs: 1_000 });
  expect(rememberPace(slower, at(80, 600_000))?.why).toBeNull();
  expect(rememberPace(told, { ...at(80, 1_000), pace: null })).toEqual(told);
});

test('GWY-11, ETA-2: small steps add up against what was told, and against the rates of that time', () => {
  const told = rememberPace(null, at(100, 0));
  const after = (steps: readonly number[], rates = {}) =>
    reasonOf(
      steps.reduce<PaceMemory | null>((memory, slow, i) => rememberPace(memory, at(slow, i, rates)), told),
    );
  expect(after([95, 90, 86, 82])).toBe('slower');
  expect(after([95, 90, 86, 82], { admit: 110 })).toBe('rate_lowered');
  expect(after([95, 90, 86, 82], { target: 110 })).toBe('autopilot');
});

test('ETA-2: what a page is told names the reason and its time', () => {
  const pace = { fastPerMinute: 70, slowPerMinute: 40 };
  const eta = etaOf(10, pace, { reason: 'autopilot', atMs: Date.UTC(2026, 10, 21, 12, 4) });
  expect(eta).toMatchObject({ reason: 'autopilot', reasonAt: '2026-11-21T12:04:00.000Z' });
  expect(etaOf(10, pace, null)).not.toHaveProperty('reason');
});

/** Estimates: honest ranges from what was seen, and a reason when they grow (GWY-11). */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  etaOf,
  type MovedSample,
  PACE_KNOWN_MS,
  type PaceMemory,
  paceOf,
  rememberPace,
  type StoodStill,
} from './eta.ts';

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
  expect(etaOf(null, { fastPerMinute: 1, slowPerMinute: 1, full: null }, null)).toBeNull();
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
    const pace = { fastPerMinute: 70, slowPerMinute: 40, full: null };
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
  now: {
    admit?: number;
    target?: number;
    stoodStill?: StoodStill;
    floorMax?: number;
    floor?: number;
    priority?: number;
  } = {},
) => ({
  pace: { slowPerMinute, fastPerMinute: slowPerMinute * 1.3, full: null },
  admitPerMinute: now.admit ?? 120,
  targetPerMinute: now.target ?? now.admit ?? 120,
  stoodStill: now.stoodStill ?? null,
  floorMax: now.floorMax ?? 100,
  floor: now.floor ?? null,
  priorityShare: now.priority ?? 0.2,
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

test('ETA-2: a smaller floor is the organiser’s doing where it is full, a failure is ours, and others may come in before', () => {
  const told = rememberPace(null, at(100, 0));
  const why = (now: Parameters<typeof at>[2]) => reasonOf(rememberPace(told, at(60, 1_000, now)));
  expect(why({ floorMax: 20, floor: 100 })).toBe('rate_lowered');
  expect(why({ floorMax: 20, floor: 18 })).toBe('rate_lowered');
  expect(why({ floorMax: 20 })).toBe('rate_lowered');
  expect(why({ floorMax: 90, floor: 40 })).toBe('slower');
  expect(why({ floorMax: 200, floor: 200 })).toBe('slower');
  expect(why({ stoodStill: 'outage', priority: 0.9 })).toBe('outage');
  expect(why({ priority: 0.7 })).toBe('priority');
  expect(why({ priority: 0.25 })).toBe('slower');
});

test('ETA-2: a pace that goes on falling is still told the cause and the time of its fall', () => {
  const fall = [60, 45, 30, 20].reduce<PaceMemory | null>(
    (memory, slow, i) => rememberPace(memory, at(slow, 1_000 * (i + 1), { floorMax: 20, floor: 20 })),
    rememberPace(null, at(100, 0)),
  );
  expect(fall?.why).toEqual({ reason: 'rate_lowered', atMs: 1_000 });
  expect(reasonOf(rememberPace(fall, at(19, 153_000, { floorMax: 20 })))).toBe('rate_lowered');
  expect(reasonOf(rememberPace(fall, at(10, 400_000, { floorMax: 20 })))).toBe('slower');
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

test('ETA-8: who stands behind a floor that fills waits for those who leave it, and nobody is told before one has left', () => {
  // Opened twenty seconds ago at 300 a minute; a hundred have room, eighty are in.
  const seen = steady(300, 21_000);
  const floor = { floor: 80, floorMax: 100, calledPerMinute: 300, callsSettled: 20, turnSeconds: 120 };
  const filling = paceOf(seen, 300, 21_000, { ...floor, endedPerMinute: 0 });
  expect(etaOf(10, filling, null)?.toSeconds).toBe(5);
  expect(etaOf(60, filling, null)).toBeNull();
  // The two measures of the leaving are too far apart: eight a minute, or forty.
  const few = paceOf(seen, 300, 21_000, { ...floor, endedPerMinute: 6, turnSeconds: 150 });
  expect(etaOf(60, few, null)).toBeNull();
  const leaving = paceOf(seen, 300, 21_000, { ...floor, endedPerMinute: 24, turnSeconds: 150 });
  // Thirty a minute once it is full: a quarter of an hour for 430 behind the twenty who have room.
  const eta = etaOf(450, leaving, null);
  expect(eta?.fromSeconds).toBeLessThan(860);
  expect(eta?.toSeconds).toBeGreaterThan(860);
  expect(eta?.toSeconds).toBeLessThan(1_200);
});

test.prop([
  fc.integer({ min: 30, max: 6_000 }),
  fc.integer({ min: 0, max: 50_000 }),
  fc.integer({ min: 10, max: 1_000 }),
  fc.double({ min: 0.2, max: 3, noNaN: true }),
])(
  'ETA-8: on a full floor that keeps its pace the true wait lies within the range, in a lane that has a part of it too',
  (perMinute, ahead, floorMax, perCall) => {
    const calledPerMinute = perMinute / perCall;
    const turnSeconds = (floorMax * 60) / calledPerMinute;
    const floor = {
      floor: floorMax,
      floorMax,
      callsSettled: 200,
      calledPerMinute,
      endedPerMinute: calledPerMinute,
      turnSeconds,
    };
    const eta = etaOf(ahead, paceOf(steady(perMinute, 180_000), perMinute, 180_000, floor), null);
    const trueSeconds = (ahead * 60) / perMinute;
    expect(eta?.fromSeconds).toBeLessThanOrEqual(trueSeconds);
    expect(eta?.toSeconds).toBeGreaterThanOrEqual(trueSeconds);
    expect(eta?.toSeconds).toBeLessThan(trueSeconds * 1.6 + 120);
  },
);

test('ETA-8: before it is known who stays away the line may soon move faster, and the range says so', () => {
  const seen = steady(300, 30_000);
  const floor = { floor: 10, floorMax: 1_000, calledPerMinute: 300, endedPerMinute: 300, turnSeconds: 10 };
  const range = (callsSettled: number) =>
    etaOf(450, paceOf(seen, 300, 30_000, { ...floor, callsSettled }), null);
  expect(range(20)?.fromSeconds).toBeGreaterThan(75);
  expect(range(19)?.fromSeconds).toBeLessThanOrEqual(60);
  expect(range(19)?.toSeconds).toBe(range(20)?.toSeconds);
});

const floors = fc.record({
  floor: fc.nat(1_000),
  floorMax: fc.integer({ min: 1, max: 1_000 }),
  calledPerMinute: fc.nat(6_000),
  endedPerMinute: fc.nat(6_000),
  turnSeconds: fc.nat(900),
  callsSettled: fc.nat(40),
});
test.prop([fc.integer({ min: 30, max: 6_000 }), floors, fc.nat(20_000), fc.nat(20_000)])(
  'ETA-8: whatever the floor does, the range is one, grows with the place, and is never shorter than without it',
  (perMinute, floor, ahead, more) => {
    const seen = steady(perMinute, 120_000);
    const pace = paceOf(seen, perMinute, 120_000, floor);
    const [near, far] = [etaOf(ahead, pace, null), etaOf(ahead + more, pace, null)];
    const free = etaOf(ahead, paceOf(seen, perMinute, 120_000), null);
    if (far) expect(near).not.toBeNull();
    if (!near) return;
    expect(near.fromSeconds).toBeLessThanOrEqual(near.toSeconds);
    expect(near.toSeconds).toBeGreaterThanOrEqual(free?.toSeconds ?? 0);
    if (!far) return;
    expect(far.fromSeconds).toBeGreaterThanOrEqual(near.fromSeconds);
    expect(far.toSeconds).toBeGreaterThanOrEqual(near.toSeconds);
  },
);

test('ETA-2: what a page is told names the reason and its time', () => {
  const pace = { fastPerMinute: 70, slowPerMinute: 40, full: null };
  const eta = etaOf(10, pace, { reason: 'autopilot', atMs: Date.UTC(2026, 10, 21, 12, 4) });
  expect(eta).toMatchObject({ reason: 'autopilot', reasonAt: '2026-11-21T12:04:00.000Z' });
  expect(etaOf(10, pace, null)).not.toHaveProperty('reason');
});

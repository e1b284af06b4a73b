/**
 * What a visitor knows already is not sent again; what they could not know is (GWY-13). When whom to read,
 * and to poll.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { PRESENCE_MS } from '../../domain/limits.ts';
import { aheadAfter, placeStates } from '../../domain/protocol.ts';
import { type Standing, unreadHead } from '../../domain/standing.ts';
import { Cadence, readEverySeconds } from './cadence.ts';
import { Entry, type Told, type Visitor } from './entry.ts';
import { nextPollMs } from './next-poll.ts';
import { stillHolds } from './place-message.ts';

const told = (over: Partial<Told> = {}): Told => ({
  ...{ state: 'waiting', ahead: 100, moved: 50, eta: null, callNo: 0, deadlineMs: null, lane: 'ordinary' },
  reserveNumber: null,
  ...over,
});

test.prop([fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500)])(
  'GWY-13: silence means that the arithmetic of frames is right',
  (ahead, moved, aheadNow, movedOn) => {
    const before = told({ ahead, moved });
    const now = told({ ahead: aheadNow, moved: moved + movedOn });
    const shown = aheadAfter({ ahead, moved }, now);
    expect(stillHolds(before, now)).toBe(shown === aheadNow);
  },
);

test('GWY-13: a change of state, call or deadline is told, and an estimate that went astray', () => {
  expect(stillHolds(told(), told())).toBe(true);
  expect(stillHolds(told(), told({ state: 'paused' }))).toBe(false);
  expect(stillHolds(told(), told({ callNo: 1 }))).toBe(false);
  expect(stillHolds(told(), told({ deadlineMs: 1 }))).toBe(false);
  expect(stillHolds(told({ ahead: null }), told())).toBe(false);
  const eta = { fromSeconds: 300, toSeconds: 600 };
  expect(stillHolds(told(), told({ eta }))).toBe(false);
  expect(stillHolds(told({ eta }), told({ eta: { ...eta, toSeconds: 630 } }))).toBe(true);
  expect(stillHolds(told({ eta }), told({ eta: { ...eta, toSeconds: 900 } }))).toBe(false);
  expect(stillHolds(told({ eta }), told({ eta: { ...eta, reason: 'paused' } }))).toBe(false);
  const half = told({ eta: { fromSeconds: 150, toSeconds: 300 }, ahead: 50, moved: 100 });
  expect(stillHolds(told({ eta }), half)).toBe(true);
});

const standing: Standing = {
  entryId: 'e',
  state: 'waiting',
  number: 1,
  ahead: 0,
  deadlineMs: null,
  callNo: 0,
  admissionId: null,
  lane: 'ordinary',
};
const seat: Visitor = {
  ...{ next: null, secretHash: null, mayClaim: true },
  ...{ tell: () => {}, replace: () => {}, unseat: () => {}, comeBack: () => {} },
};
const seated = () => {
  const entry = new Entry(standing, { ...unreadHead, waiting: 1, generation: 1 }, null);
  entry.add({ ...seat });
  return entry;
};

test('GWY-13: each is read when due, once, and not after it was scheduled anew or left', () => {
  const cadence = new Cadence();
  const [soon, late, moved, gone] = [seated(), seated(), seated(), seated()];
  cadence.schedule(soon, 1);
  cadence.schedule(soon, 1);
  cadence.schedule(late, 200); // Never further than a turn of the wheel.
  cadence.schedule(moved, 1);
  cadence.schedule(moved, 3);
  cadence.schedule(gone, 2);
  gone.first = null;
  const due = Array.from({ length: 70 }, () => cadence.advance());
  expect(due[0]).toEqual([soon]);
  expect(due[1]).toEqual([]);
  expect(due[2]).toEqual([moved]);
  expect(due.flatMap((some, second) => (some.includes(late) ? [second + 1] : []))).toEqual([63]);
});

test('GWY-13: the nearer, the more often, about each second near the front', () => {
  const every = [0, 1_000, 1_001, 10_000, 10_001, 100_000].map((ahead) => readEverySeconds('waiting', ahead));
  expect(every).toEqual([1, 1, 5, 5, 30, 60]);
});

test.prop([
  fc.constantFrom(...placeStates),
  fc.option(fc.nat(200_000)),
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
])(
  'GWY-17: the next poll is in 2 to 30 s, and near the front before presence ends',
  (state, ahead, fraction) => {
    const ms = nextPollMs(state, ahead, { near: 300, stretch: 4 }, { fraction: () => fraction });
    expect(ms).toBeGreaterThanOrEqual(2_000);
    expect(ms).toBeLessThanOrEqual(30_000);
    const near = nextPollMs('waiting', 10, { near: 300, stretch: 4 }, { fraction: () => fraction });
    expect(near * 2).toBeLessThanOrEqual(PRESENCE_MS);
  },
);

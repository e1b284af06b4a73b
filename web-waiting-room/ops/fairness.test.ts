/** What the dashboard says of pace, lanes, promises, draws and lists (OPS-2, OPS-3), whatever part is missing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paceWhys } from '../../domain/autopilot.ts';
import { heldBacks } from '../../domain/held-back.ts';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { languages } from '../language/choose-language.ts';
import {
  autopilotReason,
  drawRows,
  drawState,
  hasLists,
  heldBackReason,
  listRows,
  paceRows,
  waitingRows,
} from './fairness-view.ts';
import { wholeSnapshot } from './whole-snapshot.ts';

const snapshot = (parts: object = {}): OpsSnapshot => {
  const whole = wholeSnapshot({ type: 'snapshot', ...parts });
  if (!whole) throw new Error('no snapshot');
  return whole;
};
const said = (rows: readonly { label: string; value: string }[]) =>
  rows.map(({ label, value }) => `${label}: ${value}`);

const slowed = {
  sale: { admitPerMinute: 300, priorityShare: 30 },
  pace: {
    ...{ targetPerMinute: 210, callsPerMinute: 240 },
    autopilot: { isOn: true, ratePerMinute: 210, why: 'reserve', ms: 2_140, since: '2027-03-01T11:24:00Z' },
    noShow: { settled: 200, missed: 25, boost: 1.14 },
    conversion: { settled: 400, bought: 296, share: 0.74 },
  },
};

test('OPS-2: the target, the correction and the share of buyers are said with their grounds', () => {
  expect(said(paceRows(snapshot(slowed), 'en'))).toEqual([
    'Target now: 210 a minute, autopilot, of 300 as set',
    'Calls, for those who stay away: 240 a minute, ×1.14: 25 of the last 200 did not come',
    'Stock is called for: 74% of callers, 296 of the last 400 bought',
  ]);
  expect(autopilotReason(snapshot(slowed), 'en')).toMatch(
    /^Reserving took 2,140 ms at the 95th percentile, since \d\d:24\.$/,
  );
});

test('OPS-2: an autopilot that is off, or has left the rate alone, gives no reason', () => {
  const at = (autopilot: object) => snapshot({ ...slowed, pace: { ...slowed.pace, autopilot } });
  const set = { ...slowed.pace.autopilot, ratePerMinute: null };
  expect(autopilotReason(at(set), 'en')).toBeNull();
  expect(autopilotReason(at({ ...slowed.pace.autopilot, isOn: false }), 'en')).toBeNull();
  const asSet = { ...slowed.pace, targetPerMinute: 300, autopilot: { ...set, isOn: false } };
  expect(said(paceRows(snapshot({ ...slowed, pace: asSet }), 'en'))[0]).toBe(
    'Target now: 300 a minute, as set, autopilot is off',
  );
  for (const language of languages)
    for (const why of paceWhys)
      expect(autopilotReason(at({ ...slowed.pace.autopilot, why }), language)).not.toMatch(/[{}]|undefined/);
});

test('PAC-18: why no more are called is one sentence, and none where nobody waits or the sale is over', () => {
  const held = (heldBack: string | null, state = 'open', waiting = 5) =>
    snapshot({
      sale: { state, floorMax: 60 },
      line: { waiting },
      pace: { heldBack },
    });
  expect(heldBackReason(held('floor'), 'en')).toBe(
    'Nobody more is called: the floor of 60 is full. Whoever leaves makes room.',
  );
  for (const language of languages)
    for (const why of [...heldBacks, 'asleep'])
      expect(heldBackReason(held(why), language), why).toMatch(/^[^{}]+$/);
  expect(heldBackReason(held(null, 'paused'), 'en')).toBe('Nobody is called: the line is paused.');
  expect(heldBackReason(held(null), 'en')).toBeNull();
  expect(heldBackReason(held('floor', 'open', 0), 'en')).toBeNull();
  expect(heldBackReason(held('allHeld', 'soldOut'), 'en')).toBeNull();
});

test('OPS-3: lanes, suspects, false positives and kept promises are counted', () => {
  const whole = snapshot({
    ...slowed,
    line: { waiting: 1_200, priority: 30, slow: 12 },
    suspects: { suspected: 40, cleared: 10 },
    etaScore: { promised: 200, held: 180 },
  });
  expect(said(waitingRows(whole, 'en'))).toEqual([
    'Ordinary line: 1,200',
    'Priority lane, up to 30% of each batch: 30',
    'Slow lane, up to 10% of each batch: 12',
    'Asked for a check so far: 40',
    'Cleared, so they were people: 10, 25% of those asked',
    'Promised ranges that held: 90%, 180 of 200',
  ]);
});

test('OPS-3: a draw goes from secret over fixed to public; arrival has none', () => {
  const root = 'ab'.repeat(32);
  const draw = { seedHash: 'cd', size: 9, root, beacon: 'mixed', round: 12, isRevealed: false };
  expect(drawState(snapshot())).toBe('before');
  expect(drawState(snapshot({ draw }))).toBe('fixed');
  expect(drawState(snapshot({ draw: { ...draw, isRevealed: true } }))).toBe('public');
  expect(drawState(snapshot({ sale: { lobby: 'arrival' } }))).toBe('arrival');
  expect(drawState(snapshot({ sale: { openedAt: '2027-03-01T11:00:00Z' } }))).toBe('unneeded');
  expect(said(drawRows(snapshot({ draw }), 'en'))).toEqual([
    'Hash of the seed: cd',
    'In the draw: 9',
    `Root over all entries: ${root}`,
    'Public randomness: mixed in, round 12',
  ]);
});

test('OPS-3: lists are shown of a raffle, and of a sale on whose list somebody stands', () => {
  expect(hasLists(snapshot())).toBe(false);
  const lists = { registered: 0, waiting: 60, called: 40, done: 3 };
  expect(hasLists(snapshot({ lists }))).toBe(true);
  const raffle = { sale: { mode: 'raffle', winners: 40 }, lists };
  expect(said(listRows(snapshot(raffle), 'en'))).toEqual([
    'Registered: 103',
    'Places to win: 40',
    'Waiting on the reserve list: 60',
    'Invited, may buy now: 40',
    'Had their turn: 3',
  ]);
});

test('PAG-23: whatever of it is missing or of another kind, the rows stand', () => {
  const names = ['sale', 'line', 'pace', 'suspects', 'etaScore', 'draw', 'lists'];
  const odd = fc.constantFrom(undefined, null, 'odd', 7, [], {});
  fc.assert(
    fc.property(fc.subarray(names), odd, (holes, instead) => {
      const spoilt = snapshot({ ...slowed, ...Object.fromEntries(holes.map((name) => [name, instead])) });
      for (const language of languages) {
        const rows = [paceRows, waitingRows, drawRows, listRows].flatMap((rowsOf) =>
          rowsOf(spoilt, language),
        );
        expect(said(rows).join()).not.toMatch(/NaN|undefined|[{}]/);
        autopilotReason(spoilt, language);
      }
    }),
  );
});

/** The paces of a hall's lanes: each by its own counter, and a slowing told apart by who did it. */
import { expect, test } from 'vitest';
import type { SaleWord } from '../../domain/place.ts';
import { type LineHead, unreadHead } from '../../domain/standing.ts';
import { LanePaces } from './lane-paces.ts';

const sale = {
  admitPerMinute: 600,
  autopilot: true,
  autopilotRate: null as number | null,
  floorMax: 500,
  measured: null,
};
const headAt = (
  second: number,
  perMinute: { ordinary: number; priority: number; slow: number },
): LineHead => {
  const moved = (rate: number) => Math.floor((second * rate) / 60);
  return {
    ...unreadHead,
    moved: moved(perMinute.ordinary),
    priority: { moved: moved(perMinute.priority), waiting: 10 },
    slow: { moved: moved(perMinute.slow), waiting: 10 },
  };
};

/** Seconds `from` to `to` of a line that moves so. */
function play(
  paces: LanePaces,
  [from, to]: readonly [number, number],
  { perMinute = { ordinary: 400, priority: 150, slow: 50 }, word = 'open' as SaleWord, over = {} } = {},
): void {
  for (let second = from; second <= to; second += 1)
    paces.learn(headAt(second, perMinute), word, { ...sale, ...over }, second * 1_000);
}

test('ETA-3: each lane has the pace of its own counter; who was called or came back counts by the ordinary one', () => {
  const paces = new LanePaces();
  expect(paces.of('ordinary')).toEqual({ pace: null, why: null });
  play(paces, [0, 180]);
  for (const [lane, perMinute] of [
    ['ordinary', 400] as const,
    ['priority', 150] as const,
    ['slow', 50] as const,
  ]) {
    const { pace } = paces.of(lane);
    expect(pace?.fastPerMinute).toBeGreaterThan(perMinute);
    expect(pace?.slowPerMinute).toBeLessThan(perMinute);
    expect(pace?.slowPerMinute).toBeGreaterThan(perMinute * 0.7);
  }
  expect(paces.of('returned')).toEqual(paces.of('ordinary'));
});

test('ETA-2: the organiser’s slowing and the autopilot’s are told apart, in every lane', () => {
  const organiser = new LanePaces();
  play(organiser, [0, 120]);
  play(organiser, [121, 126], { over: { admitPerMinute: 300 } });
  const autopilot = new LanePaces();
  play(autopilot, [0, 120]);
  play(autopilot, [121, 126], { over: { autopilotRate: 300 } });
  const off = new LanePaces();
  play(off, [0, 120]);
  play(off, [121, 126], { over: { autopilotRate: 300, autopilot: false } });
  for (const lane of ['ordinary', 'priority', 'slow'] as const) {
    expect(organiser.of(lane).why).toEqual({ reason: 'rate_lowered', atMs: 123_000 });
    expect(autopilot.of(lane).why).toMatchObject({ reason: 'autopilot', atMs: 123_000 });
    expect(off.of(lane).why).toBeNull();
  }
});

test('ETA-2: what stood still and goes on more slowly says that it stood', () => {
  const paces = new LanePaces();
  play(paces, [0, 120]);
  play(paces, [121, 150], { word: 'allHeld', perMinute: { ordinary: 0, priority: 0, slow: 0 } });
  for (let second = 151; second <= 200; second += 1)
    paces.learn(
      headAt(120 + (second - 150) / 2, { ordinary: 400, priority: 150, slow: 50 }),
      'open',
      sale,
      second * 1_000,
    );
  expect(paces.of('ordinary').why?.reason).toBe('all_held');
});

test('ETA-2: a line that nobody could read, or that lost its memory, stood by our own failure', () => {
  for (const generation of [0, 1]) {
    const paces = new LanePaces();
    play(paces, [0, 120]);
    const stoodSeconds = generation === 0 ? 80 : 9;
    for (let second = 121 + stoodSeconds; second <= 240; second += 1) {
      const head = headAt(second - stoodSeconds - 10, { ordinary: 250, priority: 100, slow: 20 });
      paces.learn({ ...head, generation }, 'open', sale, second * 1_000);
    }
    expect(paces.of('ordinary').why?.reason).toBe('outage');
  }
});

test('ETA-2: the organiser cuts the floor, or two thirds of each batch come by the priority lane', () => {
  const floor = { calledPerMinute: 600, endedPerMinute: 600, turnSeconds: 50, callsSettled: 200 };
  const cut = new LanePaces();
  play(cut, [0, 120], { over: { measured: { ...floor, floor: 500 } } });
  play(cut, [121, 160], {
    perMinute: { ordinary: 80, priority: 30, slow: 10 },
    over: { floorMax: 100, measured: { ...floor, floor: 100, calledPerMinute: 120, endedPerMinute: 120 } },
  });
  expect(cut.of('ordinary').why?.reason).toBe('rate_lowered');

  const crowded = new LanePaces();
  play(crowded, [0, 180], { perMinute: { ordinary: 540, priority: 0, slow: 60 } });
  for (let second = 181; second <= 260; second += 1) {
    const before = headAt(180, { ordinary: 540, priority: 0, slow: 60 });
    const since = headAt(second - 180, { ordinary: 140, priority: 400, slow: 60 });
    const head = {
      ...before,
      moved: before.moved + since.moved,
      priority: { moved: since.priority.moved, waiting: 900 },
      slow: { moved: before.slow.moved + since.slow.moved, waiting: 10 },
    };
    crowded.learn(head, 'open', sale, second * 1_000);
  }
  expect(crowded.of('ordinary').why?.reason).toBe('priority');
  expect(crowded.of('slow').why).toBeNull();
  expect(crowded.of('priority').why).toBeNull();
});

/**
 * Whole sales, played from seeds with the real rules: floor and rate hold whatever happens, as many come in as the operator
 * said, the autopilot slows a line whose shop is weak and lets go of it again, and what was promised came true for most.
 */
import { expect, test } from 'vitest';
import { BURST_MS_MAX, NO_SHOW_BOOST_MAX } from '../../domain/limits.ts';
import { concert, type Played, type PlayedSecond, type SaleSketch } from './sale-sketch.ts';
import { seeded } from './seeded.ts';
import { playSale } from './simulated-sale.ts';

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const sumOf = (seconds: readonly PlayedSecond[], count: (second: PlayedSecond) => number) =>
  seconds.reduce((sum, second) => sum + count(second), 0);
const play = (seed: number, over: Partial<SaleSketch> = {}): Played =>
  playSale({ ...concert, ...over, seed });

/** Anything an organiser and a crowd may come up with. */
function anySale(seed: number): SaleSketch {
  const { whole, fraction } = seeded(seed * 7_919);
  const [weakFrom, weakTo] = [whole(60, 300), whole(300, 600)];
  const [weak, strong] = [0.2 + 2 * fraction(), 5 + 50 * fraction()];
  return {
    ...{ seed, visitors: whole(200, 4_000), rushShare: fraction(), units: whole(1, 2_000), seconds: 900 },
    ...{ floorMax: whole(1, 600), admitPerMinute: whole(1, 900), claimSeconds: whole(5, 90) },
    ...{
      noShowShare: 0.6 * fraction(),
      absentShare: 0.6 * fraction(),
      buysShare: fraction(),
      unitsMost: whole(1, 4),
    },
    ...{ choosesSeconds: [1, whole(2, 120)], paysSeconds: [1, whole(2, 120)], lapseShare: 0.4 * fraction() },
    ...{
      autopilot: whole(0, 3) > 0,
      strength: (second) => (second > weakFrom && second < weakTo ? weak : strong),
    },
  };
}

test('PAC-11: in any sale the floor is never exceeded, and no minute has more calls than the rates in force allow', () => {
  for (const seed of seeds(30)) {
    const sketch = anySale(seed);
    const { seconds } = playSale(sketch);
    const allowed = ({ targetPerMinute, boost }: PlayedSecond) => Math.max(1, targetPerMinute * boost) / 60;
    for (const [index, { floor, targetPerMinute, boost }] of seconds.entries()) {
      expect(floor).toBeLessThanOrEqual(sketch.floorMax);
      expect(targetPerMinute).toBeLessThanOrEqual(sketch.admitPerMinute);
      expect(boost).toBeLessThanOrEqual(NO_SHOW_BOOST_MAX);
      const minute = seconds.slice(Math.max(0, index - 59), index + 1);
      const burst = 1 + Math.max(...minute.map(allowed)) * (BURST_MS_MAX / 1_000);
      expect(sumOf(minute, ({ called }) => called)).toBeLessThanOrEqual(sumOf(minute, allowed) + burst);
    }
  }
}, 60_000);

test('PAC-12: with a third who do not come as many come in as the operator said, and never many more', () => {
  for (const seed of seeds(3)) {
    const { seconds } = play(seed, { noShowShare: 0.3, floorMax: 5_000, units: 20_000, visitors: 8_000 });
    const busy = seconds.slice(180, 720);
    const perMinute = sumOf(busy, ({ cameIn }) => cameIn) / 9;
    expect(perMinute).toBeGreaterThan(0.92 * concert.admitPerMinute);
    expect(perMinute).toBeLessThan(1.05 * concert.admitPerMinute);
    // Without the correction it would be seven in ten.
    expect(sumOf(busy, ({ called, boost }) => called / boost) / 9).toBeLessThan(
      1.02 * concert.admitPerMinute,
    );
  }
  // Everybody comes: nothing is corrected.
  const { seconds } = play(1, { noShowShare: 0 });
  expect(Math.max(...seconds.map(({ boost }) => boost))).toBe(1);
});

/** Can decide a third of what comes, for six minutes. */
const weakShop: Partial<SaleSketch> = {
  ...{ units: 20_000, floorMax: 1_000, visitors: 8_000 },
  strength: (second) => (second > 240 && second < 600 ? 1.2 : 1_000),
};

test('PAC-13: the autopilot slows the line while the shop is weak, and gives the rate back when it is well', () => {
  for (const seed of seeds(3)) {
    const [steered, left] = [play(seed, weakShop), play(seed, { ...weakShop, autopilot: false })];
    const at = (from: number, to: number) => steered.seconds.slice(from, to);
    const lowest = (some: readonly PlayedSecond[]) => Math.min(...some.map((one) => one.targetPerMinute));
    expect(lowest(at(0, 240))).toBe(concert.admitPerMinute);
    expect(lowest(at(241, 260))).toBeLessThan(concert.admitPerMinute);
    expect(lowest(at(300, 600))).toBeLessThan(concert.admitPerMinute / 2);
    expect(lowest(at(960, 1_200))).toBe(concert.admitPerMinute);
    // Somebody is always called, so that there is something to measure.
    expect(lowest(at(0, 1_200))).toBeGreaterThanOrEqual(concert.admitPerMinute / 10);
    const [told, untold] = [steered, left].map(({ seconds }) => sumOf(seconds, ({ busy }) => busy)) as [
      number,
      number,
    ];
    expect(told).toBeLessThan((untold * 2) / 3);
    const strong = play(seed, { ...weakShop, strength: () => 1_000 });
    expect(lowest(strong.seconds)).toBe(concert.admitPerMinute);
  }
});

test('PAC-13: under a shop that stays too weak the pace settles near what it bears', () => {
  for (const seed of seeds(2)) {
    const { seconds } = play(seed, { ...weakShop, strength: () => 1.5, visitors: 12_000, seconds: 2_400 });
    const settled = seconds.slice(1_200);
    const orders = 1.5 * 60;
    const bearsPerMinute = orders / (concert.buysShare * (1 - concert.noShowShare));
    const mean = sumOf(settled, ({ called }) => called) / (settled.length / 60);
    expect(mean).toBeGreaterThan(0.4 * bearsPerMinute);
    expect(mean).toBeLessThan(bearsPerMinute);
    // Hardly anybody presses a button in vain any more.
    expect(sumOf(settled, ({ busy }) => busy)).toBeLessThan(settled.length / 4);
  }
});

test('PAC-14: a stock that enough people want is sold, and the line does not stand before it is', () => {
  for (const seed of seeds(6)) {
    const { sold, seconds } = play(seed, { units: 1_000, lapseShare: 0 });
    expect(sold).toBe(1_000);
    const soldOutAt = seconds.findIndex(({ available }) => available === 0);
    const longest = Math.max(...gaps(seconds.slice(0, soldOutAt)));
    // Those inside may still buy it all: the time to claim and to choose passes before others are called.
    expect(longest).toBeLessThan(concert.claimSeconds + concert.choosesSeconds[1] + 5);
  }
});

test('PAC-15: of a small stock hardly anybody who was called finds nothing left', () => {
  const played = [50, 200, 400].flatMap((units) =>
    seeds(3).map((seed) => play(seed, { units, lapseShare: 0, seconds: 900 })),
  );
  const [sold, inVain] = [sumBy(played, (one) => one.sold), sumBy(played, (one) => one.inVain)];
  expect(sold).toBe(3 * 650);
  expect(inVain).toBeLessThan(sold / 20);
});

const sumBy = (played: readonly Played[], count: (one: Played) => number) =>
  played.reduce((sum, one) => sum + count(one), 0);

/** Seconds in which nobody was called, in a row. */
function gaps(seconds: readonly PlayedSecond[]): number[] {
  let gap = 0;
  return seconds.map(({ called }) => {
    gap = called > 0 ? 0 : gap + 1;
    return gap;
  });
}

test('ETA-9: the first range held for nine in ten, with a small floor and a large one', () => {
  for (const seed of seeds(3)) {
    for (const floorMax of [100, 250, 500]) {
      const { promised, held } = play(seed, { floorMax });
      expect(promised).toBeGreaterThan(1_000);
      expect(held / promised).toBeGreaterThan(0.9);
    }
  }
});

test('ETA-9: with a third who do not come, or a shop that fails half-way, it still held for most', () => {
  for (const seed of seeds(2)) {
    for (const over of [weakShop, { noShowShare: 0.3, floorMax: 2_000, units: 20_000 }]) {
      const { promised, held } = play(seed, over);
      expect(held / promised).toBeGreaterThan(0.6);
    }
  }
});

test('ETA-9: a word about the chance came true for nineteen in twenty, and not by saying nothing', () => {
  const words = seeds(4).flatMap(
    (seed) => play(seed, { units: 1_000 + 200 * seed, rushShare: 0.1 + 0.1 * seed, lapseShare: 0 }).words,
  );
  const told = (chance: string) => words.filter((word) => word.chance === chance);
  const share = (chance: string, wasThere: boolean) =>
    told(chance).filter((word) => word.wasThere === wasThere).length / told(chance).length;
  expect(told('likely').length).toBeGreaterThan(1_000);
  expect(told('unlikely').length).toBeGreaterThan(1_000);
  expect(share('likely', true)).toBeGreaterThan(0.95);
  expect(share('unlikely', false)).toBeGreaterThan(0.95);
});

/** What a crowd counts and how it is asked for: pure parts. */
import { fc, test } from '@fast-check/vitest';
import { expect, test as table } from 'vitest';
import { drawBehaviour } from './behaviour.ts';
import { ENDS, endOf } from './endings.ts';
import { addBuckets, addMs, type Buckets, percentilesOf } from './histogram.ts';
import { parseCrowdOptions, WrongOptions } from './options.ts';
import { isRegistered, RaffleWatch } from './raffle.ts';
import { count, newTally, rateOf, refuse, sumOf, took } from './tally.ts';

const durations = fc.array(fc.double({ min: 0.1, max: 100_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

test.prop([durations])('CRW-4: a percentile is off by 2 % at most', (values) => {
  const buckets: Buckets = {};
  for (const ms of values) addMs(buckets, ms);
  const sorted = values.toSorted((a, b) => a - b);
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
    ['max', 1],
  ] as const) {
    const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    expect(percentilesOf(buckets)[name] / exact).toBeGreaterThanOrEqual(0.999_999);
    expect(percentilesOf(buckets)[name] / exact).toBeLessThanOrEqual(1.020_001);
  }
});

test.prop([durations, durations])('CRW-4: two histograms add up to the one of both', (some, others) => {
  const [all, apart, more]: Buckets[] = [{}, {}, {}];
  for (const ms of [...some, ...others]) addMs(all ?? {}, ms);
  for (const ms of some) addMs(apart ?? {}, ms);
  for (const ms of others) addMs(more ?? {}, ms);
  addBuckets(apart ?? {}, more ?? {});
  expect(apart).toEqual(all);
});

test('CRW-4: what two processes counted adds up', () => {
  const [one, two] = [newTally(), newTally()];
  count(one, 'joined');
  count(two, 'joined');
  refuse(two, 'busy');
  took(two, 'join', 10);
  two.phase.waiting += 3;
  const sum = sumOf([one, two]);
  expect(sum).toMatchObject({ event: { joined: 2, paid: 0 }, refused: { busy: 1 }, phase: { waiting: 3 } });
  expect(percentilesOf(sum.latency.join).count).toBe(1);
  expect(rateOf({ 100: 4, 103: 8 })).toEqual({ mean: 3, peak: 8 });
});

test('CRW-5: shares are kept, and who only looks neither orders nor abandons', () => {
  const shares = {
    buy: true,
    leave: 10,
    noClaim: 5,
    tooMany: 5,
    abandon: 5,
    decline: 5,
    letGo: 0,
    twice: 20,
  };
  const drawn = Array.from({ length: 20_000 }, () => drawBehaviour(shares, Math.random));
  const share = (way: string) => (100 * drawn.filter((b) => b.way === way).length) / drawn.length;
  expect(share('leave')).toBeCloseTo(10, -0.5);
  expect(share('buy')).toBeCloseTo(70, -0.5);
  expect((100 * drawn.filter((b) => b.repeat !== 'never').length) / drawn.length).toBeCloseTo(20, -0.5);
  const lookers = Array.from({ length: 2_000 }, () => drawBehaviour({ ...shares, buy: false }, Math.random));
  expect(new Set(lookers.map((b) => b.way))).toEqual(new Set(['look', 'leave', 'noClaim']));
});

table.for([
  '--visitors 10',
  '--sale concert',
  '--sale Concert --visitors 10',
  '--sale concert --visitors none',
  '--sale concert --visitors 0',
  '--sale concert --visitors 10 --rate 1.5',
  '--sale concert --visitors 10 --leave 60 --no-claim 60',
  '--sale concert --visitors 10 --twice -1',
  '--sale concert --visitors 20000 --processes 2',
  '--sale concert --visitors 10 --create [1]',
  '--sale concert --visitors 10 --create {',
  '--sale concert --visitors 10 --nonsense',
  '--sale concert --visitors 10 --draw',
  '--sale concert --visitors 10 --let-go 10',
  '--sale concert --visitors 10 --raffle --let-go 60 --leave 60',
])('CRW-5: %s is refused', (words) => {
  expect(() => parseCrowdOptions(words.split(' '))).toThrow(WrongOptions);
});

test('CRW-5: ten thousand visitors fit into two processes', () => {
  const options = parseCrowdOptions('--sale concert --visitors 10000 --buy'.split(' '));
  expect(options).toMatchObject({ visitors: 10_000, processes: 2, buy: true, twice: 5, leave: 0, letGo: 0 });
});

test('CRW-5, CRW-7: in a raffle some who are asked let go, whether the others buy or only look', () => {
  const options = parseCrowdOptions('--sale tombola --visitors 50 --raffle --buy'.split(' '));
  expect(options).toMatchObject({ raffle: true, draw: false, letGo: 20 });
  const shares = { ...options, letGo: 30, decline: 0 };
  const drawn = Array.from({ length: 20_000 }, () => drawBehaviour(shares, Math.random));
  expect((100 * drawn.filter(({ way }) => way === 'letGo').length) / drawn.length).toBeCloseTo(30, -0.5);
  const lookers = Array.from({ length: 2_000 }, () => drawBehaviour({ ...shares, buy: false }, Math.random));
  expect(new Set(lookers.map(({ way }) => way))).toEqual(new Set(['look', 'letGo']));
});

test('CRW-7: a raffle is over once nobody has a turn or waits for one, and the list stood still for a while', () => {
  const watch = new RaffleWatch(10_000);
  const tally = newTally();
  const at = (second: number, phase: Partial<typeof tally.phase>) => {
    Object.assign(tally.phase, phase);
    return watch.isOver(tally, second * 1_000);
  };
  expect(at(0, { coming: 2, waiting: 8 })).toBe(false);
  expect(isRegistered(tally, 10)).toBe(false);
  expect(at(20, { coming: 0, waiting: 10 })).toBe(false);
  expect(isRegistered(tally, 10)).toBe(true);
  expect(isRegistered(newTally(), 10)).toBe(false); // Before the first word of any process.
  expect(at(21, { waiting: 0, called: 2, notDrawn: 8 })).toBe(false);
  expect(at(60, {})).toBe(false); // However long somebody with a turn takes.
  expect(at(61, { called: 0, ended: 2 })).toBe(false);
  count(tally, 'movedUp');
  expect(at(70, { called: 1, notDrawn: 7 })).toBe(false);
  expect(at(71, { called: 0, ended: 3 })).toBe(false);
  expect(at(80.9, {})).toBe(false);
  expect(at(81, {})).toBe(true);
  expect(at(99, { notDrawn: 0, ended: 10 })).toBe(false); // Everybody has an end: nothing to conclude.
});

test('CRW-7: an end in a raffle says how the turn came, and a crowd that was stopped says so all the same', () => {
  const ends = [ENDS.bought, ENDS.letGo, ENDS.looked, 'order lapsed', 'unfinished: held'];
  expect(ends.map((as) => endOf('draw', as))).toEqual([
    ...['won and paid', 'won and let go', 'won and let go', 'won, order lapsed', 'unfinished: held'],
  ]);
  expect(endOf('list', ENDS.bought)).toBe('reserve, asked and paid');
  expect(endOf('line', ENDS.bought)).toBe('bought 1');
});

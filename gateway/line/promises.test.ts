/** Promised ranges against calls: what counts, once, and what does not. */
import { expect, test } from 'vitest';
import type { Eta } from '../../domain/protocol.ts';
import { noStanding, type Standing, unreadHead } from '../../domain/standing.ts';
import { Entry, type Told } from './entry.ts';
import { Promises } from './promises.ts';

const eta: Eta = { fromSeconds: 60, toSeconds: 120 };
const waiting: Told = {
  ...{ state: 'waiting', ahead: 10, reserveNumber: null, moved: 0, eta: null },
  ...{ callNo: 0, deadlineMs: null, lane: 'ordinary' },
};

/** Tells an entry one thing after the other, each at its second; answers what was counted. */
function count(story: readonly (readonly [second: number, told: Partial<Told>, at?: Partial<Standing>])[]) {
  const promises = new Promises();
  const entry = new Entry(noStanding('e'), unreadHead, null);
  for (const [second, told, at] of story) {
    entry.standing = { ...entry.standing, state: 'waiting', ...at };
    const now = { ...waiting, ...told };
    promises.note(entry, now, 1_000_000 + second * 1_000);
    entry.told = now;
  }
  return promises.take();
}

test('ETA-1: the first range counts, whatever was said later, against the moment of the call', () => {
  const promised = [0, { eta }] as const;
  const later = [30, { eta: { fromSeconds: 500, toSeconds: 900 } }] as const;
  expect(count([promised, later, [90, { state: 'called' }]])).toEqual({ promised: 1, held: 1 });
  expect(count([promised, later, [121, { state: 'called' }]])).toEqual({ promised: 1, held: 0 });
  expect(count([promised, [59, { state: 'called' }]])).toEqual({ promised: 1, held: 0 });
  expect(
    count([
      [0, {}],
      [10, { eta }],
      [100, { state: 'called', eta: null }],
    ]),
  ).toEqual({ promised: 1, held: 1 });
});

test('ETA-1: nobody counts twice, nor before the call, nor without a promise', () => {
  expect(
    count([
      [0, { eta }],
      [90, { state: 'called' }],
      [91, { state: 'shopping' }],
      [300, { eta }],
      [400, { state: 'called' }],
    ]),
  ).toEqual({ promised: 1, held: 1 });
  expect(
    count([
      [0, { eta }],
      [90, {}],
    ]),
  ).toBeNull();
  expect(
    count([
      [0, {}],
      [90, { state: 'called' }],
    ]),
  ).toBeNull();
});

test('ETA-1: a pause and full baskets are ours to answer for; a snooze, an absence, another lane are not', () => {
  const [promised, called] = [[0, { eta }] as const, [500, { state: 'called' }] as const];
  expect(count([promised, [20, { state: 'paused' }], called])).toEqual({ promised: 1, held: 0 });
  expect(count([promised, [20, { state: 'allHeld' }], called])).toEqual({ promised: 1, held: 0 });
  expect(count([promised, [20, { state: 'snoozed', eta }], called])).toBeNull();
  expect(count([promised, [20, { state: 'passedOver' }], [30, { eta }], called])).toBeNull();
  expect(count([promised, [20, { lane: 'slow', eta }], called])).toBeNull();
  expect(count([promised, [20, { state: 'soldOut' }], called])).toBeNull();
});

test('ETA-1: on the way to the call nothing is decided, and the call may name another lane', () => {
  const story = [
    [0, { eta, lane: 'priority' }],
    [80, { lane: 'ordinary' }, { state: 'calling' }],
    [81, { state: 'called', lane: 'priority' }, { state: 'called' }],
  ] as const;
  expect(count(story)).toEqual({ promised: 1, held: 1 });
});

test('ETA-1: what could not be written is counted again', () => {
  const promises = new Promises();
  promises.putBack({ promised: 3, held: 2 });
  promises.putBack({ promised: 1, held: 1 });
  expect(promises.take()).toEqual({ promised: 4, held: 3 });
  expect(promises.take()).toBeNull();
});

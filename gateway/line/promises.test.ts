/** Promised ranges against calls: what counts, once, and what does not. */
import { expect, test } from 'vitest';
import { POLL_AWAY_SECONDS } from '../../domain/limits.ts';
import type { Eta } from '../../domain/protocol.ts';
import { noStanding, type Standing, unreadHead } from '../../domain/standing.ts';
import { Entry, type Told } from './entry.ts';
import { POLL_MS_MAX } from './next-poll.ts';
import { PolledPromises } from './polled-promises.ts';
import { Promises } from './promises.ts';

const eta: Eta = { fromSeconds: 60, toSeconds: 120 };
const waiting: Told = {
  ...{ state: 'waiting', ahead: 10, reserveNumber: null, moved: 0, eta: null },
  ...{ callNo: 0, deadlineMs: null, lane: 'ordinary' },
};

/** Tells an entry one thing after the other, each at its second; answers what was counted. */
function count(story: readonly (readonly [second: number, told: Partial<Told>, at?: Partial<Standing>])[]) {
  const promises = new Promises(new PolledPromises());
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
  const promises = new Promises(new PolledPromises());
  promises.putBack({ promised: 3, held: 2 });
  promises.putBack({ promised: 1, held: 1 });
  expect(promises.take()).toEqual({ promised: 4, held: 3 });
  expect(promises.take()).toBeNull();
});

const CLAIM_SECONDS = 60;
const at = (second: number) => ({ nowMs: 1_000_000 + second * 1_000, claimMs: CLAIM_SECONDS * 1_000 });
/** Called at this second of the story. */
const calledAt = (second: number) => ({
  ...{ state: 'called' as const, deadlineMs: 1_000_000 + (second + CLAIM_SECONDS) * 1_000 },
});
const place = (entryId: string, number = 7): Standing => ({
  ...{ ...noStanding(entryId), state: 'waiting', number },
});

test('ETA-10: who polls counts once, from the moment of the call, and not from the poll that told it', () => {
  const story = (polls: readonly (readonly [second: number, told: Partial<Told>])[]) => {
    const promises = new Promises(new PolledPromises());
    for (const [second, told] of polls) promises.notePoll(place('e'), { ...waiting, ...told }, at(second));
    return promises.take();
  };
  const promised = [0, { eta }] as const;
  const later = [30, { eta: { fromSeconds: 500, toSeconds: 900 } }] as const;
  expect(story([promised, later, [130, calledAt(119)], [133, calledAt(119)]])).toEqual({
    promised: 1,
    held: 1,
  });
  expect(story([promised, [118, {}], [130, calledAt(121)]])).toEqual({ promised: 1, held: 0 });
  // By a clock that is off the call is still not before the last poll, nor after this one.
  expect(story([promised, [100, {}], [130, calledAt(10)]])).toEqual({ promised: 1, held: 1 });
  expect(story([promised, [90, calledAt(900)]])).toEqual({ promised: 1, held: 1 });
  expect(story([promised, [90, calledAt(80)], [300, { eta }], [400, calledAt(400)]])).toEqual({
    ...{ promised: 1, held: 1 },
  });
  expect(story([promised, [20, { state: 'passedOver' }], [30, { eta }], [90, calledAt(80)]])).toBeNull();
  expect(story([promised, [20, { lane: 'slow', eta }], [90, calledAt(80)]])).toBeNull();
  expect(story([[0, {}], [90, calledAt(80)]])).toBeNull(); // biome-ignore format: one poll beside the other
});

test('ETA-10: another place is promised anew, and what another gateway counted is not counted again', () => {
  const promises = new Promises(new PolledPromises());
  promises.notePoll(place('e', 7), { ...waiting, eta }, at(0));
  promises.notePoll(place('e', 20), { ...waiting, eta }, at(1_000));
  promises.notePoll(place('e', 20), { ...waiting, ...calledAt(1_090) }, at(1_091));
  expect(promises.take()).toEqual({ promised: 1, held: 1 });
  expect(promises.takeCountedPolls()).toEqual(['e']);
  expect(promises.takeCountedPolls()).toEqual([]);
  promises.notePoll(place('f'), { ...waiting, eta }, at(0));
  promises.countedElsewhere(['f', 'nobody']);
  promises.notePoll(place('f'), { ...waiting, ...calledAt(90) }, at(91));
  expect(promises.take()).toBeNull();
});

test('ETA-10: whoever opens a socket after polling brings the promise along, and is not counted for both', () => {
  const polled = new PolledPromises();
  const promises = new Promises(polled);
  promises.notePoll(place('e'), { ...waiting, eta }, at(0));
  const entry = new Entry(place('e'), unreadHead, null);
  promises.note(entry, { ...waiting, eta: { fromSeconds: 1, toSeconds: 2 } }, at(50).nowMs);
  expect([entry.promisedFrom, entry.promisedTo, polled.size]).toEqual([1_060, 1_120, 0]);
  promises.note(entry, { ...waiting, state: 'called' }, at(90).nowMs);
  promises.notePoll(place('e'), { ...waiting, ...calledAt(90) }, at(91));
  expect(promises.take()).toEqual({ promised: 1, held: 1 });
});

test('ETA-10: memory is bounded: who stayed away gives way, who still asks does not', () => {
  const polled = new PolledPromises(3);
  const promises = new Promises(polled);
  const poll = (who: string, second: number, told: Partial<Told> = { eta }) =>
    promises.notePoll(place(who), { ...waiting, ...told }, at(second));
  for (const who of ['a', 'b', 'c']) poll(who, 0);
  poll('d', 1);
  expect(['a', 'b', 'c', 'd'].map((who) => polled.of(who, 7) !== null)).toEqual([true, true, true, false]);
  for (const who of ['a', 'c']) poll(who, 100);
  poll('d', POLL_AWAY_SECONDS);
  expect(['a', 'b', 'c', 'd'].map((who) => polled.of(who, 7) !== null)).toEqual([true, false, true, true]);
  for (let i = 0; i < 50; i += 1) poll(`e${i}`, 10_000 + i * POLL_AWAY_SECONDS);
  expect(polled.size).toBe(3);
  poll('z', 20_000, {}); // Nothing was promised: nothing is to be remembered.
  expect(polled.of('z', 7)).toBeNull();
  expect(POLL_AWAY_SECONDS * 1_000).toBeGreaterThan(3 * POLL_MS_MAX);
});

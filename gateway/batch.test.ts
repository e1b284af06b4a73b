/** Micro-batches: together, in order, bounded, and a failure is everybody's of that batch alone (GWY-12). */
import { expect, test } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { Batch } from './batch.ts';

const doubled = (seen: number[][]) => async (items: readonly number[]) => {
  seen.push([...items]);
  return items.map((item) => item * 2);
};

test('GWY-12: what comes together is done together, and each gets its own answer', async () => {
  const seen: number[][] = [];
  const batch = new Batch({ itemsMax: 10, waitMs: 5, run: doubled(seen) });
  expect(await Promise.all([1, 2, 3].map((item) => batch.add(item)))).toEqual([2, 4, 6]);
  expect(seen).toEqual([[1, 2, 3]]);
});

test('GWY-12: a batch is never longer than its bound, and no more of them run at once than may', async () => {
  const gate = Promise.withResolvers<void>();
  const seen: number[][] = [];
  const run = async (items: readonly number[]) => {
    seen.push([...items]);
    await gate.promise;
    return items;
  };
  const batch = new Batch({ itemsMax: 2, waitMs: 1, runsMax: 2, run });
  const all = Promise.all(Array.from({ length: 9 }, (_, index) => batch.add(index)));
  expect(seen).toEqual([[0, 1], [2, 3]]); // biome-ignore format: two batches
  gate.resolve();
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(Math.max(...seen.map(({ length }) => length))).toBe(2);
});

test('GWY-12: a failed batch rejects its own items, and the next one runs', async () => {
  let runs = 0;
  const run = async (items: readonly number[]) => {
    runs += 1;
    if (runs === 1) throw new Error('away');
    return items;
  };
  const batch = new Batch({ itemsMax: 2, waitMs: 1, run });
  const failed = await Promise.allSettled([batch.add(1), batch.add(2)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await batch.add(3)).toBe(3);
});

test('GWY-12: more than may wait is told to come back', async () => {
  const gate = Promise.withResolvers<void>();
  const run = async (items: readonly number[]) => {
    await gate.promise;
    return items;
  };
  const batch = new Batch({ itemsMax: 1, waitMs: 1, runsMax: 1, waitingMax: 2, run });
  const first = [batch.add(1), batch.add(2), batch.add(3)];
  await expect(batch.add(4)).rejects.toEqual(new Refused('busy'));
  gate.resolve();
  expect(await Promise.all(first)).toEqual([1, 2, 3]);
});

/** How many of a list are asked, and what is left for who is not on it (RAF-6, RAF-7). */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { asksNow, isReserveOpen, stockBeside } from './raffle.ts';
import { saleStates } from './sale.ts';

const count = fc.nat({ max: 20 });

test.prop([count, count, fc.option(count), count])(
  'RAF-6, RAF-7: after asking there is a unit for every turn, and no more turns than winners',
  (available, promised, winners, taken) => {
    const asked = asksNow({ available, promised, winners, taken });
    expect(asked).toBeGreaterThanOrEqual(0);
    if (asked === 0) return;
    expect(promised + asked).toBeLessThanOrEqual(available);
    if (winners !== null) expect(taken + asked).toBeLessThanOrEqual(winners);
    // And nobody is kept waiting for nothing.
    const one = asked + 1;
    expect(promised + one > available || (winners !== null && taken + one > winners)).toBe(true);
  },
);

test('RAF-6: what has come back for the list is neither free nor on its way for the line', () => {
  const beside = (available: number, held: number, promised: number) =>
    stockBeside({ tiers: [{ available, held }], promised });
  expect(beside(3, 0, 2)).toBe('some');
  expect(beside(2, 0, 2)).toBe('soldOut');
  expect(beside(2, 1, 2)).toBe('allHeld');
  expect(beside(1, 1, 2)).toBe('soldOut'); // What lapses is the list's too.
  expect([beside(0, 1, 0), beside(0, 0, 0), beside(1, 0, 0)]).toEqual(['allHeld', 'soldOut', 'some']);
});

test('RAF-3: a list can be joined when there is nothing for who is not on it', () => {
  const open = (mode: 'line' | 'raffle' | 'shelf', promised: number) =>
    saleStates.filter((state) =>
      isReserveOpen({ mode, state, promised, tiers: [{ available: 1, held: 0 }] }),
    );
  expect(open('line', 0)).toEqual(['soldOut']);
  expect(open('line', 1)).toEqual(['open', 'soldOut']);
  expect(open('raffle', 0)).toEqual(['open', 'paused', 'soldOut']);
  expect(open('shelf', 0)).toEqual([]);
});

/** The table of places: every standing has a true answer to everything the sale may say (GWY-10). */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  exitNumber,
  isOver,
  mustAsk,
  nearAhead,
  placeStateOf,
  type SaleWord,
  saleWord,
  wordWithPhase,
} from './place.ts';
import { placeStates } from './protocol.ts';
import { saleStates } from './sale.ts';
import { standingStates } from './standing.ts';

const words = [
  'lobby',
  'open',
  'allHeld',
  'paused',
  'soldOut',
  'closed',
] as const satisfies readonly SaleWord[];

test('GWY-10: the table, read out', () => {
  const rows = standingStates.map((standing) => [
    standing,
    ...words.map((word) => placeStateOf(standing, word)),
  ]);
  expect(rows).toEqual([
    ['none', 'left', 'left', 'left', 'left', 'soldOut', 'closed'],
    ['lobby', 'lobby', 'lobby', 'lobby', 'lobby', 'soldOut', 'closed'],
    ['waiting', 'lobby', 'waiting', 'allHeld', 'paused', 'soldOut', 'closed'],
    ['calling', 'lobby', 'waiting', 'allHeld', 'paused', 'soldOut', 'closed'],
    ['called', 'called', 'called', 'called', 'called', 'soldOut', 'closed'],
    ['shopping', 'shopping', 'shopping', 'shopping', 'shopping', 'shopping', 'closed'],
    ['returned', 'lobby', 'waiting', 'allHeld', 'paused', 'soldOut', 'closed'],
    ['passedOver', 'passedOver', 'passedOver', 'passedOver', 'passedOver', 'soldOut', 'closed'],
    ['snoozed', 'lobby', 'snoozed', 'snoozed', 'snoozed', 'soldOut', 'closed'],
    ['reserve', 'reserve', 'reserve', 'reserve', 'reserve', 'reserve', 'closed'],
    ['finished', 'finished', 'finished', 'finished', 'finished', 'finished', 'finished'],
  ]); // biome-ignore format: a table
});

test('GWY-10: nobody in line is told to wait for what is sold out or closed', () => {
  const notInLine = ['shopping', 'finished', 'reserve'];
  for (const standing of standingStates.filter((state) => !notInLine.includes(state))) {
    for (const word of ['soldOut', 'closed'] as const)
      expect(isOver(placeStateOf(standing, word))).toBe(true);
  }
});

test('GWY-10: what the sale says follows its state, and all held only while it is open', () => {
  for (const state of saleStates) {
    const said = saleWord({ state, stock: 'allHeld' });
    expect(said).toBe(state === 'open' ? 'allHeld' : state === 'draft' ? 'lobby' : state);
    expect(placeStates).toContain(placeStateOf('waiting', said));
  }
});

test('GWY-10: an end that the line knows before the sale was read again counts', () => {
  expect(wordWithPhase('open', 'soldOut')).toBe('soldOut');
  expect(wordWithPhase('open', 'closed')).toBe('closed');
  expect(wordWithPhase('paused', 'open')).toBe('paused');
  expect(wordWithPhase('open', 'paused')).toBe('open');
});

test('GWY-10: who let two calls go by must ask, and nobody else', () => {
  expect(mustAsk({ state: 'passedOver', callNo: 2 })).toBe(true);
  expect(mustAsk({ state: 'passedOver', callNo: 1 })).toBe(false);
  expect(mustAsk({ state: 'waiting', callNo: 2 })).toBe(false);
});

test.prop([fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 1_000 })])(
  'GWY-15: leaving ends the drawn place and every lobby index, and no later place',
  (number, drawSize) => {
    const upTo = exitNumber(number, drawSize);
    expect(upTo).toBeGreaterThanOrEqual(number);
    if (number <= drawSize) expect(upTo).toBe(drawSize);
    else expect(upTo).toBe(number);
    expect(exitNumber(number, null)).toBe(number);
  },
);

test.prop([fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 600_000 })])(
  'GWY-13: presence counts at least for those whom half a minute could call',
  (floorMax, admitPerMinute) => {
    expect(nearAhead({ floorMax, admitPerMinute })).toBeGreaterThanOrEqual(
      Math.min(floorMax, admitPerMinute / 6),
    );
  },
);

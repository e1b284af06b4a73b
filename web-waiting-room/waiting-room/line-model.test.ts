/** The arithmetic of positions as the visitor sees it, over random and hand-made histories. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameMessage, PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import { aheadOf, estimateOf, hear, knowing, type LineModel } from './line-model.ts';

const place = (more: Partial<PlaceMessage> = {}): PlaceMessage => ({
  type: 'place',
  state: 'waiting',
  ahead: 100,
  moved: 0,
  waiting: 500,
  eta: null,
  number: 101,
  ...more,
});
const frame = (moved: number): FrameMessage => ({
  type: 'frame',
  moved,
  waiting: 400,
  at: '2027-01-01T00:00:00Z',
});
const sale = (state: SaleMessage['state']): SaleMessage => ({ type: 'sale', state, tiers: [] });
const after = (...messages: Parameters<typeof hear>[1][]): LineModel =>
  messages.reduce((model, message, at) => hear(model, message, at), knowing(null));

test('PAG-1: a frame moves the place on by what the line moved since, and never below nobody', () => {
  expect(aheadOf(after(place({ ahead: 100, moved: 40 }), frame(70)))).toBe(70);
  expect(aheadOf(after(place({ ahead: 100, moved: 40 }), frame(900)))).toBe(0);
});

test('PAG-1: an old frame, a late place and a reload change nothing for the worse', () => {
  expect(aheadOf(after(place({ ahead: 100, moved: 40 }), frame(10)))).toBe(100);
  expect(aheadOf(after(place({ ahead: 60, moved: 40 }), place({ ahead: 80, moved: 20 })))).toBe(60);
  const kept = after(place({ ahead: 60 })).best;
  expect(aheadOf(hear(knowing(kept), place({ ahead: 75 }), 0))).toBe(60);
});

test('PAG-1, PAG-2: over any history of one place the number ahead and the aisle never go back', () => {
  const message = fc.oneof(
    fc.nat(200).map((moved) => frame(moved)),
    fc.record({ ahead: fc.nat(150), moved: fc.nat(200) }).map((where) => place(where)),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      let model = after(place({ ahead: 150, aheadAtJoin: 150 }));
      for (const [at, next] of messages.entries()) {
        const before = model;
        model = hear(model, next, at);
        expect(aheadOf(model)).toBeLessThanOrEqual(aheadOf(before) ?? 0);
        expect(model.best?.aheadAtJoin).toBe(150);
      }
    }),
  );
});

test('PAG-1: whoever joined again has another place and starts anew', () => {
  expect(aheadOf(after(place({ ahead: 3, number: 50 }), place({ ahead: 700, number: 900 })))).toBe(700);
});

test('PAG-1: in the lobby there is no order, and the place drawn at the opening counts from there', () => {
  const lobby = after(place({ state: 'lobby', ahead: null }));
  expect(aheadOf(lobby)).toBeNull();
  expect(aheadOf(hear(lobby, place({ ahead: 812, number: 813 }), 1))).toBe(812);
});

test('PAG-3: the range grows only with a reason', () => {
  const told = (fromSeconds: number, toSeconds: number, reason?: string) =>
    place({ eta: { fromSeconds, toSeconds, ...(reason && { reason }) } });
  const grown = after(told(600, 900), told(700, 1_200));
  expect(estimateOf(grown)).toMatchObject({ fromSeconds: 600, toSeconds: 900 });
  const explained = hear(grown, told(700, 1_200, 'rate_lowered'), 3);
  expect(estimateOf(explained)).toMatchObject({ toSeconds: 1_200, reason: 'rate_lowered' });
});

test('PAG-3: the range shrinks with the line between two places', () => {
  const model = after(place({ ahead: 100, eta: { fromSeconds: 600, toSeconds: 1_000 } }), frame(50));
  expect(estimateOf(model)).toMatchObject({ fromSeconds: 300, toSeconds: 500 });
});

test('PAG-3: a pause is a reason: the page remembers the range from before and begins anew afterwards', () => {
  const before = place({ eta: { fromSeconds: 60, toSeconds: 90 } });
  const paused = after(sale('open'), before, sale('paused'));
  expect(paused.estimateAtPause).toMatchObject({ toSeconds: 90 });
  const again = hear(hear(paused, sale('open'), 4), place({ eta: { fromSeconds: 300, toSeconds: 600 } }), 5);
  expect(estimateOf(again)).toMatchObject({ toSeconds: 600 });
});

test('PAG-4: a message of a type that this page does not know changes nothing', () => {
  const model = after(place());
  expect(hear(model, { type: 'weather' } as never, 9)).toMatchObject({
    place: model.place,
    best: model.best,
  });
});

test('PAG-31: another lane counts other people: its number is shown as it is, and the range begins anew', () => {
  const inSlow = after(
    place({ ahead: 31, aheadAtJoin: 40, lane: 'slow', eta: { fromSeconds: 60, toSeconds: 120 } }),
  );
  const cleared = hear(inSlow, place({ ahead: 2_000, eta: { fromSeconds: 600, toSeconds: 900 } }), 1);
  expect(aheadOf(cleared)).toBe(2_000);
  expect(cleared.best).toEqual({ number: 101, ahead: 2_000, aheadAtJoin: 2_000 });
  expect(estimateOf(cleared)).toMatchObject({ fromSeconds: 600, toSeconds: 900 });
  // Within a lane it never rises, as ever.
  expect(aheadOf(hear(inSlow, place({ ahead: 35, lane: 'slow' }), 1))).toBe(31);
});

test('PAG-31: who lets others pass is told how many still go; afterwards the page knows what it knew', () => {
  const before = after(place({ ahead: 60, aheadAtJoin: 100 }));
  const snoozed = hear(before, place({ state: 'snoozed', ahead: 110, letPass: 110, moved: 40 }), 1);
  expect(snoozed.passing).toBe(110);
  expect(hear(snoozed, frame(70), 2).passing).toBe(80);
  expect(hear(hear(snoozed, frame(70), 2), frame(60), 3).passing).toBe(80);
  expect(hear(snoozed, frame(900), 2).passing).toBe(0);
  // Where the server counts nobody ahead meanwhile, the place is still the same.
  expect(hear(before, place({ state: 'snoozed', ahead: null, letPass: 110 }), 1).best).toEqual(before.best);
  const awake = hear(hear(snoozed, frame(70), 2), place({ ahead: 30, moved: 70 }), 3);
  expect(awake.passing).toBeNull();
  expect(awake.best).toEqual({ number: 101, ahead: 30, aheadAtJoin: 100 });
});

test('PAG-30: a turn that was given back is said to be that until it is used', () => {
  const back = after(place({ ahead: 0, givenBack: true }));
  expect(back.wasGivenBack).toBe(true);
  const called = hear(back, place({ state: 'called', claimBy: '2027-01-01T00:01:00Z', callNo: 2 }), 1);
  expect(called.wasGivenBack).toBe(true);
  expect(hear(called, place({ state: 'shopping', ahead: null }), 2).wasGivenBack).toBe(false);
});

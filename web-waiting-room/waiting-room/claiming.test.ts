/** When a call is answered without a press, and who is called back. */
import { expect, test } from 'vitest';
import type { BoardState } from '../words/line-words.ts';
import { alertFor, keptBefore, opensSoon } from './alerts.ts';
import { claimsByItself } from './claiming.ts';

const call = { isCalled: true, isVisible: true, claimBy: '2027-01-01T00:00:00Z', claimedFor: null };

test('PAG-17: a page in view claims by itself, once for each call', () => {
  expect(claimsByItself(call)).toBe(true);
  expect(claimsByItself({ ...call, claimedFor: call.claimBy })).toBe(false);
  expect(claimsByItself({ ...call, claimedFor: 'the call before' })).toBe(true);
});

test('PAG-17: a tab in the background waits for the button', () => {
  expect(claimsByItself({ ...call, isVisible: false })).toBe(false);
  expect(claimsByItself({ ...call, isCalled: false })).toBe(false);
});

test('PAG-17: who asked to be told is told of the call, of being near, and when a line that stood moves again', () => {
  expect(alertFor('near', 'called')).toBe('called');
  expect(alertFor('called', 'calledAgain')).toBe('called');
  expect(alertFor('waiting', 'near')).toBe('near');
  expect(alertFor('paused', 'waiting')).toBe('moves');
  expect(alertFor('allHeld', 'near')).toBe('moves');
  expect(alertFor('near', 'near')).toBeNull();
  expect(alertFor(null, 'near')).toBeNull();
  // Without a line nobody is called: being let in is the call.
  expect(alertFor('noLinePaused', 'shopping')).toBe('called');
  expect(alertFor('called', 'shopping')).toBeNull();
});

test('PAG-17: a break of the connection neither calls anybody back nor keeps back what happened meanwhile', () => {
  const alerts = (...states: BoardState[]) => {
    let before: BoardState | null = null;
    return states.flatMap((state) => {
      const alert = alertFor(before, state);
      before = keptBefore(before, state);
      return alert ?? [];
    });
  };
  expect(alerts('joining', 'near', 'offline', 'near', 'offline', 'joining', 'near')).toEqual([]);
  expect(alerts('paused', 'offline', 'waiting')).toEqual(['moves']);
  expect(alerts('allHeld', 'offline', 'joining', 'near')).toEqual(['moves']);
  expect(alerts('waiting', 'offline', 'near')).toEqual(['near']);
  expect(alerts('noLinePaused', 'joining', 'shopping')).toEqual(['called']);
});

test('PAG-17: who waits elsewhere is told when it is over, and nobody who was done with it', () => {
  for (const waits of [
    'waiting',
    'near',
    'allHeld',
    'paused',
    'snoozed',
    'check',
    'lobby',
    'missed',
  ] as const) {
    for (const end of ['soldOut', 'soldOutReserve', 'closed'] as const)
      expect(alertFor(waits, end)).toBe('over');
  }
  for (const done of ['bought', 'finished', 'left', 'reserved', 'soldOut', null] as const)
    expect(alertFor(done, 'closed')).toBeNull();
});

test('PAG-17: a minute before the opening the lobby is told once', () => {
  const opensAtMs = 600_000;
  expect(opensSoon(opensAtMs, 539_000, 540_000)).toBe(true);
  expect(opensSoon(opensAtMs, 540_000, 541_000)).toBe(false);
  expect(opensSoon(opensAtMs, 0, 601_000)).toBe(false);
  expect(opensSoon(null, 0, 1)).toBe(false);
});

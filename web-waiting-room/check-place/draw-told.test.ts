/** What a browser was told of a draw: the first word stays, until its place turns out to be of a sale that is gone. */
import { afterEach, expect, test, vi } from 'vitest';
import { drawTold, forgetDraw, noteDraw } from './draw-told.ts';

afterEach(() => vi.unstubAllGlobals());

test('VER-24, LIN-38: the first word about a draw stays, and goes with a place that is of before a reset', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => stored.set(key, text),
      removeItem: (key: string) => stored.delete(key),
    },
  });
  const draw = { seedHash: 'first', beacon: 'none', isRevealed: false } as const;
  noteDraw('show', draw);
  noteDraw('show', { ...draw, seedHash: 'other', root: 'root' });
  noteDraw('show', undefined);
  expect(drawTold('show')).toEqual({ seedHash: 'first', root: 'root' });
  forgetDraw('show');
  expect(drawTold('show')).toEqual({ seedHash: null, root: null });
  noteDraw('show', { ...draw, seedHash: 'other' });
  expect(drawTold('show')).toEqual({ seedHash: 'other', root: null });
});

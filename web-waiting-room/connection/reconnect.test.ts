/** Coming back after a connection ended. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterEnding, type Ending, isSilent } from './reconnect.ts';

const ending = (more: Partial<Ending> = {}): Ending => ({
  by: 'socket',
  socketWorked: false,
  code: 1006,
  failures: 0,
  retryAfterMs: null,
  chance: 0.5,
  ...more,
});

test('PAG-5: 4500 to 4999 means stay away, every other code means come back', () => {
  for (let code = 1000; code <= 4999; code++) {
    const { kind } = afterEnding(ending({ code }));
    expect(kind, `${code}`).toBe(code >= 4500 ? 'stay away' : 'come back');
  }
});

test('PAG-5: the wait is random, grows with each failure, stays within 30 s and honours what was asked for', () => {
  const waitMs = (more: Partial<Ending>) => {
    const step = afterEnding(ending(more));
    return step.kind === 'come back' ? step.afterMs : -1;
  };
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(60_000),
      (failures, chance, asked) => {
        const plain = waitMs({ failures, chance });
        expect(plain).toBeGreaterThanOrEqual(500);
        expect(plain).toBeLessThanOrEqual(30_000);
        expect(waitMs({ failures: failures + 1, chance })).toBeGreaterThanOrEqual(plain);
        expect(waitMs({ failures, chance, retryAfterMs: asked })).toBeGreaterThanOrEqual(asked + 500);
      },
    ),
  );
  expect(waitMs({ chance: 0 })).not.toBe(waitMs({ chance: 1 }));
});

test('PAG-6: two sockets that brought nothing lead to asking by HTTP, a failed question back to a socket', () => {
  expect(afterEnding(ending({ failures: 1 }))).toMatchObject({ by: 'socket' });
  expect(afterEnding(ending({ failures: 2 }))).toMatchObject({ by: 'asking' });
  expect(afterEnding(ending({ by: 'asking', code: null, failures: 1 }))).toMatchObject({ by: 'asking' });
  expect(afterEnding(ending({ by: 'asking', code: null, failures: 3 }))).toMatchObject({ by: 'socket' });
});

test('PAG-6: whoever had a socket that worked waits for the next one, however often it fails', () => {
  for (const failures of [1, 2, 3, 20])
    expect(afterEnding(ending({ failures, socketWorked: true }))).toMatchObject({ by: 'socket' });
});

test('PAG-6: a refusal is an answer: the way stays the same', () => {
  expect(afterEnding(ending({ failures: 9, retryAfterMs: 2_000 }))).toMatchObject({ by: 'socket' });
});

test('PAG-5: 35 s without a word mean that the connection is dead', () => {
  expect(isSilent(0, 35_000)).toBe(false);
  expect(isSilent(0, 35_001)).toBe(true);
});

/** Argon2id in turns: a crowd of guesses is told to come back, and what was begun is finished. */
import { expect, test } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { openPasswords } from './passwords.ts';

test('ACT-21: passwords are computed a few at a time; above a bound of waiting ones the answer is busy, at once', async () => {
  const passwords = openPasswords();
  const hash = await passwords.hash('the right one');
  const asked = Array.from({ length: 80 }, (_, n) => passwords.matches(hash, `guess ${n}`));
  const right = passwords.matches(hash, 'the right one').catch((fault: unknown) => fault);
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  // Two at work and fifty waiting; the rest is refused before any of them is done.
  expect(refused).toHaveLength(28);
  for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'busy' } });
  expect(await right).toBeInstanceOf(Refused);
  expect(await passwords.matches(hash, 'the right one')).toBe(true);
  expect(await passwords.matches(null, 'the right one')).toBe(false);
});

test('ACT-22: comparing with nobody’s password is a turn like any other', async () => {
  const passwords = openPasswords();
  expect(await passwords.matches(null, 'first')).toBe(false);
  const asked = Array.from({ length: 80 }, (_, n) => passwords.matches(null, `guess ${n}`));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(28);
});

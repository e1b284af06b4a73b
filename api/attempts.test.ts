/** Guesses at a password, counted over several processes, and by each alone while Redis is away. */
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { openBudgets } from '../redis/budgets.ts';
import { openRedis } from '../redis/open.ts';
import { systemClock } from '../runtime/clock.ts';
import { newEntryId, test, testLog } from '../test/stores.ts';
import { type Attempts, countAttempts, shareAttempts } from './attempts.ts';

const options = { attemptsMax: 10, windowMs: 15 * 60_000, keysMax: 100, clock: systemClock };

/** How many of `count` attempts, made at once at these processes in turn, are let through. */
async function letThrough(processes: readonly Attempts[], key: string, count: number): Promise<number> {
  const tries = Array.from({ length: count }, (_, n) => processes[n % processes.length]?.take(key));
  const outcomes = await Promise.allSettled(tries);
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    expect(outcome.reason).toBeInstanceOf(Refused);
    expect(outcome.reason).toMatchObject({
      code: 'too_many_requests',
      more: { retryAfterMs: expect.any(Number) },
    });
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

test('ACC-16: four processes together allow what one does', async ({ redis }) => {
  const processes = Array.from({ length: 4 }, () => shareAttempts(openBudgets(redis), options));
  const key = newEntryId();
  expect(await letThrough(processes, key, 100)).toBe(10);
  // The control: each by itself, four would be four times as patient.
  expect(
    await letThrough(
      [1, 2, 3, 4].map(() => countAttempts(options)),
      key,
      100,
    ),
  ).toBe(40);
  await processes[0]?.forgive(key);
  expect(await letThrough(processes, key, 100)).toBe(10);
  expect(await letThrough(processes, newEntryId(), 1)).toBe(1);
});

test('ACC-16: while Redis is away each process counts by itself: nobody is locked out, and guessing still ends', async () => {
  const away = openRedis('redis://127.0.0.1:1', testLog);
  const attempts = shareAttempts(openBudgets(away), options);
  expect(await letThrough([attempts], 'me', 40)).toBe(10);
  await attempts.forgive('me');
  expect(await letThrough([attempts], 'me', 1)).toBe(1);
  expect(away).toBeInstanceOf(Redis);
  away.disconnect();
});

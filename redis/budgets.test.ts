/** Budgets against a real Redis: all or nothing, together, and whole again after a while. */
import { expect } from 'vitest';
import { newEntryId, test } from '../test/stores.ts';
import { openBudgets } from './budgets.ts';
import { budgetKey } from './keys.ts';

/** So slow that a test never sees it leak. */
const still = { most: 10, perMinute: 0.001 };

test('ACC-11: of a thousand at once exactly as many are let through as fit', async ({ redis }) => {
  const budgets = openBudgets(redis);
  const whose = newEntryId();
  const taken = await Promise.all(Array.from({ length: 1_000 }, () => budgets.take('test', whose, still)));
  expect(taken.filter(({ isTaken }) => isTaken)).toHaveLength(10);
  for (const { isTaken, retryAfterMs } of taken) expect(retryAfterMs > 0).toBe(!isTaken);
});

test('ACC-11: budgets of two kinds, and of two people, are apart; what is given back may be taken again', async ({
  redis,
}) => {
  const budgets = openBudgets(redis);
  const [one, other] = [newEntryId(), newEntryId()];
  for (let n = 0; n < 10; n += 1) await budgets.take('test', one, still);
  expect((await budgets.take('test', one, still)).isTaken).toBe(false);
  expect(await budgets.take('test', other, still)).toMatchObject({ isTaken: true, level: 1 });
  expect(await budgets.take('else', one, still)).toMatchObject({ isTaken: true, level: 1 });
  await budgets.giveBack('test', one, still);
  expect((await budgets.take('test', one, still)).isTaken).toBe(true);
  await budgets.clear('test', one);
  expect(await budgets.take('test', one, still)).toMatchObject({ level: 1 });
});

test('ACC-11: it leaks away by Redis’ clock, evenly, and a budget at rest takes no memory', async ({
  redis,
}) => {
  const budgets = openBudgets(redis);
  const kind = `test-${newEntryId()}`;
  const tenAMinute = { most: 10, perMinute: 10 };
  for (let n = 0; n < 10; n += 1) await budgets.take(kind, 'me', tenAMinute);
  const { isTaken, retryAfterMs } = await budgets.take(kind, 'me', tenAMinute);
  expect(isTaken).toBe(false);
  expect(retryAfterMs).toBeGreaterThan(5_000);
  expect(retryAfterMs).toBeLessThanOrEqual(6_000);
  const [key = ''] = await redis.keys(budgetKey(kind, '*'));
  expect(await redis.pttl(key)).toBeGreaterThan(55_000);
  // Half a minute ago it was full.
  const [level, at] = (await redis.get(key))?.split('|') ?? [];
  await redis.set(key, `${level}|${Number(at) - 30_000}`);
  const later = await budgets.take(kind, 'me', tenAMinute);
  expect(later.isTaken).toBe(true);
  expect(later.level).toBeGreaterThan(5.5);
  expect(later.level).toBeLessThanOrEqual(6);
  // A clock that went back pays nothing out.
  await redis.set(key, `10|${Number(at) + 600_000}`);
  expect((await budgets.take(kind, 'me', tenAMinute)).isTaken).toBe(false);
});

test('ACC-11: what is refused costs nothing, and no name stands in Redis', async ({ redis }) => {
  const budgets = openBudgets(redis);
  const whose = `203.0.113.${newEntryId()}`;
  for (let n = 0; n < 30; n += 1) await budgets.take('test', whose, still);
  expect((await budgets.take('test', whose, still)).level).toBeLessThanOrEqual(10);
  expect(await redis.keys(`*${whose}*`)).toEqual([]);
});

test('ACC-11: a Redis that has lost the script is given it again', async ({ redis }) => {
  const budgets = openBudgets(redis);
  await redis.script('FLUSH');
  expect(await budgets.take('test', newEntryId(), still)).toMatchObject({ isTaken: true });
});

test('ACC-13: a solution is spent by one, who may show it again', async ({ redis }) => {
  const budgets = openBudgets(redis);
  const signature = newEntryId();
  const tries = await Promise.all(
    ['one', 'other', 'one', 'third'].map((by) => budgets.spendOnce(signature, by, 60_000)),
  );
  expect(tries).toEqual([true, false, true, false]);
});

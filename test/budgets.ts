/** Budgets for tests: as full as if a crowd had been there, without the crowd, and with room for a slow machine. */
import type { Redis } from 'ioredis';
import { budgetKeyOf } from '../redis/budgets.ts';

export async function fillBudget(redis: Redis, kind: string, whose: string, level: number): Promise<void> {
  const [seconds] = await redis.time();
  await redis.set(budgetKeyOf(kind, whose), `${level}|${Number(seconds) * 1_000}`, 'PX', 600_000);
}

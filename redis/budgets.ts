/**
 * Budgets in Redis, shared by every process (ACC-11): a level that rises with use and leaks away. The contract is the
 * comment atop budgets.lua. Keys are digests, so that nobody reads addresses or names by looking into Redis.
 *
 * Losing them loses nothing but patience: everybody's budget is whole again. So, unlike the line's scripts, these may
 * be loaded by whoever meets a Redis without them.
 */
import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { budgetKey, spentProofKey } from './keys.ts';

export interface Budget {
  readonly most: number;
  readonly perMinute: number;
}

export interface Taken {
  readonly isTaken: boolean;
  /** How full the budget is now. */
  readonly level: number;
  /** 0 where it was taken. */
  readonly retryAfterMs: number;
}

export interface Budgets {
  /** `kind` names the budget, `whose` the one it is for. */
  take(kind: string, whose: string, budget: Budget): Promise<Taken>;
  giveBack(kind: string, whose: string, budget: Budget): Promise<void>;
  clear(kind: string, whose: string): Promise<void>;
  /** True for the first who spends it, and for the same one again (ACC-13). */
  spendOnce(signature: string, by: string, forMs: number): Promise<boolean>;
}

const lua = readFileSync(new URL('budgets.lua', import.meta.url), 'utf8');
const sha = createHash('sha1').update(lua).digest('hex');

export function openBudgets(redis: Redis): Budgets {
  const run = async (kind: string, whose: string, { perMinute, most }: Budget, amount: number) => {
    const args = [budgetKeyOf(kind, whose), perMinute, most, amount];
    const reply = await redis.evalsha(sha, 1, ...args).catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return redis.eval(lua, 1, ...args);
      throw error;
    });
    return takenOf(reply);
  };
  return {
    take: (kind, whose, budget) => run(kind, whose, budget, 1),
    giveBack: async (kind, whose, budget) => void (await run(kind, whose, budget, -1)),
    clear: async (kind, whose) => void (await redis.del(budgetKeyOf(kind, whose))),
    spendOnce: async (signature, by, forMs) => {
      const before = await redis.set(spentProofKey(signature), by, 'PX', forMs, 'NX', 'GET');
      return before === null || before === by;
    },
  };
}

export const budgetKeyOf = (kind: string, whose: string): string =>
  budgetKey(kind, hash('sha256', `${kind}|${whose}`, 'base64url').slice(0, 22));

function takenOf(reply: unknown): Taken {
  if (!Array.isArray(reply) || reply.length !== 3) throw new Error('budgets.lua answers three texts');
  const [taken, level, waitMs] = reply.map(String);
  return { isTaken: taken === '1', level: Number(level), retryAfterMs: Number(waitMs) };
}

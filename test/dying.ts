/**
 * A process that dies between two steps, for tests: after `steps` questions to PostgreSQL and commands to Redis the next
 * one never happens, nor anything after it. What was open is rolled back, what was committed stays.
 */
import type { Redis } from 'ioredis';
import type { Kysely, KyselyPlugin } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Line } from '../redis/line.ts';

export class Died extends Error {
  override readonly name = 'Died';
}

export interface Mortal {
  readonly db: Kysely<Database>;
  readonly redis: Redis;
  readonly line: Line;
}

export function dyingAfter<Deps extends Mortal>(deps: Deps, steps: number): Deps {
  let left = steps;
  const step = () => {
    left -= 1;
    if (left < 0) throw new Died(`after ${steps} steps`);
  };
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      step();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const redis = new Proxy(deps.redis, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        step();
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { ...deps, db: deps.db.withPlugin(counting), redis, line: { ...deps.line, redis } };
}

/**
 * Runs `act` again and again, each time on a fresh ground that dies one step later, and then on to its end by a process
 * that lives; `check` looks at every one. Ends with the first run that needed no death. Answers how many died.
 */
export async function dieEverywhere<Ground extends { readonly deps: Mortal }>(
  make: () => Promise<Ground>,
  act: (deps: Ground['deps'], ground: Ground) => Promise<unknown>,
  check: (ground: Ground) => Promise<void>,
): Promise<number> {
  for (let steps = 0; ; steps += 1) {
    const ground = await make();
    const hasDied = await act(dyingAfter(ground.deps, steps), ground).then(
      () => false,
      (fault: unknown) => {
        if (!isDeath(fault)) throw fault;
        return true;
      },
    );
    await act(ground.deps, ground);
    await check(ground);
    if (!hasDied) return steps;
  }
}

/** Also where it reached the surface as what it led to: the line calls any fault of Redis busy. */
const isDeath = (fault: unknown): boolean =>
  fault instanceof Died || (fault instanceof Error && fault.message.startsWith('after '));

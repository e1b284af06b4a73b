/**
 * Passwords: Argon2id, off the event loop, a few at a time. Each takes some 20 MB and 20 ms of a core; without a cap a crowd
 * of guesses would take the machine away from checkout.
 */
import { hash, verify } from '@node-rs/argon2';
import { Refused } from '../domain/refusals.ts';

export interface Passwords {
  /** A PHC string. */
  hash(password: string): Promise<string>;
  /** With null (nobody has this address) it takes as long and says no. Refuses with `busy` when too many wait. */
  matches(passwordHash: string | null, password: string): Promise<boolean>;
}

/** OWASP's choice for Argon2id: 19 MiB, two passes. The library's default algorithm is Argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A core for the rest, on the smallest machine we name. */
const AT_ONCE_MAX = 2;
/** Some half a second of waiting; more would only pass the time in which somebody still waits for the answer. */
const WAITING_MAX = 50;

export function openPasswords(): Passwords {
  const waiting: (() => void)[] = [];
  let running = 0;
  let nobodys: Promise<string> | null = null;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE_MAX) {
      if (waiting.length >= WAITING_MAX) throw new Refused('busy');
      await new Promise<void>((resolve) => waiting.push(resolve)); // Whoever ends hands its turn on.
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    async matches(passwordHash, password) {
      nobodys ??= hash('nobody has this password', cost);
      const against = passwordHash ?? (await nobodys);
      const isRight = await inTurn(() => verify(against, password));
      return passwordHash !== null && isRight;
    },
  };
}

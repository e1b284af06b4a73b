/**
 * A lock in Redis as the older systems take it: the lease ends by itself, who finds it taken sleeps until its holder tells
 * that it is free, one sleeper a word, and gives up after the wait. Fit for one process, which is kind to it: in several
 * each word wakes one sleeper of each.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** The older system A's own times. */
const WAIT_MS = 3_000;
const LEASE_MS = 6_000;
/** The lock goes only if it is still ours, and whoever sleeps is told. */
const UNLOCK = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1])
return redis.call('publish', KEYS[1], '')`;

export class RedisLock {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #sleepers = new Set<() => void>();
  /** A word that came while nobody slept: who has just seen the lock taken must not miss it. */
  #isTold = false;

  private constructor(redis: Redis, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** `ears` is a connection that does nothing but listen. */
  static async open(redis: Redis, ears: Redis, key: string): Promise<RedisLock> {
    const lock = new RedisLock(redis, key);
    ears.on('message', (channel: string) => {
      if (channel === key) lock.#wakeOne();
    });
    await ears.subscribe(key);
    return lock;
  }

  /** `busy` where the lock was not to be had in time. */
  async hold<T>(act: () => Promise<T>): Promise<T | 'busy'> {
    const token = randomUUID();
    const giveUpAtMs = performance.now() + WAIT_MS;
    while ((await this.#redis.set(this.#key, token, 'PX', LEASE_MS, 'NX')) !== 'OK') {
      const leftMs = giveUpAtMs - performance.now();
      if (leftMs <= 0) return 'busy';
      await this.#sleep(leftMs);
    }
    try {
      return await act();
    } finally {
      await this.#redis.eval(UNLOCK, 1, this.#key, token);
    }
  }

  #sleep(mostMs: number): Promise<void> {
    if (this.#isTold) {
      this.#isTold = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, mostMs);
      this.#sleepers.add(wake);
    });
  }

  #wakeOne(): void {
    const [first] = this.#sleepers;
    if (first) first();
    else this.#isTold = true;
  }
}

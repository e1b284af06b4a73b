/**
 * What was read a moment ago, for many askers: at most one reading a key at a time, none while the last is younger than
 * `ageMsMax`. Keeps a crowd that reloads the sale page away from PostgreSQL; what it answers is at most that old.
 */
import type { Clock } from '../runtime/clock.ts';

export interface Fresh<T> {
  get(key: string): Promise<T>;
  /** The next to ask reads anew: something was changed here. */
  forget(key?: string): void;
}

export interface FreshOptions<T> {
  readonly read: (key: string) => Promise<T>;
  readonly ageMsMax: number;
  /** Beyond it everything is forgotten: strangers choose the keys, so the memory for them has a bound. */
  readonly keysMax: number;
  readonly clock: Clock;
}

export function keepFresh<T>({ read, ageMsMax, keysMax, clock }: FreshOptions<T>): Fresh<T> {
  const kept = new Map<string, { readonly sinceMs: number; readonly value: Promise<T> }>();

  return {
    get(key) {
      const nowMs = clock();
      const known = kept.get(key);
      if (known && nowMs - known.sinceMs < ageMsMax && nowMs >= known.sinceMs) return known.value;
      if (kept.size >= keysMax) kept.clear();
      // Its age counts from the asking: the answer may be that old when it arrives.
      const entry = { sinceMs: nowMs, value: read(key) };
      kept.set(key, entry);
      entry.value.catch(() => {
        if (kept.get(key) === entry) kept.delete(key); // A failure is nobody's answer but the askers' of now.
      });
      return entry.value;
    },
    forget(key) {
      if (key === undefined) kept.clear();
      else kept.delete(key);
    },
  };
}

/**
 * One attempt to place an order (PAG-10). Its key goes with every repetition of the same order, so that a double click, a
 * reload or a lost answer never makes two; another order gets another key.
 *
 * The attempt is kept before it is sent and forgotten when its outcome is known. A page that dies in between finds it
 * again and repeats it: the server gives the stored answer.
 */
import { forget, keep, keptJson } from '../browser-storage/keep.ts';

export interface Attempt {
  readonly key: string;
  /** The request's body as it is sent, byte for byte. */
  readonly body: string;
}

/** The attempt for `body`: the kept one where it is the same order. */
export const attemptFor = (known: Attempt | null, body: string, newKey: () => string): Attempt =>
  known?.body === body ? known : { key: newKey(), body };

const unknownOutcome = ['busy', 'in_progress', 'offline', 'too_many_requests', 'internal'];

/** After these the order may or may not exist: only repeating the same attempt finds out. */
export const isUnknown = (code: string): boolean => unknownOutcome.includes(code);

const keyOf = (slug: string) => `usher.attempt.${slug}`;

export function keptAttempt(slug: string): Attempt | null {
  const attempt = keptJson(keyOf(slug), 'sessionStorage') as Partial<Attempt> | null;
  return typeof attempt?.key === 'string' && typeof attempt.body === 'string' ? (attempt as Attempt) : null;
}

export const keepAttempt = (slug: string, attempt: Attempt): void =>
  keep(keyOf(slug), JSON.stringify(attempt), 'sessionStorage');

export const forgetAttempt = (slug: string): void => forget(keyOf(slug), 'sessionStorage');

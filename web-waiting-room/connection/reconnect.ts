/**
 * Whether, when and how to come back after a connection ended (PAG-5, PAG-6).
 *
 * A close code's range says it, so that this page obeys codes invented after it was built: 4500 and above means do
 * not come back. Everything else comes back after a random share of a growing wait, so that a gateway's whole crowd
 * does not return in the same second. Where a socket never brings anything, the page asks by HTTP instead; where that
 * fails as well it tries a socket again, and so on by turns. Whoever had a socket that worked waits for the next one: a
 * gateway that restarts must not turn its whole crowd into one that asks.
 */

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** Sockets in a row that brought nothing: the second one makes a blocked WebSocket likelier than a hiccup. */
const socketFailuresMax = 2;

export type Way = 'socket' | 'asking';

export interface Ending {
  readonly by: Way;
  /** A socket has brought a place to this page before: sockets are not what is wrong. */
  readonly socketWorked: boolean;
  /** The close code; null when there was none. */
  readonly code: number | null;
  /** Attempts in a row that brought no place, this one included; 0 when this one did. */
  readonly failures: number;
  /** What a refusal asked for. */
  readonly retryAfterMs: number | null;
  /** 0 to 1. */
  readonly chance: number;
}

export type NextStep =
  | { readonly kind: 'stay away' }
  | { readonly kind: 'come back'; readonly afterMs: number; readonly by: Way };

export function afterEnding({ by, socketWorked, code, failures, retryAfterMs, chance }: Ending): NextStep {
  if (code !== null && code >= 4500 && code <= 4999) return { kind: 'stay away' };
  const spreadMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 10));
  const afterMs = Math.round((retryAfterMs ?? 0) + spreadMs * (0.5 + chance / 2));
  // A refusal is an answer: the way is open, only the time is wrong.
  const isShut = failures >= socketFailuresMax && retryAfterMs === null && !(by === 'socket' && socketWorked);
  const next = isShut ? other(by) : by;
  return { kind: 'come back', afterMs, by: next };
}

const other = (way: Way): Way => (way === 'socket' ? 'asking' : 'socket');

/** Refusals that waiting cures. After any other the page stays where it is and says why. */
const passing: readonly string[] = ['busy', 'too_many_requests', 'in_progress', 'internal', 'offline'];

export const isPassing = (code: string): boolean => passing.includes(code);

/** A live line says something every ten seconds at least; this silence means a dead connection that nobody told us about. */
const silenceMsMax = 35_000;

export const isSilent = (heardAtMs: number, nowMs: number): boolean => nowMs - heardAtMs > silenceMsMax;

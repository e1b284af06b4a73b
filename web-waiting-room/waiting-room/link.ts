/**
 * How the page is connected, for the line at the top of the board and for the offline state. Times by the
 * server's clock.
 */

export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'asking'; readonly nextAskMs: number }
  | { readonly kind: 'off'; readonly sinceMs: number; readonly retryAtMs: number | null }
  /** The server said not to come back. */
  | { readonly kind: 'over' };

/** A break this short is not worth a change of state: the connection line alone admits it. */
const breakShownAfterMs = 3_000;

export const isAway = (link: Link, nowMs: number): boolean =>
  link.kind === 'over' || (link.kind === 'off' && nowMs - link.sinceMs >= breakShownAfterMs);

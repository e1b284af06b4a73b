/**
 * How long somebody waits for an order to become another one (API-31): `Prefer: wait=SECONDS` (RFC 7240) at
 * `GET /api/orders/ID`. The gateway and the API read it alike, so that neither gives up before the other.
 */
import { ORDER_WAIT_MS_MAX } from './limits.ts';

const orderPath = /^\/api\/orders\/[^/?]+$/;

/** In ms; 0 for whatever is to be answered at once. More than ORDER_WAIT_MS_MAX counts as that. `path` has no query. */
export function orderWaitMs(method: string, path: string, prefer: string | undefined): number {
  if (prefer === undefined || method !== 'GET' || !orderPath.test(path)) return 0;
  return waitMsOf(prefer);
}

/** Of a Prefer header, which may name other things beside it; the first `wait` counts, and one that is no number is none. */
function waitMsOf(prefer: string): number {
  const [, seconds] = /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(prefer) ?? [];
  return Math.min(Number(seconds ?? 0) * 1_000, ORDER_WAIT_MS_MAX);
}

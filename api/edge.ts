/**
 * What holds for every request before its route is looked at: a bound on its body, on its time, and whose pages may use
 * our cookies. The gateway has bounds of its own; these hold for whoever reaches the API past it.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ANSWER_WAIT_MS, PICTURE_BYTES_MAX, PICTURE_MS_MAX, pictureUploadPath } from '../domain/limits.ts';
import { orderWaitMs } from '../domain/order-wait.ts';
import { Refused } from '../domain/refusals.ts';

/** The longest body we read is a sale with fifty tiers. */
export const BODY_BYTES_MAX = 65_536;
/** No request hangs longer than the API waits for the writer, unless it asks to; a little more for the answer itself. */
const REQUEST_MS_MAX = ANSWER_WAIT_MS + 200;

/** A picture is larger than anything else, and takes longer (CAT-3). */
const isPicture = (c: Context): boolean => c.req.method === 'POST' && pictureUploadPath.test(c.req.path);

export function boundBody(): MiddlewareHandler {
  const small = boundTo(BODY_BYTES_MAX);
  const large = boundTo(PICTURE_BYTES_MAX);
  return (c, next) => (isPicture(c) ? large : small)(c, next);
}

function boundTo(bytesMax: number): MiddlewareHandler {
  const countBytes = bodyLimit({
    maxSize: bytesMax,
    onError: () => {
      throw new Refused('too_large');
    },
  });
  return async (c, next) => {
    // Node holds a body to its content-length; only one without it has to be counted.
    const length = c.req.header('content-length');
    if (length === undefined && c.req.header('transfer-encoding') !== undefined)
      return await countBytes(c, next);
    if (Number(length ?? 0) > bytesMax) throw new Refused('too_large');
    return await next();
  };
}

/** The work goes on where it is, its answer is dropped: everything here may be asked again. */
export const boundTime = (): MiddlewareHandler => async (c, next) => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const waitMs = orderWaitMs(c.req.method, c.req.path, c.req.header('prefer'));
    const msMax = isPicture(c) ? PICTURE_MS_MAX : REQUEST_MS_MAX + waitMs;
    timer = setTimeout(() => reject(new Refused('busy', { detail: 'this took too long' })), msMax);
  });
  try {
    await Promise.race([next(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A page of somebody else's may not act with our cookies (API-4). Without a cookie it has nothing of ours to act with. */
export const checkOrigin =
  (origins: ReadonlySet<string>): MiddlewareHandler =>
  async (c, next) => {
    if (safe.has(c.req.method) || c.req.header('cookie') === undefined) return await next();
    const origin = c.req.header('origin');
    if (origin !== undefined && !origins.has(origin))
      throw new Refused('not_allowed', { detail: 'unknown Origin' });
    return await next();
  };

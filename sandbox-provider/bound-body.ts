/**
 * A bound on the body of a request (SBX-1). Node holds a body to its content-length: only one without it has to be counted,
 * which costs more than all the rest of a request.
 */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

export function boundBody(bytesMax: number): MiddlewareHandler {
  const countBytes = bodyLimit({ maxSize: bytesMax });
  return async (c, next) => {
    const length = c.req.header('content-length');
    if (length === undefined && c.req.header('transfer-encoding') !== undefined)
      return await countBytes(c, next);
    if (Number(length ?? 0) > bytesMax) return c.text('too much', 413);
    return await next();
  };
}

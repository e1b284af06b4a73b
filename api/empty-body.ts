/** For routes whose body may be left out: a content-type with no body behind it (as many clients send) is no body. */
import type { MiddlewareHandler } from 'hono';

export const emptyBodyIsNone: MiddlewareHandler = async (c, next) => {
  const isEmpty =
    c.req.header('transfer-encoding') === undefined && Number(c.req.header('content-length') ?? 0) === 0;
  if (isEmpty) Object.assign(c.req.bodyCache, { text: Promise.resolve('{}') });
  await next();
};

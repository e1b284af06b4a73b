/**
 * Where a request comes from, as the gateway saw it, who alone may say. In the key of a budget it keeps a stranger's guesses
 * from locking somebody out; as a key of its own it bounds what one sender may ask for.
 */
import type { Context } from 'hono';

export const addressOf = (c: Context): string => c.req.header('x-forwarded-for')?.slice(0, 64) ?? '';

/**
 * The Idempotency-Key of an act on an order that may be asked for several times: under the same key it is the same act.
 * Without one each request is an act of its own.
 */
import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { Refused } from '../domain/refusals.ts';
import { idempotencyKeyPattern } from './shapes.ts';

/** Null where none was sent. Its digest, because it stands in keys that have a shape of their own. */
export function actKeyOf(c: Context): string | null {
  const header = c.req.header('idempotency-key');
  if (header === undefined) return null;
  if (idempotencyKeyPattern.test(header)) return hash('sha256', header, 'base64url');
  const message = 'expected 1 to 200 visible characters';
  throw new Refused('invalid_request', { errors: [{ path: 'Idempotency-Key', message }] });
}

/** How a route documents it. */
export const actKeyHeader = (description: string) => ({
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: `1–200 visible characters; ${description}`,
  schema: { type: 'string' as const },
});

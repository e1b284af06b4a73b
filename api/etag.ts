/** What the asker knows already, by its ETag (RFC 9110, 13.1.2). */
import { hash } from 'node:crypto';
import type { Context } from 'hono';

/** Another one for another text. */
export const etagOf = (text: string): string => `"${hash('sha256', text, 'base64url').slice(0, 22)}"`;

/** A proxy that packs what passes may have made it a weak one: that is the same here. */
export function isKnown(c: Context, etag: string): boolean {
  const known = c.req.header('if-none-match') ?? '';
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

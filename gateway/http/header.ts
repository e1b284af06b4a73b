/** A header as Node has read it; asked through Hono its name and value would be looked at once more, letter by letter. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** `name` in small letters. */
export function headerOf(c: Context, name: string): string | undefined {
  const value = (c.env as HttpBindings).incoming.headers[name];
  return typeof value === 'string' ? value : undefined;
}

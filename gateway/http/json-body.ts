/**
 * The body of a request to the gateway itself: no longer than a message over the socket, and of one strict
 * shape.
 */
import type { Context } from 'hono';
import type { z } from 'zod';
import { SOCKET_PAYLOAD_BYTES_MAX } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import { headerOf } from './header.ts';

/** The empty body is the empty object. */
export async function readJson<Shape extends z.ZodType>(c: Context, shape: Shape): Promise<z.output<Shape>> {
  const parsed = shape.safeParse(parseJson(await readText(c)));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Refused('invalid_request', { errors });
}

export function readText(c: Context): Promise<string> {
  // Node holds a body to its content-length, and such a body needs no stream of its own: that would cost more than
  // all the rest of a join. One without it is counted as it comes.
  const announced = headerOf(c, 'content-length');
  if (Number(announced ?? 0) > SOCKET_PAYLOAD_BYTES_MAX) throw new Refused('too_large');
  return announced === undefined ? countedText(c) : c.req.text();
}

async function countedText(c: Context): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of c.req.raw.body ?? []) {
    length += part.length;
    if (length > SOCKET_PAYLOAD_BYTES_MAX) throw new Refused('too_large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused('invalid_request', { detail: 'not JSON' });
    throw error;
  }
}

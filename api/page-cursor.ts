/** Where a page of a list ended, as an opaque text. One that was tampered with is a wrong shape like any other. */
import type { z } from '@hono/zod-openapi';
import { Refused } from '../domain/refusals.ts';

export const writeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

export function readCursor<Shape extends z.ZodType>(
  text: string | undefined,
  shape: Shape,
): z.output<Shape> | undefined {
  if (text === undefined) return undefined;
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new Refused('invalid_request', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

/** `rows` was asked for with one more than a page holds: that one says whether there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  itemOf: (row: Row) => Item,
  placeOf: (row: Row) => unknown,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const nextCursor = rows.length > size && last !== undefined ? writeCursor(placeOf(last)) : null;
  return { items: shown.map(itemOf), nextCursor };
}

/**
 * GET /staff/sales/SLUG/door-list: what a scanner keeps for when it has no network (DOR-5). A line a ticket as JSON, behind
 * one that says of what moment it is; docs/DOORS.md has the shape. It names no person. Its ETag changes with any ticket, so
 * that a scanner that looks each minute is told 304 as a rule; made piece by piece, as fast as its reader takes it.
 */
import { hash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { type DoorTicket, doorCounts, doorTickets } from '../../../db/doors.ts';
import { Refused } from '../../../domain/refusals.ts';
import { ticketCodeOf } from '../../../tokens/ticket-code.ts';
import { refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { isKnown } from '../../etag.ts';
import { staffWho } from '../../identity.ts';
import { slugParam } from '../../shapes.ts';
import { streamOf } from '../../stream-of.ts';
import { doorOf } from './check-in.ts';

/** Lists that are read at once from this process. */
const READERS_MAX = 8;
const RETRY_MS = 5_000;
const type = 'application/x-ndjson; charset=utf-8';

export function showDoorListRoute(app: Api, deps: Deps): void {
  let readers = 0;
  const route = createRoute({
    method: 'get',
    path: '/api/staff/sales/{slug}/door-list',
    summary: 'Download the tickets of a sale for a scanner',
    security: [{ staff: [] }],
    request: { params: slugParam },
    middleware: staffWho(deps, 'checkIn'),
    responses: {
      200: {
        description: 'A line for the list, then a line a ticket',
        content: { 'application/x-ndjson': { schema: z.string() } },
      },
      304: { description: 'The list with this ETag is still so' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found'),
    },
  });
  app.openapi(route, async (c) => {
    const { slug } = c.req.valid('param');
    const saleId = await doorOf(deps, c.get('staff'), slug);
    const { version, ...counts } = await doorCounts(deps.db, saleId);
    const etag = `"${version}"`;
    if (isKnown(c, etag)) return c.body(null, 304, { etag }) as never;
    if (c.req.method === 'HEAD') return c.body(null, 200, { etag, 'content-type': type }) as never;
    if (readers >= READERS_MAX) throw new Refused('busy', { retryAfterMs: RETRY_MS });
    readers += 1;
    const head = { sale: slug, saleId, version, at: new Date(deps.clock()).toISOString(), ...counts };
    const body = streamOf(linesOf(deps, saleId, head), () => {
      readers -= 1;
    });
    // The route's type knows answers in one piece alone.
    return c.body(body, 200, { etag, 'content-type': type }) as never;
  });
}

async function* linesOf({ db, ring }: Deps, saleId: string, head: object): AsyncGenerator<string> {
  /** Where and when only for who is inside: most lines are short. */
  const lineOf = ({ id, serial, state, checkedInAt, door }: DoorTicket): unknown[] => {
    const code = codeHash(saleId, ticketCodeOf(ring, { ticketId: id, serial }));
    const used = state === 'used' ? [checkedInAt?.toISOString() ?? '', door ?? ''] : [];
    return [id, serial, state, code, ...used];
  };
  yield `${JSON.stringify(head)}\n`;
  for await (const tickets of doorTickets(db, saleId))
    yield tickets.map((ticket) => `${JSON.stringify(lineOf(ticket))}\n`).join('');
}

/** Tells a typed code from others, and cannot be read back into one: the list itself opens no door. */
const codeHash = (saleId: string, code: string): string =>
  hash('sha256', `${saleId}|${code.replaceAll('-', '')}`, 'base64url').slice(0, 16);

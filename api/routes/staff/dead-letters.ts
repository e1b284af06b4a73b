/**
 * GET /staff/dead-letters, POST /staff/dead-letters/ID/replay and …/set-aside: what could not be done, with its cause, and
 * what is decided about it (ORD-17).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import {
  type DeadLetter,
  deadLetterStates,
  decideDeadLetter,
  listDeadLetters,
} from '../../../db/dead-letters.ts';
import { json, jsonBody, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, orderParam, reason } from '../../shapes.ts';

const LETTERS_A_PAGE = 50;
const place = z.object({ at: z.iso.datetime(), id: z.string().max(100) });
const time = z.string().openapi({ format: 'date-time' });

const letter = z
  .object({
    id: z.string(),
    source: z.enum(['command', 'reserve', 'due', 'outbox']),
    sale: z.string().nullable().openapi({ description: 'the slug' }),
    orderId: z.string().nullable(),
    what: z.string().openapi({ description: 'the kind of command, or the topic of what must follow' }),
    letter: z.string().nullable().openapi({ description: 'which one, where it is a letter' }),
    key: z.string().nullable(),
    cause: z.string(),
    tries: z.int(),
    state: z.enum(deadLetterStates),
    reason: z.string().nullable(),
    replayable: z.boolean(),
    firstAt: time,
    lastAt: time,
  })
  .openapi('DeadLetter');

export function deadLetterRoutes(app: Api, deps: Deps): void {
  const list = createRoute({
    method: 'get',
    path: '/api/staff/dead-letters',
    summary: 'List what could not be done',
    security: [{ staff: [] }],
    request: { query: z.strictObject({ state: z.enum(deadLetterStates).optional(), cursor }) },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: json(pageShape(letter), 'A page, the newest first'),
      ...refusing('not_signed_in', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(list, async (c) => {
    const { state, cursor } = c.req.valid('query');
    const before = readCursor(cursor, place);
    const rows = await listDeadLetters(deps.db, { state, before, letters: LETTERS_A_PAGE + 1 });
    const placeOf = ({ id, lastAt }: DeadLetter) => ({ id, at: lastAt.toISOString() });
    return c.json(pageOf(rows, LETTERS_A_PAGE, viewOf, placeOf), 200);
  });

  for (const [name, act] of [
    ['replay', 'replay'],
    ['set-aside', 'set_aside'],
  ] as const) {
    const route = createRoute({
      method: 'post',
      path: `/api/staff/dead-letters/{id}/${name}`,
      summary: act === 'replay' ? 'Have it done again' : 'Decide that it need not be done',
      security: [{ staff: [] }],
      request: { params: orderParam, body: jsonBody(z.strictObject({ reason })) },
      middleware: staffWho(deps, 'replay'),
      responses: {
        204: { description: 'Decided' },
        ...refusing('not_signed_in', 'not_allowed', 'not_found', 'nothing_to_replay', 'invalid_request'),
      },
    });
    app.openapi(route, async (c) => {
      const { id } = c.req.valid('param');
      const decided = { id, act, reason: c.req.valid('json').reason, actor: staffActor(c.get('staff').id) };
      await deps.db.transaction().execute((trx) => decideDeadLetter(trx, decided));
      return c.body(null, 204);
    });
  }
}

const viewOf = ({ saleId: _, saleSlug, firstAt, lastAt, ...letter }: DeadLetter) => ({
  ...letter,
  sale: saleSlug,
  replayable: letter.source !== 'reserve' && letter.state !== 'done',
  firstAt: firstAt.toISOString(),
  lastAt: lastAt.toISOString(),
});

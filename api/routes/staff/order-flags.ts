/**
 * GET /staff/flags, of one order or of all that are open, and POST /staff/flags/ID/clear: what somebody must look at, and
 * that somebody has (PAY-20). Clearing one changes nothing else, and the journal says who did.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { clearFlag, flagsOf, openFlags, type RaisedFlag } from '../../../db/order-flags.ts';
import { flagKinds } from '../../../domain/order-flag.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, jsonBody, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, orderParam, reason } from '../../shapes.ts';
import { isoOrNull } from '../../views.ts';

const FLAGS_A_PAGE = 50;
const place = z.object({ id: z.int() });
const time = z.string().openapi({ format: 'date-time' });

const flag = z
  .object({
    id: z.string(),
    kind: z.enum(flagKinds),
    orderId: z.string().nullable(),
    paymentId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    raisedAt: time,
    clearedAt: time.nullable(),
    clearedBy: z.string().nullable(),
  })
  .openapi('OrderFlag');

export function orderFlagRoutes(app: Api, deps: Deps): void {
  const list = createRoute({
    method: 'get',
    path: '/api/staff/flags',
    summary: 'List what somebody must look at',
    security: [{ staff: [] }],
    request: {
      query: z.strictObject({
        order: z
          .string()
          .regex(/^\w{1,64}$/)
          .optional(),
        cursor,
      }),
    },
    middleware: staffWho(deps, 'readOrders'),
    responses: {
      200: json(
        pageShape(flag),
        'Of one order all of them, otherwise those that nobody has cleared; the newest first',
      ),
      ...refusing('not_signed_in', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(list, async (c) => {
    const { order, cursor } = c.req.valid('query');
    if (order !== undefined) {
      return c.json({ items: (await flagsOf(deps.db, order)).map(viewOf), nextCursor: null }, 200);
    }
    const beforeId = readCursor(cursor, place)?.id;
    const flags = await openFlags(deps.db, { beforeId, flags: FLAGS_A_PAGE + 1 });
    return c.json(
      pageOf(flags, FLAGS_A_PAGE, viewOf, ({ id }) => ({ id })),
      200,
    );
  });

  const clear = createRoute({
    method: 'post',
    path: '/api/staff/flags/{id}/clear',
    summary: 'Say that it was looked at',
    security: [{ staff: [] }],
    request: {
      params: orderParam,
      body: jsonBody(z.strictObject({ reason })),
    },
    middleware: staffWho(deps, 'refund'),
    responses: {
      204: { description: 'Cleared' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(clear, async (c) => {
    const id = idIn(c.req.valid('param').id);
    const actor = staffActor(c.get('staff').id);
    await deps.db.transaction().execute(async (trx) => {
      if (!(await clearFlag(trx, id, actor))) throw new Refused('not_found');
      const { reason } = c.req.valid('json');
      await recordAct(trx, { actor, act: 'order.flag_cleared', detail: { flagId: id }, reason });
    });
    return c.body(null, 204);
  });
}

/** `flg_12`; whatever else names no flag. */
function idIn(text: string): number {
  const [, digits] = /^flg_(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) throw new Refused('not_found');
  return Number(digits);
}

const viewOf = ({ id, raisedAt, clearedAt, ...one }: RaisedFlag) => ({
  ...one,
  id: `flg_${id}`,
  raisedAt: raisedAt.toISOString(),
  clearedAt: isoOrNull(clearedAt),
});

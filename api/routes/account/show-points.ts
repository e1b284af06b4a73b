/** GET /me/points: what the account has to spend, and how it came to it, the newest first (PNT-6). */
import { createRoute, z } from '@hono/zod-openapi';
import { pointsBook } from '../../../db/points.ts';
import { leastToPay } from '../../../payment/providers.ts';
import { json, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor } from '../../shapes.ts';

const ENTRIES_A_PAGE = 50;
const place = z.int().min(1);

const points = z
  .object({
    balances: z
      .array(
        z.object({
          currency: z.string(),
          balance: z.int(),
          leastToPay: z
            .int()
            .openapi({ description: 'what points leave to pay in money is nothing, or at least this' }),
        }),
      )
      .readonly(),
    items: z
      .array(
        z.object({
          id: z.int(),
          at: z.string().openapi({ format: 'date-time' }),
          currency: z.string(),
          kind: z.enum(['earn', 'spend', 'giveBack', 'takeBack']),
          amount: z.int().openapi({ description: 'what the balance changed by' }),
          balanceAfter: z.int(),
          orderId: z.string().nullable(),
        }),
      )
      .readonly(),
    nextCursor: z.string().nullable(),
  })
  .openapi('Points', { description: 'one point is one minor unit of its currency' });

export function showPointsRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/me/points',
    summary: 'My points',
    security: [{ account: [] }],
    request: { query: z.strictObject({ cursor }) },
    middleware: accountWho(deps),
    responses: {
      200: json(points, 'Balances, and a page of what changed them'),
      ...refusing('not_signed_in', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const beforeId = readCursor(c.req.valid('query').cursor, place);
    const ask = { beforeId, entries: ENTRIES_A_PAGE + 1 };
    const { balances, entries } = await pointsBook(deps.db, c.get('account').id, ask);
    const itemOf = ({ at, ...entry }: (typeof entries)[number]) => ({ ...entry, at: at.toISOString() });
    const { providers } = deps.payments;
    const told = balances.map((one) => ({ ...one, leastToPay: leastToPay(providers, one.currency) }));
    return c.json({ balances: told, ...pageOf(entries, ENTRIES_A_PAGE, itemOf, ({ id }) => id) }, 200);
  });
}

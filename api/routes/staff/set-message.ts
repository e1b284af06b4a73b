/** POST /staff/sales/SLUG/message: a word to everybody who waits, in either language or both; neither takes it away. */
import { createRoute, z } from '@hono/zod-openapi';
import { setMessage } from '../../../db/sale-steering.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { lineText, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

/** What fits on a phone beside the place. */
const text = lineText(1, 500);
const body = z.strictObject({ ko: text, en: text }).partial();

export function setMessageRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/staff/sales/{slug}/message',
    summary: 'Tell everybody who waits',
    security: [{ staff: [] }],
    request: { params: slugParam, body: jsonBody(body) },
    middleware: staffWho(deps, 'steer'),
    responses: {
      200: json(staffSale, 'The sale'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const message = c.req.valid('json');
    const asked = { slug: c.req.valid('param').slug, staffId: c.get('staff').id };
    return c.json(await steer(deps, asked, (trx, slug, by) => setMessage(trx, slug, message, by)), 200);
  });
}

/**
 * POST /staff/sales/SLUG/{open,pause,resume,close}: the acts that lead a sale from one state to another (API-8). They
 * differ in what they do and in nothing around it; asking for what is already so changes nothing.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import {
  askToOpen,
  type By,
  closeSale,
  type PauseNews,
  pauseSale,
  resumeSale,
} from '../../../db/sale-steering.ts';
import type { Database } from '../../../db/schema.ts';
import { json, jsonBodyIfAny, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { emptyBodyIsNone } from '../../empty-body.ts';
import { staffWho } from '../../identity.ts';
import { staffSale } from '../../sale-answers.ts';
import { moment, reason, reasonBody, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

interface Switch {
  readonly summary: string;
  readonly description: string;
  readonly act: (trx: Transaction<Database>, slug: string, by: By & PauseNews) => Promise<void>;
}

const switches: Readonly<Record<string, Switch>> = {
  open: {
    summary: 'Open a sale now',
    description: 'It opens within a second, before its time if need be.',
    act: askToOpen,
  },
  pause: {
    summary: 'Pause a sale',
    description:
      'Nobody is called until it is resumed; who is inside goes on buying. Visitors read the reason: a text for all, or one for each language. Pausing a paused sale says it anew.',
    act: pauseSale,
  },
  resume: { summary: 'Resume a paused sale', description: 'The line moves again.', act: resumeSale },
  close: { summary: 'Close a sale for good', description: 'What is held may still be paid.', act: closeSale },
};

const pauseBody = z.strictObject({
  reason: z
    .union([
      reason,
      z
        .strictObject({ ko: reason, en: reason })
        .partial()
        .refine(({ ko, en }) => ko !== undefined || en !== undefined, 'expected a text in ko or en'),
    ])
    .optional(),
  nextNewsAt: moment.optional().openapi({ description: 'when visitors hear more' }),
});

export function switchSaleRoutes(app: Api, deps: Deps): void {
  for (const [name, { summary, description, act }] of Object.entries(switches)) {
    const route = createRoute({
      method: 'post',
      path: `/api/staff/sales/{slug}/${name}`,
      summary,
      description,
      security: [{ staff: [] }],
      request: { params: slugParam, body: jsonBodyIfAny(name === 'pause' ? pauseBody : reasonBody) },
      middleware: [staffWho(deps, 'steer'), emptyBodyIsNone],
      responses: {
        200: json(staffSale, 'The sale'),
        ...refusing('not_signed_in', 'not_allowed', 'not_found', 'sale_not_open', 'invalid_request'),
      },
    });
    app.openapi(route, async (c) => {
      const { reason: said, ...news } = c.req.valid('json');
      const reasons = typeof said === 'object' ? said : undefined;
      // For the journal, and for who reads neither language.
      const why = typeof said === 'object' ? (said.en ?? said.ko) : said;
      const asked = { slug: c.req.valid('param').slug, staffId: c.get('staff').id, reason: why };
      return c.json(
        await steer(deps, asked, (trx, slug, by) => act(trx, slug, { ...by, ...news, reasons })),
        200,
      );
    });
  }
}

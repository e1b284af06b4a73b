/** POST /orders/ID/payments: where the buyer goes to pay. Asked twice, it answers the page of the first attempt. */
import { createRoute, z } from '@hono/zod-openapi';
import { startPayment } from '../../payment/start-payment.ts';
import { json, jsonBody, money, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { whoMayReadOrder } from '../identity.ts';
import { monotonicMs } from '../latencies.ts';
import { lineText, orderParam } from '../shapes.ts';

const body = z.strictObject({ provider: lineText(1, 40) });
const started = z
  .object({ id: z.string(), redirectUrl: z.string(), amount: money })
  .openapi('StartedPayment');

export function startPaymentRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/orders/{id}/payments',
    summary: 'Start paying an order',
    description:
      'With header `Usher-Order-Key`, or signed in as its buyer or as staff. The hold is enough, no pass is needed; an ' +
      '`Usher-Pass` that is sent along says whose turn breaks where this fails by our fault.',
    request: { params: orderParam, body: jsonBody(body) },
    middleware: async (c, next) => {
      await whoMayReadOrder(deps, c, c.req.param('id') ?? '');
      await next();
    },
    responses: {
      201: json(started, 'Send the buyer to `redirectUrl`'),
      ...refusing('not_found', 'hold_lapsed', 'order_not_payable', 'payment_not_taken'),
      ...refusing('invalid_request', 'too_large'),
    },
  });
  app.openapi(route, async (c) => {
    const sinceMs = monotonicMs();
    const { provider } = c.req.valid('json');
    const answer = await startPayment(deps.payments, { orderId: c.req.valid('param').id, provider });
    deps.latencies.took('pay', monotonicMs() - sinceMs);
    return c.json(answer, 201);
  });
}

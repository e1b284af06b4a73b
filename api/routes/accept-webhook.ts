/**
 * POST /webhooks/PROVIDER: what a provider has to say. The signature is over the bytes as they came, so nothing parses
 * them before.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { acceptWebhook } from '../../payment/accept-webhook.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';

const route = createRoute({
  method: 'post',
  path: '/api/webhooks/{provider}',
  summary: 'Hear a payment provider',
  request: {
    params: z.strictObject({
      provider: z
        .string()
        .max(40)
        .regex(/^[a-z0-9-]+$/),
    }),
  },
  responses: { 204: { description: 'Heard' }, ...refusing('not_found', 'not_signed_in', 'too_large') },
});

export function acceptWebhookRoute(app: Api, { payments }: Deps): void {
  app.openapi(route, async (c) => {
    const rawBody = await c.req.text();
    await acceptWebhook(payments, { ...c.req.valid('param'), rawBody, headers: c.req.raw.headers });
    return c.body(null, 204);
  });
}

/** GET /payment-methods: the providers that buyers may choose from. */
import { createRoute, z } from '@hono/zod-openapi';
import { paymentBrands } from '../../domain/payment-brands.ts';
import { json, pageOf, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';

const method = z
  .object({
    provider: z.string(),
    label: z.string(),
    brands: z
      .array(z.object({ code: z.string(), label: z.object({ ko: z.string(), en: z.string() }) }))
      .openapi({ description: 'what its page offers, by the names that buyers know' }),
    test: z.boolean().openapi({ description: 'no real money moves' }),
  })
  .openapi('PaymentMethod');

const labels: Readonly<Record<string, string>> = { sandbox: 'Test money', stripe: 'Card and more' };

const route = createRoute({
  method: 'get',
  path: '/api/payment-methods',
  summary: 'List the ways to pay',
  responses: { 200: json(pageOf(method), 'The ways to pay'), ...refusing() },
});

export function listPaymentMethodsRoute(app: Api, { payments }: Deps): void {
  const items = [...payments.providers].map(([provider, { isTestMoney, brands }]) => ({
    provider,
    label: labels[provider] ?? provider,
    brands: brands.map((code) => ({ code, label: paymentBrands[code] })),
    test: isTestMoney,
  }));
  app.openapi(route, (c) => c.json({ items, nextCursor: null }, 200));
}

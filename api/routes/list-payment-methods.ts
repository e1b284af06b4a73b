/** GET /payment-methods: the providers that buyers may choose from. */
import { createRoute, z } from '@hono/zod-openapi';
import { paymentBrands } from '../../domain/payment-brands.ts';
import { json, pageOf, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';

const bothLanguages = z.object({ ko: z.string(), en: z.string() });
const method = z
  .object({
    provider: z.string(),
    label: z.string().openapi({ description: 'in English' }),
    names: bothLanguages,
    brands: z
      .array(z.object({ code: z.string(), label: bothLanguages }))
      .openapi({ description: 'what its page offers, by the names that buyers know' }),
    test: z.boolean().openapi({ description: 'no real money moves' }),
  })
  .openapi('PaymentMethod');

const namesOf: Readonly<Record<string, z.infer<typeof bothLanguages>>> = {
  sandbox: { ko: '테스트 결제', en: 'Test money' },
  stripe: { ko: '카드 및 기타 결제', en: 'Card and more' },
};

const route = createRoute({
  method: 'get',
  path: '/api/payment-methods',
  summary: 'List the ways to pay',
  responses: { 200: json(pageOf(method), 'The ways to pay'), ...refusing() },
});

export function listPaymentMethodsRoute(app: Api, { payments }: Deps): void {
  const items = [...payments.providers].map(([provider, { isTestMoney, brands }]) => {
    const names = namesOf[provider] ?? { ko: provider, en: provider };
    return {
      ...{ provider, label: names.en, names, test: isTestMoney },
      brands: brands.map((code) => ({ code, label: paymentBrands[code] })),
    };
  });
  app.openapi(route, (c) => c.json({ items, nextCursor: null }, 200));
}

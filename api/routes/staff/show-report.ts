/** GET /staff/sales/SLUG/report: the sale in numbers, as they stand now. */
import { createRoute, z } from '@hono/zod-openapi';
import { saleReport } from '../../../db/sale-report.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { json, money, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { sale, stock } from '../../sale-answers.ts';
import { slugParam } from '../../shapes.ts';
import { saleView, stockView } from '../../views.ts';

const counts = z.record(z.string(), z.int());
const report = z
  .object({
    at: z.string(),
    sale,
    stock,
    orders: z.record(z.string(), z.object({ orders: z.int(), units: z.int(), amount: money })),
    calls: counts.openapi({ description: 'calls by what became of them' }),
    visitorsCalled: z.int(),
    left: z.int().openapi({ description: 'visitors who left the line' }),
    captured: money,
    refunded: money,
    refunding: money.openapi({ description: 'decided, and not yet back' }),
    disputed: money.openapi({ description: "held by buyers' banks until they have decided" }),
    refundedByOthers: money.openapi({ description: 'of refunded: at the provider itself, or by a bank' }),
    tickets: counts,
    ledger: counts,
  })
  .openapi('Report');

export function showReportRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'get',
    path: '/api/staff/sales/{slug}/report',
    summary: 'A sale in numbers',
    security: [{ staff: [] }],
    request: { params: slugParam },
    middleware: staffWho(deps, 'watch'),
    responses: { 200: json(report, 'The numbers'), ...refusing('not_signed_in', 'not_allowed', 'not_found') },
  });
  app.openapi(route, async (c) => {
    const found = await saleBySlug(deps.db, c.req.valid('param').slug);
    if (!found) throw new Refused('not_found');
    const numbers = await saleReport(deps.db, found.id);
    const ofMoney = (amount: number) => ({ amount, currency: found.currency });
    const byState = Object.entries(numbers.orders).map(([state, { amount, orders, units }]) => {
      return [state, { orders, units, amount: ofMoney(amount) }] as const;
    });
    const answer = {
      at: numbers.at.toISOString(),
      sale: saleView(found),
      stock: stockView(found),
      orders: Object.fromEntries(byState),
      calls: Object.fromEntries(Object.entries(numbers.calls)),
      visitorsCalled: numbers.visitorsCalled,
      left: numbers.left,
      captured: ofMoney(numbers.money.captured),
      refunded: ofMoney(numbers.money.refunded),
      refunding: ofMoney(numbers.money.refunding),
      disputed: ofMoney(numbers.money.disputed),
      refundedByOthers: ofMoney(numbers.money.refundedByOthers),
      tickets: { ...numbers.tickets },
      ledger: { ...numbers.ledger },
    };
    return c.json(answer, 200);
  });
}

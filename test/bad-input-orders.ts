/** What the routes that settle orders, and those of staff about them, are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const line = { tierId: 'tier_1', quantity: 1 };
const search = ['sale=A%20B', 'state=x', 'email=nobody', 'id=nobody', 'from=yesterday', 'to=1', 'name=A'];
const badParts = [
  ...[{ lineNo: 1 }, { lineNo: 0, quantity: 1 }],
  ...[
    { lineNo: 1, quantity: 0 },
    { ...line, lineNo: 1 },
  ],
].map((part) => ({ reason: 'r', lines: [part] }));
const badReasons = [{ reason: '' }, { reason: nul }, { reason: 'r', by: 'me' }];

export const orderRoutes: Record<string, Route> = {
  'POST /api/orders/{id}/cancel': { who: 'key', good: { reason: 'r' }, bad: badReasons, optional: true },
  'POST /api/orders/{id}/refund': {
    who: 'refund',
    good: { reason: 'r' },
    bad: [
      ...[{ reason: '' }, { reason: nul }, { reason: 'r', amount: 1 }, { reason: 'r', lines: [] }],
      ...badParts,
    ],
  },
  'POST /api/orders/{id}/return': {
    who: 'key',
    good: { reason: 'r' },
    bad: [{ reason: '' }, { reason: nul }, { reason: 'r', lines: [] }, ...badParts],
  },
  'POST /api/staff/returns/{id}/accept': { who: 'refund', good: { reason: 'r' }, bad: badReasons },
  'POST /api/staff/returns/{id}/refuse': { who: 'refund', good: { reason: 'r' }, bad: badReasons },
  'GET /api/staff/orders': { who: 'readOrders', badQueries: [...search, 'cursor=x'] },
  'GET /api/staff/orders/export': { who: 'readOrders', badQueries: [...search, 'cursor=x'] },
  'GET /api/staff/orders/{id}': { who: 'readOrders' },
  'GET /api/staff/dead-letters': {
    who: 'readOrders',
    badQueries: ['state=x', 'cursor=x', 'cursor=e30', 'q=1'],
  },
  'POST /api/staff/dead-letters/{id}/replay': { who: 'replay', good: { reason: 'r' }, bad: badReasons },
  'POST /api/staff/dead-letters/{id}/set-aside': { who: 'replay', good: { reason: 'r' }, bad: badReasons },
};

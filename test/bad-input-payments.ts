/** What the routes of flags are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

export const paymentRoutes: Record<string, Route> = {
  'GET /api/letters/stop/{token}': { who: 'anybody' },
  'POST /api/letters/stop/{token}': { who: 'anybody' },
  'GET /api/staff/flags': {
    who: 'readOrders',
    badQueries: ['order=', 'order=%00', 'cursor=x', 'state=open'],
  },
  'POST /api/staff/flags/{id}/clear': {
    who: 'refund',
    good: { reason: 'r' },
    bad: [{}, { reason: '' }, { reason: 'r', more: 1 }],
  },
};

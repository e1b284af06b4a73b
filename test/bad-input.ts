/**
 * What every route of the API is asked wrongly: bodies, queries, names and whoever may not ask. api/refusals.test.ts goes
 * through it, and holds it to the OpenAPI document.
 */
import { BODY_BYTES_MAX } from '../api/edge.ts';
import type { Ask } from './api.ts';
import { accountRoutes } from './bad-input-accounts.ts';
import { catalogueRoutes } from './bad-input-catalogue.ts';
import { orderRoutes } from './bad-input-orders.ts';
import { paymentRoutes } from './bad-input-payments.ts';
import { peopleRoutes } from './bad-input-people.ts';
import { ticketRoutes } from './bad-input-tickets.ts';
import type { Route, Who } from './bad-route.ts';

const nul = 'a\u0000b';
const far = '2400-01-01T00:00:00Z';
const huge = 1e300;
const tier = { name: 'Floor', price: { amount: 1, currency: 'KRW' }, capacity: 1 };
const newSale = { slug: 'a-sale', title: 'A sale', tiers: [tier] };
const line = { tierId: 'tier_1', quantity: 1 };
const contact = { email: 'a@example.com', name: 'A' };

export const routes: Record<string, Route> = {
  'GET /api/sales': {
    who: 'anybody',
    badQueries: [
      'state=draft',
      'state=',
      'q=',
      'q=%00',
      'cursor=x',
      'cursor=bnVsbA',
      'page=2',
      'q=a&q=b',
      `q=${'a'.repeat(101)}`,
    ],
  },
  'GET /api/sales/{slug}': { who: 'anybody' },
  'GET /api/sales/{slug}/stock': { who: 'anybody' },
  'GET /api/sales/{slug}/proof': {
    who: 'anybody',
    badQueries: ['index=x', 'index=0', 'index=1.5', 'page=2'],
  },
  'POST /api/stock': { who: 'anybody', good: { slugs: ['a'] }, bad: [{ slugs: ['A B'] }, { slugs: [nul] }] },
  'POST /api/sales/{slug}/orders': {
    who: 'pass',
    good: { lines: [line], contact },
    bad: [
      { lines: [{ ...line, quantity: 0 }], contact },
      { lines: [{ ...line, quantity: 1.5 }], contact },
      { lines: [{ ...line, quantity: -1 }], contact },
      { lines: [{ ...line, quantity: huge }], contact },
      { lines: [{ ...line, quantity: '1' }], contact },
      { lines: [{ ...line, price: 1 }], contact },
      { lines: [line], contact },
      { lines: Array(21).fill(line), contact },
      { lines: [line], contact: { ...contact, email: 'nobody' } },
      { lines: [line], contact: { ...contact, name: nul } },
      { lines: [line], contact: { ...contact, name: '   ' } },
      { lines: [line], contact: { ...contact, role: 'owner' } },
    ],
  },
  'GET /api/orders/{id}': { who: 'key' },
  'GET /api/orders/{id}/tickets': { who: 'key' },
  'GET /api/payment-methods': { who: 'anybody' },
  'POST /api/orders/{id}/payments': {
    who: 'key',
    good: { provider: 'nobody' },
    bad: [{ provider: 'nobody' }, { provider: 'nobody', amount: 1 }],
  },
  'POST /api/webhooks/{provider}': { who: 'anybody' },
  'POST /api/auth/login': {
    who: 'anybody',
    good: { email: 'a@example.com', password: 'x' },
    bad: [
      { email: 'a@example.com', password: 'x'.repeat(201) },
      { email: nul, password: 'x' },
    ],
  },
  'POST /api/auth/refresh': { who: 'anybody' },
  'POST /api/auth/logout': { who: 'anybody' },
  'POST /api/auth/logout-all': { who: 'signedIn' },
  'GET /api/me': { who: 'signedIn' },
  ...accountRoutes,
  ...catalogueRoutes,
  ...peopleRoutes,
  'POST /api/staff/sales': {
    who: 'steer',
    good: newSale,
    bad: [
      { ...newSale, slug: 'A Sale' },
      { ...newSale, slug: `${'a'.repeat(65)}` },
      { ...newSale, title: nul },
      { ...newSale, tiers: [] },
      { ...newSale, tiers: [tier, tier] },
      { ...newSale, tiers: [{ ...tier, capacity: -1 }] },
      { ...newSale, tiers: [{ ...tier, capacity: huge }] },
      { ...newSale, tiers: [{ ...tier, sold: 1 }] },
      { ...newSale, tiers: [{ ...tier, price: { amount: 0.5, currency: 'KRW' } }] },
      { ...newSale, tiers: [tier, { ...tier, name: 'B', price: { amount: 1, currency: 'EUR' } }] },
      { ...newSale, tiers: [{ ...tier, price: { amount: 1, currency: 'ABC' } }] },
      { ...newSale, mode: 'raffle' },
      { ...newSale, state: 'open' },
      { ...newSale, opensAt: 'tomorrow' },
      { ...newSale, opensAt: far },
      { ...newSale, opensAt: '2030-01-01T00:00:00Z', closesAt: '2029-01-01T00:00:00Z' },
      { ...newSale, floorMax: 0 },
      { ...newSale, holdMinutes: 16 },
      { ...newSale, perVisitorMax: '4' },
      { ...newSale, accent: 'red' },
      { ...newSale, picture: 'javascript:alert(1)' },
    ],
  },
  'GET /api/staff/sales': { who: 'watch', badQueries: ['state=none', 'cursor=x', 'drafts=1'] },
  'PATCH /api/staff/sales/{slug}': {
    who: 'steer',
    emptyFits: true,
    good: { floorMax: 5 },
    bad: [
      { floorMax: huge },
      { slug: 'other' },
      { state: 'closed' },
      { tiers: [] },
      { lobby: 'arrival' },
      { seedHash: 'x' },
      { opensAt: '2031-01-01T00:00:00Z' },
      { mode: 'shelf' },
      { closesAt: '2001-01-01T00:00:00Z' },
    ],
  },
  'POST /api/staff/sales/{slug}/open': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/pause': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }, { nextNewsAt: far }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/resume': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'POST /api/staff/sales/{slug}/close': {
    who: 'steer',
    good: { reason: 'r' },
    bad: [{ reason: nul }],
    optional: true,
  },
  'GET /api/staff/sales/{slug}/codes': { who: 'steer' },
  'POST /api/staff/sales/{slug}/codes': {
    who: 'steer',
    optional: true,
    good: { count: 1, label: 'a', lane: 'priority', usesMax: 1 },
    bad: [{ count: 0 }, { count: huge }, { lane: 'slow' }, { usesMax: 0 }, { endsAt: far }, { code: 'ABCD' }],
  },
  'POST /api/staff/sales/{slug}/codes/{id}/withdraw': { who: 'steer' },
  'POST /api/staff/sales/{slug}/message': {
    who: 'steer',
    emptyFits: true,
    good: { en: 'a' },
    bad: [{ en: '' }, { fr: 'a' }, { ko: nul }],
  },
  'PUT /api/staff/sales/{slug}/stock': {
    who: 'steer',
    good: { tiers: [{ id: 'tier_1', capacity: 1 }] },
    bad: [
      { tiers: [{ id: 'tier_1', capacity: 1 }] },
      { tiers: [{ id: 'tier_1', capacity: -1 }] },
      { tiers: [{ id: 'tier_1', capacity: huge }] },
      { tiers: [{ id: nul, capacity: 1 }] },
      { tiers: [] },
    ],
  },
  'GET /api/staff/sales/{slug}/report': { who: 'watch' },
  'GET /api/staff/audit': {
    who: 'readAudit',
    badQueries: ['sale=A%20B', 'about=x', 'cursor=x', 'cursor=LTE'],
  },
  ...ticketRoutes,
  ...orderRoutes,
  ...paymentRoutes,
};

/** Roles that a route turns away. */
export const turnedAway: Partial<Record<Who, readonly ('operator' | 'support' | 'door')[]>> = {
  steer: ['support', 'door'],
  watch: ['door'],
  readOrders: ['door'],
  refund: ['door'],
  replay: ['support', 'door'],
  readAudit: ['support', 'door'],
  manageStaff: ['operator', 'support', 'door'],
  flagAccounts: ['door'],
  judgeFlags: ['support', 'door'],
};

export { badIds, badSlugs } from './bad-route.ts';

export function badBodies(route: Route): [what: string, ask: Ask, code: string][] {
  const { good, bad = [], optional } = route;
  if (!good) return [];
  const large = JSON.stringify({ ...good, more: 'x'.repeat(BODY_BYTES_MAX) });
  const mayBeEmpty = optional ?? route.emptyFits ?? false;
  const inEachField = (value: unknown) =>
    Object.keys(good)
      .filter((field) => value !== nul || field !== route.anyText)
      .map((field) => JSON.stringify({ ...good, [field]: value }));
  const broken = [
    ...['[]', 'null', '1', '"a"', '{', '{"a":1}{', '\u0000', 'a=1'],
    ...[{ ...good, unknown: 1 }, ...(mayBeEmpty ? [] : [{}]), ...bad].map((json) => JSON.stringify(json)),
    ...[null, {}, [[]], true, nul, 'x'.repeat(20_000)].flatMap(inEachField),
    // More than a number can hold; JSON has words for it, JavaScript has not.
    ...inEachField('@').map((text) => text.replace('"@"', '1e400')),
  ];
  return [
    ...broken.map((body): [string, Ask, string] => [body.slice(0, 80), { body }, 'invalid_request']),
    ['too large', { body: large }, 'too_large'],
    [
      'a form',
      { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'invalid_request',
    ],
    [
      'plain text',
      { body: JSON.stringify(good), headers: { 'content-type': 'text/plain' } },
      'invalid_request',
    ],
    ...(optional ? [] : [['no body', {}, 'invalid_request'] as [string, Ask, string]]),
  ];
}

/** What the routes of accounts are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const contact = { email: 'a@example.com' };
const postal = { recipient: 'A', line1: 'A', city: 'A', postalCode: '1', country: 'KR' };

const item = { tierId: 'tier_1', quantity: 1 };

function listRoutes(list: string): Record<string, Route> {
  const badItems = [
    { items: [{ ...item, quantity: 101 }] },
    { items: [{ ...item, quantity: -1 }] },
    { items: [{ ...item, quantity: 1.5 }] },
    { items: [{ ...item, price: 1 }] },
    { items: [{ ...item, tierId: nul }] },
    { items: Array(51).fill(item) },
  ];
  const unknown = { items: [item] };
  const none = { items: [{ ...item, quantity: 0 }] };
  return {
    [`GET /api/me/${list}`]: { who: 'account' },
    [`POST /api/me/${list}`]: {
      who: 'account',
      good: unknown,
      bad: [...badItems, unknown, none, { items: [] }],
    },
    [`PUT /api/me/${list}`]: { who: 'account', good: unknown, bad: [...badItems, unknown, none] },
    [`PATCH /api/me/${list}`]: { who: 'account', good: unknown, bad: [...badItems, unknown, { items: [] }] },
    [`DELETE /api/me/${list}`]: { who: 'account', badQueries: ['tierId=%00', 'tierId=', 'item=1'] },
    [`POST /api/me/${list}/merge`]: {
      who: 'account',
      good: unknown,
      bad: [...badItems, none, { items: [] }],
    },
  };
}

export const accountRoutes: Record<string, Route> = {
  'GET /api/me/sessions': { who: 'signedIn' },
  'DELETE /api/me/sessions/{id}': { who: 'signedIn' },
  'POST /api/auth/signup/code': {
    who: 'anybody',
    good: { email: contact.email },
    bad: [{ email: 'nobody' }, { email: contact.email, whose: 'staff' }],
  },
  'POST /api/auth/signup': {
    who: 'anybody',
    good: { email: contact.email, code: '123456', password: 'x'.repeat(10), name: 'A' },
    bad: [
      { email: contact.email, code: '123456', password: 'too short', name: 'A' },
      { email: contact.email, code: '123456', password: 'x'.repeat(10), name: 'A', phone: '010-1234' },
      { email: contact.email, code: '123456', password: 'x'.repeat(10), name: 'A', role: 'owner' },
    ],
  },
  'POST /api/auth/password/reset/code': {
    who: 'anybody',
    good: { email: contact.email, whose: 'staff' },
    bad: [{ email: contact.email, whose: 'owner' }],
  },
  'POST /api/auth/password/reset': {
    who: 'anybody',
    good: { email: contact.email, code: '123456', password: 'x'.repeat(10) },
    bad: [
      { email: contact.email, code: '123456', password: 'short' },
      { email: contact.email, code: '123456', password: 'x'.repeat(10), whose: 'owner' },
    ],
  },
  'PATCH /api/me': {
    who: 'account',
    emptyFits: true,
    good: { name: 'A' },
    bad: [{ email: contact.email }, { phone: '1' }, { language: 'fr' }, { points: 1 }],
  },
  'DELETE /api/me': { who: 'account', good: { password: 'x' } },
  'PUT /api/me/password': {
    who: 'signedIn',
    good: { password: 'x', newPassword: 'x'.repeat(10) },
    bad: [{ password: 'x', newPassword: 'short' }],
  },
  'GET /api/me/export': { who: 'account' },
  'GET /api/me/orders': { who: 'account', badQueries: ['cursor=x', 'account=acc_1'] },
  'GET /api/me/tickets': {
    who: 'account',
    badQueries: ['cursor=x', `cursor=${btoa('[1,2]')}`, 'account=acc_1'],
  },
  'GET /api/me/points': { who: 'account', badQueries: ['cursor=x', 'account=acc_1'] },
  'GET /api/me/addresses': { who: 'account' },
  'POST /api/me/addresses': {
    who: 'account',
    good: postal,
    bad: [
      { ...postal, country: 'Korea' },
      { ...postal, country: 'XX' },
    ],
  },
  'PUT /api/me/addresses/{id}': { who: 'account', good: postal, bad: [{ ...postal, city: nul }] },
  'DELETE /api/me/addresses/{id}': { who: 'account' },
  ...listRoutes('basket'),
  ...listRoutes('wishlist'),
  'POST /api/me/wishlist/move': {
    who: 'account',
    good: { tierIds: ['tier_1'] },
    bad: [{ tierIds: [] }, { tierIds: [nul] }, { tierIds: Array(51).fill('tier_1') }],
  },
  'POST /api/basket/preview': {
    who: 'anybody',
    good: { items: [{ ...item, slug: 'a' }] },
    bad: [{ items: [item] }, { items: [{ ...item, slug: 'A B' }] }, { items: [] }],
  },
};

/** What the routes of accounts are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const contact = { email: 'a@example.com' };
const postal = { recipient: 'A', line1: 'A', city: 'A', postalCode: '1', country: 'KR' };

export const accountRoutes: Record<string, Route> = {
  'GET /api/me/sessions': { who: 'signedIn' },
  'DELETE /api/me/sessions/{id}': { who: 'signedIn' },
  'POST /api/auth/signup/code': {
    who: 'anybody',
    good: { email: contact.email },
    bad: [{ email: 'nobody' }],
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
  'POST /api/auth/password/reset/code': { who: 'anybody', good: { email: contact.email } },
  'POST /api/auth/password/reset': {
    who: 'anybody',
    good: { email: contact.email, code: '123456', password: 'x'.repeat(10) },
    bad: [{ email: contact.email, code: '123456', password: 'short' }],
  },
  'PATCH /api/me': {
    who: 'account',
    emptyFits: true,
    good: { name: 'A' },
    bad: [{ email: contact.email }, { phone: '1' }, { language: 'fr' }, { points: 1 }],
  },
  'DELETE /api/me': { who: 'account', good: { password: 'x' } },
  'PUT /api/me/password': {
    who: 'account',
    good: { password: 'x', newPassword: 'x'.repeat(10) },
    bad: [{ password: 'x', newPassword: 'short' }],
  },
  'GET /api/me/export': { who: 'account' },
  'GET /api/me/orders': { who: 'account', badQueries: ['cursor=x', 'account=acc_1'] },
  'GET /api/me/addresses': { who: 'account' },
  'POST /api/me/addresses': { who: 'account', good: postal, bad: [{ ...postal, country: 'Korea' }] },
  'PUT /api/me/addresses/{id}': { who: 'account', good: postal, bad: [{ ...postal, city: nul }] },
  'DELETE /api/me/addresses/{id}': { who: 'account' },
};

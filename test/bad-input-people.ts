/** What the routes of staff, their second step and flags on accounts are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const email = 'colleague@example.com';

export const peopleRoutes: Record<string, Route> = {
  'GET /api/staff/me/two-step': { who: 'ownTwoStep' },
  'POST /api/staff/me/two-step': {
    who: 'ownTwoStep',
    good: { password: 'x' },
    bad: [{ password: 'x', totp: '1'.repeat(41) }, { totp: '123456' }],
  },
  'POST /api/staff/me/two-step/confirm': { who: 'ownTwoStep', good: { totp: '123456' }, anyText: 'totp' },
  'DELETE /api/staff/me/two-step': { who: 'ownTwoStep', good: { password: 'x' } },
  'GET /api/staff/people': { who: 'manageStaff', badQueries: ['cursor=x', 'role=owner'] },
  'PATCH /api/staff/people/{id}': {
    who: 'manageStaff',
    good: { role: 'door' },
    bad: [{ role: 'king' }, { role: 'door', reason: nul }, { role: 'door', email }],
  },
  'POST /api/staff/people/{id}/withdraw': { who: 'manageStaff', good: { reason: 'r' } },
  'POST /api/staff/people/{id}/two-step/reset': { who: 'manageStaff', good: { reason: 'r' } },
  'GET /api/staff/people/invitations': { who: 'manageStaff' },
  'POST /api/staff/people/invitations': {
    who: 'manageStaff',
    good: { email, role: 'support' },
    bad: [{ email }, { email, role: 'king' }, { email: 'nobody', role: 'door' }],
  },
  'POST /api/staff/people/invitations/{id}/withdraw': { who: 'manageStaff' },
  'POST /api/auth/staff/join': {
    who: 'anybody',
    good: { invitation: 'inv_1', code: 'x', name: 'A', password: 'x'.repeat(10) },
    bad: [
      { invitation: 'inv_1', code: 'x', name: 'A', password: 'short' },
      { invitation: 'inv_1', code: 'a b', name: 'A', password: 'x'.repeat(10) },
      { invitation: 'inv_1', code: 'x', name: 'A', password: 'x'.repeat(10), role: 'owner' },
    ],
  },
  'GET /api/staff/accounts/flags': { who: 'flagAccounts', badQueries: ['state=x', 'cursor=x'] },
  'POST /api/staff/accounts/flags': {
    who: 'flagAccounts',
    good: { email, reason: 'r' },
    bad: [{ email }, { email: 'nobody', reason: 'r' }, { email, reason: 'r'.repeat(301) }],
  },
  'POST /api/staff/accounts/flags/{id}/answer': {
    who: 'judgeFlags',
    good: { decision: 'lift', answer: 'a' },
    bad: [
      { decision: 'burn', answer: 'a' },
      { decision: 'keep', answer: '' },
    ],
  },
  'GET /api/me/flag': { who: 'account' },
  'POST /api/me/flag/appeal': {
    who: 'account',
    good: { text: 'a' },
    bad: [{ text: ' \n' }, { text: nul }, { text: 'x'.repeat(2_001) }],
  },
};

/** What the routes of tickets and doors are asked wrongly (test/bad-input.ts). */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const far = '2400-01-01T00:00:00Z';
const now = '2027-03-01T11:00:00Z';
const batch = { sale: 'a-sale', device: 'a', deviceNow: now, scans: [] };
const scan = { id: 'scn_1', token: 't', door: 'A', scannedAt: now };

export const ticketRoutes: Record<string, Route> = {
  'POST /api/tickets/{id}/transfer': {
    who: 'key',
    good: { email: 'a@example.com' },
    bad: [
      { email: 'nobody' },
      { email: nul },
      { email: 'a@example.com', name: nul },
      { email: 'a@example.com', language: 'fr' },
    ],
  },
  'GET /api/orders/{id}/tickets.pdf': {
    who: 'key',
    badQueries: ['language=fr', 'from=0', 'from=x', 'from=1.5', 'key=x'],
  },
  'GET /api/tickets/{id}/ticket.pdf': { who: 'key', badQueries: ['language=fr', 'key=x'] },
  'DELETE /api/tickets/{id}/transfer': { who: 'key' },
  'GET /api/transfers/{id}': { who: 'key' },
  'POST /api/transfers/{id}/claim': { who: 'key' },
  'POST /api/staff/check-in': {
    who: 'checkIn',
    anyText: 'token',
    good: { token: 't', door: 'A' },
    bad: [
      { token: '', door: 'A' },
      { token: 't', door: nul },
      { token: 't', door: 'A', scanId: 'x' },
      { token: 't', door: 'A', sale: 'A B' },
      { token: 't'.repeat(2_001), door: 'A' },
    ],
  },
  'POST /api/staff/check-in/batch': {
    who: 'checkIn',
    good: batch,
    bad: [
      { ...batch, deviceNow: far },
      { ...batch, deviceNow: 'now' },
      { ...batch, scans: Array(51).fill(scan) },
      { ...batch, scans: [{ ...scan, id: '1' }] },
      { ...batch, scans: [{ ...scan, scannedAt: far }] },
      { ...batch, scans: [{ ...scan, door: nul }] },
    ],
  },
  'POST /api/staff/check-in/undo': {
    who: 'checkIn',
    good: { ticketId: 'tic_1', reason: 'r' },
    bad: [{ ticketId: 'tic_1' }, { ticketId: 'tic_1', reason: '' }, { ticketId: nul, reason: 'r' }],
  },
  'GET /api/staff/doors': { who: 'checkIn' },
  'GET /api/staff/sales/{slug}/door-list': { who: 'checkIn' },
  'GET /api/staff/sales/{slug}/door-staff': { who: 'steer' },
  'PUT /api/staff/sales/{slug}/door-staff': {
    who: 'steer',
    good: { staffIds: [] },
    bad: [{ staffIds: ['nobody'] }, { staffIds: ['stf_nobody'] }, { staffIds: null }],
  },
};

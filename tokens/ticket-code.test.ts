/** The typed code: found again, misread gladly, never made up. */
import { expect, test } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import { isTicketCode, readTicketCode, ticketCodeOf } from './ticket-code.ts';

const ticket = { ticketId: newId('tic'), serial: 1 };

test('TIC-5: a typed code leads back to its ticket, however it is typed', () => {
  const ring = parseKeyRing(newKeys());
  const code = ticketCodeOf(ring, ticket);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('0', 'O')]) {
    const read = readTicketCode(typed);
    expect(read?.idEnd).toBe(ticket.ticketId.slice(-8));
    expect(read && isTicketCode(ring, ticket, read)).toBe(true);
  }
});

test('TIC-5: another ticket, another serial, another house: another code', () => {
  const ring = parseKeyRing(newKeys());
  const read = readTicketCode(ticketCodeOf(ring, ticket));
  expect(read).not.toBeNull();
  if (!read) return;
  const twin = { ticketId: `tic_${'0'.repeat(24)}${ticket.ticketId.slice(-8)}`, serial: 1 };
  expect(isTicketCode(ring, twin, read)).toBe(false);
  expect(isTicketCode(ring, { ...ticket, serial: 2 }, read)).toBe(false);
  expect(isTicketCode(parseKeyRing(newKeys()), ticket, read)).toBe(false);
  for (const none of ['', 'HB27', 'HB27-4TQK-9MX!', `${read.code}0`, 'U'.repeat(12)])
    expect(readTicketCode(none)).toBeNull();
});

test('TIC-5: a printed code outlives a new key in front', () => {
  const former = newKeys('k1');
  const code = ticketCodeOf(parseKeyRing(former), ticket);
  const rotated = parseKeyRing(`${newKeys('k2')},${former}`);
  expect(ticketCodeOf(rotated, ticket)).toBe(code);
  const read = readTicketCode(code);
  expect(read && isTicketCode(rotated, ticket, read)).toBe(true);
});

/**
 * The code under a ticket's QR code, to be typed at a door whose camera does not see: `HB27-4TQK-9MX2` (TIC-5). It is kept
 * nowhere: 32 bits are the end of the ticket's id, by which it is found, and 28 bits are a digest over ticket and serial
 * under a key of our own, so that it cannot be made up, and is another one after the ticket was passed on.
 *
 * Sixty bits in twelve signs of Crockford's alphabet, which has no I, L, O and U to be misread. Only staff can try one, and
 * each try is in the journal: 28 bits are not found that way. The oldest key makes it, so that a rotation of the others
 * does not change what is printed.
 */
import { hmacOf } from '../runtime/hmac.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

export interface CodedTicket {
  readonly ticketId: string;
  readonly serial: number;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS = 12;
const CHECK_BITS = 28n;

export function ticketCodeOf(ring: KeyRing, ticket: CodedTicket): string {
  return grouped(codeWith(ring.keys.at(-1) ?? ring.current, ticket));
}

/** Whether this is that ticket's code under any key of the ring. `typed` comes from readTicketCode. */
export const isTicketCode = (ring: KeyRing, ticket: CodedTicket, typed: TypedCode): boolean =>
  ring.keys.some((key) => codeWith(key, ticket) === typed.code);

export interface TypedCode {
  readonly code: string;
  /** The last eight signs of the ids that it may be of. */
  readonly idEnd: string;
}

/** As somebody types it: small letters, without its dashes, an O for a nought. Null for what can be no code. */
export function readTicketCode(text: string): TypedCode | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (code.length !== SIGNS || [...code].some((sign) => !ALPHABET.includes(sign))) return null;
  const bits = [...code].reduce((sum, sign) => sum * 32n + BigInt(ALPHABET.indexOf(sign)), 0n);
  return { code, idEnd: (bits >> CHECK_BITS).toString(16).padStart(8, '0') };
}

/** Four signs at a time, as people read them out. */
export const grouped = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code;

/** Twelve signs without dashes. */
function codeWith(key: Key, { ticketId, serial }: CodedTicket): string {
  const idEnd = Number.parseInt(ticketId.slice(-8), 16);
  if (Number.isNaN(idEnd)) throw new Error(`${ticketId} is no id that a code can name`);
  const digest = hmacOf(key, 'ticket-code', `${ticketId}|${serial}`).readUInt32BE(0);
  const bits = (BigInt(idEnd) << CHECK_BITS) | (BigInt(digest) >> (32n - CHECK_BITS));
  return Array.from(
    { length: SIGNS },
    (_, at) => ALPHABET[Number((bits >> BigInt(5 * (SIGNS - 1 - at))) & 31n)],
  ).join('');
}

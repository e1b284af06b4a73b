/**
 * What a ticket's token says, and how briefly: the server writes it, the server and the scanner's page read it (TIC-3). Each
 * byte makes the QR code denser, so ids go without their prefix and as bytes in base64url, sale and tier by their ends
 * alone: 32 random bits, where a door has only to tell its own sale from the house's others, and one tier from its
 * neighbours.
 *
 * Codes that were shown or printed before said ids in full, and open the door as they did (TIC-9).
 */

export interface TicketClaims {
  readonly ticketId: string;
  /** The ends of the ids of sale and tier, as `endOfId` has them. */
  readonly saleEnd: string;
  readonly tierEnd: string;
  /** 1 for the buyer's, one more for each time it was passed on. */
  readonly serial: number;
}

/** The members of the payload; `n` is left out where it is 1. */
export interface TicketPayload {
  readonly t: string;
  readonly s: string;
  readonly r: string;
  readonly n?: number;
}

export interface SignableTicket {
  readonly ticketId: string;
  readonly saleId: string;
  readonly tierId: string;
  readonly serial: number;
}

const PREFIX = 'tic_';
/** A UUID's hexadecimal letters, and those of its last four bytes, which are random in each of ours. */
const ID_LETTERS = 32;
const END_LETTERS = 8;

export const endOfId = (id: string): string => id.slice(-END_LETTERS);

export function ticketPayload({ ticketId, saleId, tierId, serial }: SignableTicket): TicketPayload {
  return {
    t: packed(ticketId.slice(PREFIX.length), ID_LETTERS),
    s: packed(endOfId(saleId), END_LETTERS),
    r: packed(endOfId(tierId), END_LETTERS),
    ...(serial > 1 && { n: serial }),
  };
}

/** Null for what says no ticket; whether it was signed is the caller's to know. */
export function readTicketPayload(payload: unknown): TicketClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { t, s, r, n = 1 } = payload as Record<string, unknown>;
  if (typeof t !== 'string' || typeof s !== 'string' || typeof r !== 'string') return null;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1) return null;
  if (t.startsWith(PREFIX)) return { ticketId: t, saleEnd: endOfId(s), tierEnd: endOfId(r), serial: n };
  const [id, saleEnd, tierEnd] = [
    unpacked(t, ID_LETTERS),
    unpacked(s, END_LETTERS),
    unpacked(r, END_LETTERS),
  ];
  if (id === null || saleEnd === null || tierEnd === null) return null;
  return { ticketId: `${PREFIX}${id}`, saleEnd, tierEnd, serial: n };
}

/** Hexadecimal letters as the bytes that they are, in base64url. */
function packed(hex: string, letters: number): string {
  if (hex.length !== letters || !/^[0-9a-f]+$/.test(hex)) throw new Error(`${hex} is no part of an id`);
  const bytes = hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function unpacked(text: string, letters: number): string | null {
  // A quarter of the signs of base64 more than bytes, rounded up: other lengths `atob` would refuse by a throw.
  if (text.length !== Math.ceil((letters / 2) * (4 / 3)) || !/^[\w-]+$/.test(text)) return null;
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

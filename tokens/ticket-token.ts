/**
 * The ticket token: what the QR code of a ticket holds (TIC-3). Signed with Ed25519, so that a scanner at a
 * door without a network can tell ours from a forgery with public keys alone. It names ticket, sale, tier and
 * the order's first letters, and nobody: whether the ticket was used or given back only PostgreSQL knows. Its serial grows
 * each time the ticket is passed on, so that a door tells the code of who has it from those of who had it (TIC-4).
 *
 * A compact JWS with claims of one letter: each byte makes the code denser and harder to scan in bad light.
 * The key of a purpose of its own, its algorithm and the type are pinned, so that no other token of ours
 * passes for a ticket. The keys come from the ring: the same ring, the same keys, in every process.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Key, KeyRing } from '../runtime/keyring.ts';

export interface TicketClaims {
  readonly ticketId: string;
  readonly saleId: string;
  readonly tierId: string;
  /** For the eye, at the door: not the order's whole id, which opens nothing but need not be shown around. */
  readonly orderShort: string;
  /** 1 for the buyer's, one more for each time it was passed on. */
  readonly serial: number;
}

const TYPE = 'ticket';
const ALGORITHM = 'EdDSA';
/** The end of an id is the random part of a UUID of version 7; its beginning is only a time. */
const ORDER_SHORT_LENGTH = 8;
/** ASN.1 around the 32 bytes of a private key, RFC 8410. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A code from before tickets could be passed on says no serial: it is the buyer's. */
const claims = z.object({
  ...{ t: z.string(), s: z.string(), r: z.string(), o: z.string() },
  n: z.int().min(1).default(1),
});

export const orderShortOf = (orderId: string): string => orderId.slice(-ORDER_SHORT_LENGTH);

export async function signTicket(
  ring: KeyRing,
  ticket: { ticketId: string; saleId: string; tierId: string; orderId: string; serial: number },
): Promise<string> {
  const { ticketId, saleId, tierId, orderId, serial } = ticket;
  const content: z.input<typeof claims> = {
    ...{ t: ticketId, s: saleId, r: tierId, o: orderShortOf(orderId) },
    ...(serial > 1 && { n: serial }),
  };
  return await new CompactSign(Buffer.from(JSON.stringify(content)))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: ring.current.kid })
    .sign(privateKeyOf(ring.current));
}

/** The public keys of the ring, for scanners: current and former ones, each under its kid. */
export function ticketJwks(ring: KeyRing): JSONWebKeySet {
  return {
    keys: ring.keys.map((key) => ({
      ...createPublicKey(privateKeyOf(key)).export({ format: 'jwk' }),
      kid: key.kid,
      alg: ALGORITHM,
      use: 'sig',
    })),
  };
}

/** Needs no network and no store; null for what these keys did not sign as a ticket. */
export async function readTicketToken(jwks: JSONWebKeySet, token: string): Promise<TicketClaims | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(token, createLocalJWKSet(jwks), {
      algorithms: [ALGORITHM],
    });
    if (protectedHeader.typ !== TYPE) return null;
    const { t, s, r, o, n } = claims.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
    return { ticketId: t, saleId: s, tierId: r, orderShort: o, serial: n };
  } catch (fault) {
    // Whatever somebody holds before a scanner: garbage, another token, a forgery. None of it is a ticket.
    if (fault instanceof errors.JOSEError) return null;
    throw fault;
  }
}

const privateKeys = new WeakMap<Key, KeyObject>();

function privateKeyOf(key: Key): KeyObject {
  const known = privateKeys.get(key);
  if (known) return known;
  const der = Buffer.concat([PKCS8_PREFIX, key.derive('ticket')]);
  const made = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  privateKeys.set(key, made);
  return made;
}

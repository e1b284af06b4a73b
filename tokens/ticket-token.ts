/**
 * The ticket token: what the QR code of a ticket holds (TIC-3). Signed with Ed25519, so that a scanner at a
 * door without a network can tell ours from a forgery with public keys alone. It names ticket, sale and tier, and
 * nobody: whether the ticket was used or given back only PostgreSQL knows. Its serial grows each time the ticket is passed
 * on, so that a door tells the code of who has it from those of who had it (TIC-4).
 *
 * A compact JWS that says as little as will do (domain/ticket-claims.ts): each byte makes the code denser and harder to scan
 * in bad light. Its keys are of a purpose of their own and sign nothing else, so that a type in the header would tell
 * nothing; a header that has one, as those of earlier codes do, must have ours. Keys and algorithm are pinned, so that no
 * other token of ours passes for a ticket. The keys come from the ring: the same ring, the same keys, in every process.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import {
  readTicketPayload,
  type SignableTicket,
  type TicketClaims,
  ticketPayload,
} from '../domain/ticket-claims.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

const TYPE = 'ticket';
const ALGORITHM = 'EdDSA';
/** ASN.1 around the 32 bytes of a private key, RFC 8410. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export async function signTicket(ring: KeyRing, ticket: SignableTicket): Promise<string> {
  return await new CompactSign(Buffer.from(JSON.stringify(ticketPayload(ticket))))
    .setProtectedHeader({ alg: ALGORITHM, kid: ring.current.kid })
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
    if ((protectedHeader.typ ?? TYPE) !== TYPE) return null;
    return readTicketPayload(JSON.parse(Buffer.from(payload).toString('utf8')));
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

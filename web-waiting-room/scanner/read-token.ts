/**
 * Reads a ticket's code without asking anybody (TIC-8): a compact JWS, signed with Ed25519, checked against the published
 * keys. Browsers that cannot do Ed25519 say so; there a code has to be on the list.
 */
import { readTicketPayload, type TicketClaims } from '../../domain/ticket-claims.ts';

export type ReadToken =
  /** `checked`: its signature is ours. Otherwise this browser cannot tell. */
  { readonly claims: TicketClaims; readonly isChecked: boolean } | null;

export interface PublicKeys {
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[];
}

/** Null for what is no ticket of ours: a poster, another token, a forgery. */
export async function readToken(text: string, { keys }: PublicKeys): Promise<ReadToken> {
  const [head = '', body = '', signature = '', ...more] = text.split('.');
  const header = jsonOf(head);
  const claims = readTicketPayload(jsonOf(body));
  if (more.length > 0 || claims === null || header?.alg !== 'EdDSA') return null;
  // The key signs nothing but tickets. Codes from before this was enough name their type.
  if (header.typ !== undefined && header.typ !== 'ticket') return null;
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk) return null;
  const key = await importKey(jwk);
  if (key === null) return { claims, isChecked: false };
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const bytes = bytesOf(signature);
  return bytes && (await crypto.subtle.verify('Ed25519', key, bytes, signed))
    ? { claims, isChecked: true }
    : null;
}

/** Null where this browser does not know Ed25519, or knows no keys at all: a page without https has none. */
async function importKey({ kty, crv, x }: JsonWebKey): Promise<CryptoKey | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  try {
    const jwk = { ...(kty && { kty }), ...(crv && { crv }), ...(x && { x }) };
    return await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function jsonOf(part: string): Record<string, unknown> | null {
  const bytes = bytesOf(part);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(base64url)) return null;
  try {
    const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  } catch (error) {
    // Of a length that base64 never has.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/**
 * The anonymous visitor of a browser (GWY-7): a random id in a cookie, signed so that nobody can make one
 * up, the gateway's word for it towards the API, and the key in a form that was given to it. Each has a purpose of
 * its own in the key ring, so that none ever passes for another.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmacOf } from '../runtime/hmac.ts';
import type { KeyRing } from '../runtime/keyring.ts';

type VisitorPurpose = 'cookie' | 'edge' | 'form';

/** `visitorId.kid.signature` */
export function signVisitor(ring: KeyRing, purpose: VisitorPurpose, visitorId: string): string {
  const signed = `${visitorId}.${ring.current.kid}`;
  return `${signed}.${hmacOf(ring.current, purpose, signed).toString('base64url')}`;
}

/** The visitor's id; null for anything that this ring did not sign for this purpose. */
export function readVisitor(ring: KeyRing, purpose: VisitorPurpose, text: string): string | null {
  const [visitorId = '', kid = '', signature = '', ...rest] = text.split('.');
  const key = ring.byId(kid);
  if (!key || rest.length > 0 || visitorId === '') return null;
  const expected = hmacOf(key, purpose, `${visitorId}.${kid}`);
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? visitorId : null;
}

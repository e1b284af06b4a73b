/**
 * What a browser without JavaScript keeps of its place (RCH-2): the receipt, in a cookie that goes to this one page and
 * to nothing else. With it the place outlives a Redis that lost its memory, as it does for everybody.
 *
 * A form carries a key beside the cookie: a page of somebody else's can make a browser send the cookie along, and can
 * not know the key. Text browsers send no Origin, so that alone would not do.
 */
import { Refused } from '../../domain/refusals.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readVisitor, signVisitor } from '../../tokens/visitor.ts';

const NAME = 'usher_place';
/** As long as the visitor's own cookie: longer than from a sale's announcement to its end. */
const MAX_AGE_SECONDS = 180 * 24 * 3_600;

export const plainAddress = (slug: string): string => `/sales/${slug}/line/plain`;

/** Null where none is kept. */
export function keptReceipt(header: string | undefined): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === NAME && value !== '') return value;
  }
  return null;
}

/** A Set-Cookie header; `receipt` null forgets. */
export function receiptCookie(slug: string, receipt: string | null, isSecure: boolean): string {
  const value = `${NAME}=${receipt ?? ''}; Path=${plainAddress(slug)}`;
  const how = `Max-Age=${receipt === null ? 0 : MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax`;
  return `${value}; ${how}${isSecure ? '; Secure' : ''}`;
}

export const formKey = (ring: KeyRing, visitorId: string): string => signVisitor(ring, 'form', visitorId);

/** Refuses a form that this page did not give to this visitor. */
export function checkFormKey(ring: KeyRing, key: string, visitorId: string | null): void {
  if (visitorId === null || readVisitor(ring, 'form', key) !== visitorId) throw new Refused('not_allowed');
}

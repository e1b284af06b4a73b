/**
 * Entry ids: who a place in a line belongs to, computed and never looked up (LIN-1).
 *
 * The id is a digest of what the visitor is known by, so the same visitor has the same entry on every gateway without
 * a table, and an id seen by somebody else proves nothing: taking the place needs the receipt, secret or account.
 * 96 bits: among a billion entries two meet by chance with a probability of about 10^-11.
 */
import { hash } from 'node:crypto';

export type EntryId = string;

/** What a visitor is known by, strongest first: an account, a secret of the browser's own, an anonymous cookie. */
export type EntryKind = 'a' | 's' | 'c';

export const entryIdPattern = /^[A-Za-z0-9_-]{16}$/;

/** The entry of `value` in a sale; `value` is an account id, a secretHash or a cookie's visitor id, by `kind`. */
export const entryIdOf = (saleId: string, kind: EntryKind, value: string): EntryId =>
  // Of twelve bytes, not cut from the whole text: a cut keeps all of it in memory, for each visitor who waits.
  hash('sha256', `${saleId}|${kind}|${value}`, 'buffer').toString('base64url', 0, 12);

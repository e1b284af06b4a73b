/**
 * The short code of a receipt, for reading out: the first 40 bits of the entry id in Crockford's base 32, which has no
 * letters that look like digits. Support finds the entry by it; it opens nothing.
 */
import { entryOf } from '../check-place/entry-of-receipt.ts';
import { bytesOf } from '../visitor-secret/hash-secret.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 7KQM-20FD, or null when the receipt is not one this page can read. */
export function receiptCode(receipt: string | undefined): string | null {
  const entryId = entryOf(receipt);
  const bytes = entryId === null ? [] : [...bytesOf(entryId)].slice(0, 5);
  if (bytes.length < 5) return null;
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const code = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

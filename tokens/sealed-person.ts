/** What names a person in an account, field by field, each bound to its account and field (ACT-6). */
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export type PersonField = 'email' | 'name' | 'phone' | `address:${string}`;

export const sealPerson = (ring: KeyRing, accountId: string, field: PersonField, value: string): string =>
  sealText(ring, value, `account:${accountId}:${field}`);

/** Throws where the text belongs to another account or field, or its key left the ring. */
export const openPerson = (ring: KeyRing, accountId: string, field: PersonField, sealed: string): string =>
  openText(ring, sealed, `account:${accountId}:${field}`);

/** The address somebody left for the reserve list, sealed and bound to sale and visitor (RAF-3). */
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

const boundTo = (saleId: string, entryId: string): string => `reserve_entry|${saleId}|${entryId}`;

export const sealListAddress = (ring: KeyRing, saleId: string, entryId: string, email: string): string =>
  sealText(ring, email, boundTo(saleId, entryId));

/** Throws where the text belongs to another row or its key left the ring. */
export const openListAddress = (ring: KeyRing, saleId: string, entryId: string, sealed: string): string =>
  openText(ring, sealed, boundTo(saleId, entryId));

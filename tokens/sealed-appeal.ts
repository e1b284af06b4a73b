/** What somebody writes against a flag: sealed like all that is of a person, bound to its flag (STF-8). */
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

const boundTo = (flagId: string): string => `account_flag:${flagId}:appeal`;

export const sealAppeal = (ring: KeyRing, flagId: string, text: string): string =>
  sealText(ring, text, boundTo(flagId));

/** Throws where the text belongs to another flag or its key left the ring. */
export const openAppeal = (ring: KeyRing, flagId: string, sealed: string): string =>
  openText(ring, sealed, boundTo(flagId));

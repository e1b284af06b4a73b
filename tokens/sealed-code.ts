/** A code on its way to a letter box: sealed with the address, bound to the sale and visitor it is for. */
import { z } from 'zod';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export interface MailedCode {
  readonly email: string;
  readonly code: string;
}
export interface CodeOwner {
  readonly saleId: string;
  readonly entryId: string;
}

const content = z.object({ email: z.string(), code: z.string() });
const boundTo = ({ saleId, entryId }: CodeOwner): string => `mailed_code|${saleId}|${entryId}`;

export const sealMailedCode = (ring: KeyRing, owner: CodeOwner, mailed: MailedCode): string =>
  sealText(ring, JSON.stringify(mailed), boundTo(owner));

export const openMailedCode = (ring: KeyRing, owner: CodeOwner, sealed: string): MailedCode =>
  content.parse(JSON.parse(openText(ring, sealed, boundTo(owner))));

/** Whom a ticket was passed on to, sealed and bound to its transfer (TIC-4). */
import { z } from 'zod';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export interface Receiver {
  readonly email: string;
  /** Empty where the giver did not say. */
  readonly name: string;
}

const content = z.object({ email: z.string(), name: z.string() });
const boundTo = (transferId: string): string => `ticket_transfer|${transferId}`;

export const sealReceiver = (ring: KeyRing, transferId: string, receiver: Receiver): string =>
  sealText(ring, JSON.stringify(receiver), boundTo(transferId));

/** Throws where the text belongs to another row or its key left the ring. */
export const openReceiver = (ring: KeyRing, transferId: string, sealed: string): Receiver =>
  content.parse(JSON.parse(openText(ring, sealed, boundTo(transferId))));

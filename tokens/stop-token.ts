/**
 * What stands in the link that stops reminders about one place in a line (MAI-9): which place, sealed, so that nobody makes
 * one for somebody else's. It opens nothing and does nothing besides.
 */
import { z } from 'zod';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export interface StoppedPlace {
  readonly saleId: string;
  readonly visitorId: string;
}

const USE = 'stop_letters';
const shape = z.tuple([z.string(), z.string()]);

export const stopTokenOf = (ring: KeyRing, { saleId, visitorId }: StoppedPlace): string =>
  sealText(ring, JSON.stringify([saleId, visitorId]), USE);

/** Null for what we did not seal, or sealed with a key that has left the ring. */
export function openStopToken(ring: KeyRing, token: string): StoppedPlace | null {
  try {
    const [saleId, visitorId] = shape.parse(JSON.parse(openText(ring, token, USE)));
    return { saleId, visitorId };
  } catch {
    return null; // Whatever is wrong with it, it was not made by us.
  }
}

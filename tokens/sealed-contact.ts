/**
 * Whom an order is for, sealed before it leaves the API and opened only where it is needed: for its buyer, for staff who
 * help buyers and send parcels, and in letters. Bound to its order, so that a sealed text copied into another order's row
 * does not open (API-11).
 */
import { z } from 'zod';
import type { PostalAddress } from '../domain/postal-address.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export interface Contact {
  readonly email: string;
  readonly name: string;
}

const contactSchema = z.object({ email: z.string(), name: z.string() });
const addressSchema = z.object({
  recipient: z.string(),
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string().optional(),
  note: z.string().optional(),
});

export const sealContact = (ring: KeyRing, orderId: string, contact: Contact): string =>
  sealText(ring, JSON.stringify(contact), `contact:${orderId}`);

/** What stands in an order whose contact was erased: nobody. */
export const erasedContact: Contact = { email: '', name: '' };

/** Throws where the text belongs to another order or its key left the ring. */
export const openContact = (ring: KeyRing, orderId: string, sealed: string): Contact =>
  contactSchema.parse(JSON.parse(openText(ring, sealed, `contact:${orderId}`)));

export const sealAddress = (ring: KeyRing, orderId: string, address: PostalAddress): string =>
  sealText(ring, JSON.stringify(address), `address:${orderId}`);

export const openAddress = (ring: KeyRing, orderId: string, sealed: string): PostalAddress =>
  addressSchema.parse(JSON.parse(openText(ring, sealed, `address:${orderId}`)));

/** Who orders: name and email, and an address where the order goes by post. */
import type { PostalAddress } from '../../domain/postal-address.ts';
import { emptyAddress } from '../address/typed-address.ts';

export interface Contact {
  readonly name: string;
  readonly email: string;
}

export interface Buyer {
  readonly contact: Contact;
  readonly address: PostalAddress;
}

export const emptyBuyer: Buyer = { contact: { name: '', email: '' }, address: emptyAddress };

/** From the body of an attempt that is sent again. */
export const buyerOf = ({ contact, address }: { contact: Contact; address?: PostalAddress }): Buyer => ({
  contact,
  address: address ?? emptyBuyer.address,
});

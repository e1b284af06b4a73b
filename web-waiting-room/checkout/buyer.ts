/** Who orders: name and email, and an address where the order goes by post. */

export interface Contact {
  readonly name: string;
  readonly email: string;
}

export interface Address {
  readonly recipient: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
}

export interface Buyer {
  readonly contact: Contact;
  readonly address: Address;
}

export const emptyBuyer: Buyer = {
  contact: { name: '', email: '' },
  address: { recipient: '', line1: '', city: '', postalCode: '', country: 'KR' },
};

/** From the body of an attempt that is sent again. */
export const buyerOf = ({ contact, address }: { contact: Contact; address?: Address }): Buyer => ({
  contact,
  address: address ?? emptyBuyer.address,
});

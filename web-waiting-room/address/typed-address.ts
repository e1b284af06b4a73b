/** An address as a form has it: what of it is sent, and which one of the book's it is. */
import { type PostalAddress, postalFields } from '../../domain/postal-address.ts';

export const emptyAddress: PostalAddress = {
  recipient: '',
  line1: '',
  city: '',
  postalCode: '',
  country: 'KR',
};

/** Its own fields alone, and none that is empty. */
export const asSent = (address: PostalAddress): PostalAddress =>
  Object.fromEntries(
    postalFields.flatMap((field) => (address[field] ? [[field, address[field]]] : [])),
  ) as unknown as PostalAddress;

/** Two that lead to the same door; what to tell who brings it may differ from one parcel to the next. */
export const isSameDoor = (one: PostalAddress, other: PostalAddress): boolean =>
  postalFields.every((field) => field === 'note' || (one[field] ?? '') === (other[field] ?? ''));

export const isEmpty = (address: PostalAddress): boolean =>
  postalFields.every((field) => field === 'country' || !address[field]);

/** In one line, to tell it from others. */
export const inOneLine = ({ recipient, line1, line2, postalCode, city }: PostalAddress): string =>
  [recipient, line1, line2, `${postalCode} ${city}`].filter(Boolean).join(', ');

/** What an address of the book is to a checkout: what of it is sent, and which of the book's a typed one is. */
import { expect, test } from 'vitest';
import { asSent, emptyAddress, inOneLine, isEmpty, isSameDoor } from './typed-address.ts';

const harbour = {
  recipient: 'Minseo Han',
  line1: '12 Harbour Road',
  city: 'Busan',
  postalCode: '48058',
  country: 'KR',
};

test('PAG-61: an address is sent with its own fields alone, and none that is empty', () => {
  const kept = { ...harbour, line2: '', note: 'Ring twice', id: 'adr_1', isDefault: true };
  expect(asSent(kept)).toEqual({ ...harbour, note: 'Ring twice' });
});

test('PAG-61: a parcel’s own note makes no other address of it; anything else does', () => {
  expect(isSameDoor({ ...harbour, note: 'Ring twice' }, { ...harbour, line2: '' })).toBe(true);
  expect(isSameDoor(harbour, { ...harbour, line2: '3rd floor' })).toBe(false);
  expect(isSameDoor(harbour, { ...harbour, recipient: 'Jiho Kim' })).toBe(false);
});

test('PAG-61: the country that stands there from the beginning is nothing that somebody typed', () => {
  expect(isEmpty(emptyAddress)).toBe(true);
  expect(isEmpty({ ...emptyAddress, note: 'x' })).toBe(false);
});

test('PAG-61: two flats of one house are told apart in one line', () => {
  expect(inOneLine({ ...harbour, line2: '3rd floor' })).toBe(
    'Minseo Han, 12 Harbour Road, 3rd floor, 48058 Busan',
  );
  expect(inOneLine(harbour)).toBe('Minseo Han, 12 Harbour Road, 48058 Busan');
});

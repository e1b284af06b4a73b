/** Receipts: real, changed by a character, signed by a key that is gone. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import { readReceipt, signReceipt } from './receipt.ts';

const ring = parseKeyRing(newKeys('one'));
const receipt = {
  saleId: 'sal_1',
  entryId: 'AAAABBBBCCCC1111',
  number: 42,
  lobby: false,
  generation: 3,
  secretHash: 'hash',
};

test('LIN-6: a receipt says what was signed, bound to a secret or not, of the lobby or the line', () => {
  const snoozes = [0, 2].map((callNo) => ({ ...receipt, snooze: { letsPassTo: 62, callNo } }));
  for (const it of [receipt, { ...receipt, lobby: true, secretHash: null }, ...snoozes]) {
    expect(readReceipt(ring, signReceipt(ring, it))).toEqual(it);
  }
});

test.prop([fc.nat(), fc.integer({ min: 33, max: 126 })])(
  'LIN-6: a receipt with any one character changed is refused, and never a fault',
  (at, code) => {
    const text = signReceipt(ring, receipt);
    const index = at % text.length;
    const changed = text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
    fc.pre(changed !== text);
    // The last character of base64url carries bits that are dropped: such a text is the same signature.
    fc.pre(
      !Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
        Buffer.from(text.split('.')[2] ?? '', 'base64url'),
      ) || index < text.lastIndexOf('.'),
    );
    expect(() => readReceipt(ring, changed)).toThrow(Refused);
  },
);

test.prop([fc.string()])('LIN-6: any other text is refused', (text) => {
  expect(() => readReceipt(ring, text)).toThrow(Refused);
});

test('LIN-6: a rotated key still verifies, a withdrawn one does not', () => {
  const old = newKeys('old');
  const text = signReceipt(parseKeyRing(old), receipt);
  expect(readReceipt(parseKeyRing(`${newKeys('new')},${old}`), text)).toEqual(receipt);
  expect(() => readReceipt(parseKeyRing(newKeys('new')), text)).toThrow(Refused);
  expect(() => readReceipt(parseKeyRing(newKeys('old')), text)).toThrow(Refused);
});

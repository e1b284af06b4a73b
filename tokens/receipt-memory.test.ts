/** Receipts remembered: what was verified once is believed again, and nothing else. */
import { expect, test } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import { signReceipt } from './receipt.ts';
import { ReceiptMemory } from './receipt-memory.ts';

const ring = parseKeyRing(newKeys('one'));
const receipt = {
  saleId: 'sal_1',
  entryId: 'AAAABBBBCCCC1111',
  number: 42,
  lobby: false,
  generation: 3,
  secretHash: null,
};

test('LIN-6: a remembered receipt says what was signed; one that differs by a character is refused', () => {
  const memory = new ReceiptMemory(ring);
  const text = memory.sign(receipt);
  expect(memory.read(text)).toEqual(receipt);
  expect(memory.read(text)).toEqual(receipt);
  for (const at of [0, 5, Math.floor(text.length / 2), text.length - 2]) {
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    expect(() => memory.read(changed)).toThrow(Refused);
    expect(() => memory.read(changed)).toThrow(Refused);
  }
});

test('LIN-6: what was forgotten is verified again, and a foreign ring signs nothing for this one', () => {
  const memory = new ReceiptMemory(ring);
  const first = memory.sign(receipt);
  for (let number = 0; number < 25_000; number += 1) memory.sign({ ...receipt, number });
  expect(memory.read(first)).toEqual(receipt);
  expect(() => memory.read(signReceipt(parseKeyRing(newKeys('two')), receipt))).toThrow(Refused);
});

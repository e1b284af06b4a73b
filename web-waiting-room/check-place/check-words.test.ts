/** The words of "check my place" say the same facts in both languages, and an entry is read from a real receipt. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { signReceipt } from '../../tokens/receipt.ts';
import { factsOf } from '../language/fill.ts';
import { entryOf } from './entry-of-receipt.ts';
import { checkWords } from './words.ts';

const sentencesOf = (words: object): [string, string][] =>
  Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [[name, value]] : sentencesOf(value as object),
  );

test('PAG-4: both languages name the same facts, and neither is empty where the other speaks', () => {
  const [english, korean] = [sentencesOf(checkWords.en), sentencesOf(checkWords.ko)];
  expect(korean.map(([name]) => name)).toEqual(english.map(([name]) => name));
  english.forEach(([name, sentence], at) => {
    const other = korean[at]?.[1] ?? '';
    expect([name, factsOf(other).toSorted()]).toEqual([name, factsOf(sentence).toSorted()]);
    expect([name, other === '']).toEqual([name, sentence === '']);
  });
});

test('VER-24: the entry is read from the visitor’s own receipt', () => {
  const entryId = randomBytes(12).toString('base64url');
  const ring = parseKeyRing(`k:${randomBytes(32).toString('base64url')}`);
  const receipt = { saleId: 'sal_1', entryId, number: 3, lobby: true, generation: 1, secretHash: null };
  expect(entryOf(signReceipt(ring, receipt))).toBe(entryId);
  for (const spoilt of [undefined, '', 'a.b.c', 'k.bnVsbA.s', `k.${btoa('[1]')}.s`])
    expect(entryOf(spoilt)).toBeNull();
});

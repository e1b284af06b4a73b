/** Every "no" that the product knows has words in both languages, with the same facts. */
import { expect, test } from 'vitest';
import { refusals } from '../../domain/refusals.ts';
import { factsOf } from '../language/fill.ts';
import { anyRefusal, anyRefusals } from './any-refusal.ts';

test('PAG-15: every refusal code of the product has words of its own in both languages', () => {
  for (const code of Object.keys(refusals)) {
    expect(anyRefusals.en, code).toHaveProperty(code);
    expect(anyRefusals.ko, code).toHaveProperty(code);
  }
});

test('PAG-15: no refusal shows a code or the word error', () => {
  for (const { title, sentence } of [...Object.values(anyRefusals.en), ...Object.values(anyRefusals.ko)])
    expect(`${title} ${sentence}`).not.toMatch(/error|오류|_/i);
});

test('PAG-15: both languages name the same facts', () => {
  for (const [code, english] of Object.entries(anyRefusals.en)) {
    const korean = anyRefusal(code, 'ko');
    const facts = (words: typeof english) => factsOf(`${words.title} ${words.sentence}`).sort();
    expect(facts(korean), code).toEqual(facts(english));
  }
});

test('PAG-15: a code from a newer server is our fault, said plainly', () => {
  expect(anyRefusal('something_new', 'en')).toBe(anyRefusals.en.internal);
});

/** Every "no" that the product knows has words in both languages, with the same facts. */
import { expect, test } from 'vitest';
import { refusals } from '../../domain/refusals.ts';
import { factsOf, fill } from '../language/fill.ts';
import { anyRefusal, anyRefusals } from './any-refusal.ts';
import { triedAgain } from './tried-again.ts';

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

test('PAG-15: that a page tries again by itself is said only where it does', () => {
  const promise = /for you|by itself|자동으로|저절로/;
  for (const table of Object.values(anyRefusals))
    for (const { title, sentence } of Object.values(table))
      expect(`${title} ${sentence}`).not.toMatch(promise);
  for (const language of ['en', 'ko'] as const) {
    const said = (code: string) => triedAgain(code, anyRefusal(code, language), language);
    for (const code of ['busy', 'offline', 'too_many_requests', 'internal']) {
      expect(said(code).sentence).toMatch(promise);
      expect(said(code).title).toBe(anyRefusal(code, language).title);
      expect(fill(said(code).sentence)).not.toMatch(/…|\d/);
      expect(fill(said(code).sentence, { seconds: 5 })).toMatch(/5/);
    }
    // Asked for again or not, these do not pass by waiting.
    for (const code of ['not_found', 'sold_out', 'in_progress'])
      expect(said(code)).toBe(anyRefusal(code, language));
  }
});

/** The code that a visitor reads out. */
import { expect, test } from 'vitest';
import { receiptCode } from './receipt-code.ts';

const receiptOf = (content: unknown) =>
  `k1.${Buffer.from(JSON.stringify(content)).toString('base64url')}.c2lnbmF0dXJl`;

test('PAG-25: the same entry has the same code, in letters that cannot be confused', () => {
  const code = receiptCode(receiptOf({ e: 'PCJW0gQ1abcdEFGH', n: 3 }));
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(receiptCode(receiptOf({ e: 'PCJW0gQ1abcdEFGH', n: 9 }))).toBe(code);
  expect(receiptCode(receiptOf({ e: 'QCJW0gQ1abcdEFGH', n: 3 }))).not.toBe(code);
});

test('PAG-25: a receipt that cannot be read has no code, and breaks nothing', () => {
  for (const receipt of [
    undefined,
    '',
    'x',
    'a.b.c',
    'k1.!!.s',
    receiptOf({}),
    receiptOf({ e: 1 }),
    receiptOf(null),
  ])
    expect(receiptCode(receipt)).toBeNull();
});

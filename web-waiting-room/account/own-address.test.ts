/** Coming back from signing in leads to no other site, however the address is written. */
import { expect, test } from 'vitest';
import { ownAddress } from './own-address.ts';

const origin = 'https://usher.example';

test('PAG-60: signing in leads back to a page of ours', () => {
  expect(ownAddress('/sales/spring/line?a=b#c', origin)).toBe(`${origin}/sales/spring/line?a=b#c`);
});

test('PAG-60: signing in leads to nobody else, also where a browser reads past tabs and line breaks', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
  ];
  for (const next of [
    ...elsewhere,
    '/\r\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    null,
  ])
    expect(ownAddress(next, origin)).toBeNull();
  expect(ownAddress('/.//evil.example', origin)).toBe(`${origin}//evil.example`);
});

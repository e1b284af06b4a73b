/** A pass that travels behind the # arrives as it was, and nothing else is taken for one (RCH-6). */
import { expect, test } from 'vitest';
import { carried, passIn } from './carried-pass.ts';

const pass = { pass: 'eyJh.eyJz.c2ln_-', expiresAt: '2026-11-21T12:00:00.000Z' };

test('RCH-6: pass and secret come out of the address as they went in', () => {
  expect(passIn(carried(pass, 'se_cret-1'))).toEqual({ ...pass, secret: 'se_cret-1' });
  expect(passIn(carried(pass, undefined))).toEqual(pass);
  expect(carried(null, 'x')).toBe('');
});

test('RCH-6: what is no pass is left alone', () => {
  for (const hash of ['', '#', '#main', '#pass=x', '#pass=x&expires=soon', '#expires=2026-11-21T12:00:00Z'])
    expect([hash, passIn(hash)]).toEqual([hash, null]);
});

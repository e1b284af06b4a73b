/** What is kept, where a browser stores it and where it does not (PAG-101, RCH-6). */
import { afterEach, expect, test, vi } from 'vitest';
import { forget, keep, kept, keptJson } from './keep.ts';

/** A browser's storage; while `isDenied` every touch is an error, as in a frame of another site. */
function openStorage() {
  const stored = new Map<string, string>();
  const storage = { isDenied: false, stored };
  const touch = <T>(act: () => T): T => {
    if (storage.isDenied) throw new DOMException('The request was denied.', 'SecurityError');
    return act();
  };
  vi.stubGlobal('window', {
    localStorage: {
      getItem: (key: string) => touch(() => stored.get(key) ?? null),
      setItem: (key: string, text: string) => touch(() => stored.set(key, text)),
      removeItem: (key: string) => touch(() => stored.delete(key)),
    },
  });
  return storage;
}
afterEach(() => {
  forget('place');
  vi.unstubAllGlobals();
});

test('RCH-6: what may not be stored is known while the page lives', () => {
  const storage = openStorage();
  storage.isDenied = true;
  keep('place', '{"number":3}');
  expect(keptJson('place')).toEqual({ number: 3 });
  forget('place');
  expect(kept('place')).toBeNull();
});

test('RCH-6: what is stored is read from where other tabs write it too', () => {
  const storage = openStorage();
  keep('place', 'first');
  storage.stored.set('place', 'of another tab');
  expect(kept('place')).toBe('of another tab');
  storage.isDenied = true;
  keep('place', 'late');
  storage.isDenied = false;
  keep('place', 'stored again');
  expect([kept('place'), storage.stored.get('place')]).toEqual(['stored again', 'stored again']);
});

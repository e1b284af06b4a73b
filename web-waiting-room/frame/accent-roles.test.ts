/** A sale's own colour. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentStyle, contrastOf, rolesOf } from './accent-roles.ts';

const tokens = readFileSync(new URL('../style/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = tokens.split('prefers-color-scheme: dark');
const token = (theme: string, name: string): string => {
  const [, value = ''] = new RegExp(`--${name}: (#[0-9a-f]+);`).exec(theme) ?? [];
  return value.length === 4 ? value.replace(/[0-9a-f]/g, '$&$&') : value;
};
const grounds = (theme: string) => ['paper', 'surface', 'sunken'].map((name) => token(theme, name));
const boards = [light, dark].flatMap((theme) => [token(theme, 'board'), token(theme, 'board-2')]);
const colour = fc
  .tuple(...[0, 1, 2].map(() => fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 127, 255))))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`);

test('PAG-110: whatever colour a sale has, text on it and text of it can be read in both themes, and its lamps be seen', () => {
  expect(
    [...grounds(light), ...grounds(dark), ...boards].filter((found) => !/^#[0-9a-f]{6}$/.test(found)),
  ).toEqual([]);
  fc.assert(
    fc.property(colour, (accent) => {
      const roles = rolesOf(accent);
      const pairs = [
        [roles.onAccent, roles.accent],
        [roles.onLamp, roles.lamp],
        ...grounds(light).map((ground) => [roles.inkOnLight, ground]),
        ...grounds(dark).map((ground) => [roles.inkOnDark, ground]),
      ] as [string, string][];
      for (const [text, ground] of pairs) expect(contrastOf(text, ground)).toBeGreaterThanOrEqual(4.5);
      for (const board of boards) expect(contrastOf(roles.lamp, board)).toBeGreaterThanOrEqual(3);
    }),
    { numRuns: 2_000 },
  );
});

test('PAG-110: a colour that can be read as it is stays as it is', () => {
  expect(rolesOf('#ffc247')).toMatchObject({ accent: '#ffc247', lamp: '#ffc247', inkOnDark: '#ffc247' });
  expect(rolesOf('#1f6f5c')).toMatchObject({ accent: '#1f6f5c', inkOnLight: '#1f6f5c', onAccent: '#ffffff' });
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

test('PAG-110: the style names each role of the house’s, and the ink of each theme', () => {
  const style = accentStyle('#1f6feb', '.card');
  const named = [...style.matchAll(/--([\w-]+):/g)].map(([, name]) => name);
  expect(named).toEqual(['accent', 'on-accent', 'lamp', 'on-lamp', 'accent-ink', 'accent-ink']);
  for (const name of named) expect(light).toContain(`--${name}:`);
  expect(style.startsWith('.card{')).toBe(true);
});

/** Entry ids: the same visitor, the same entry. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { entryIdOf, entryIdPattern } from './entry-id.ts';

test.prop([fc.string(), fc.constantFrom('a' as const, 's' as const, 'c' as const), fc.string()])(
  'LIN-1: the same visitor in the same sale has the same entry, and by nothing else',
  (sale, kind, value) => {
    const id = entryIdOf(sale, kind, value);
    expect(id).toMatch(entryIdPattern);
    expect(entryIdOf(sale, kind, value)).toBe(id);
    expect(entryIdOf(`${sale}x`, kind, value)).not.toBe(id);
    expect(entryIdOf(sale, kind, `${value}x`)).not.toBe(id);
    expect(entryIdOf(sale, kind === 'a' ? 's' : 'a', value)).not.toBe(id);
  },
);

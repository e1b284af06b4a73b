/** Whether an access code still opens, and what making some asks for (OPS-4). */
import { expect, test } from 'vitest';
import { type AccessCode, codesBody, emptyCodeDraft, validityOf } from './code-row.ts';

const nowMs = Date.parse('2027-03-01T12:00:00Z');
const code: AccessCode = {
  ...{ id: 'cod_1', label: '', lane: 'ordinary', usesMax: 2, uses: 1, endsAt: null, withdrawnAt: null },
  createdAt: '2027-02-01T00:00:00Z',
};

test('OPS-4: the first reason why a code opens nothing is the one that is said', () => {
  const cases: [Partial<AccessCode>, string][] = [
    [{}, 'always'],
    [{ endsAt: '2027-03-01T12:00:01Z' }, 'until'],
    [{ endsAt: '2027-03-01T12:00:00Z' }, 'over'],
    [{ uses: 2 }, 'usedUp'],
    [{ uses: 2, endsAt: '2027-03-01T11:00:00Z' }, 'over'],
    [{ uses: 2, withdrawnAt: '2027-03-01T11:00:00Z' }, 'withdrawn'],
  ];
  for (const [more, said] of cases)
    expect([more, validityOf({ ...code, ...more }, nowMs)]).toEqual([more, said]);
});

test('OPS-4: what is left empty is left out, and a time is the organiser’s own', () => {
  expect(codesBody(emptyCodeDraft)).toEqual({ count: 10, usesMax: 1, lane: 'ordinary' });
  const draft = {
    count: '3',
    usesMax: '5',
    label: ' Press ',
    lane: 'staff' as const,
    endsAt: '2027-03-01T20:00',
  };
  expect(codesBody(draft)).toEqual({
    ...{ count: 3, usesMax: 5, label: 'Press', lane: 'staff' },
    endsAt: new Date(2027, 2, 1, 20).toISOString(),
  });
});

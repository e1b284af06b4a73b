/**
 * docs/SPEC.md and the tests keep each other honest: every rule is proved by a test, every citation is a rule.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const spec = readFileSync('docs/SPEC.md', 'utf8');
const rules = [...spec.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map(([, rule]) => rule ?? '');
const testFiles = execFileSync('git', ['ls-files', '*.test.ts', '*.test.tsx'], { encoding: 'utf8' })
  .split('\n')
  .filter(existsSync);
const cited = testFiles.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/['"`]((?:[A-Z]{3}-\d+(?:, )?)+): /g)].flatMap(([, list = '']) =>
    list.split(', ').map((rule) => ({ rule, file })),
  ),
);

test('RUN-3: no rule has two sentences', () => {
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test('RUN-3: every rule is cited by a test', () => {
  const known = new Set(cited.map(({ rule }) => rule));
  expect(rules.filter((rule) => !known.has(rule))).toEqual([]);
});

test('RUN-3: every rule that a test cites is in docs/SPEC.md', () => {
  const known = new Set(rules);
  const unknown = cited.filter(({ rule }) => !known.has(rule)).map(({ rule, file }) => `${rule} in ${file}`);
  expect([...new Set(unknown)]).toEqual([]);
});

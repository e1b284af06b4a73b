/** docs/SEEN-ELSEWHERE.md is true: each of its lines names rules, each rule is in docs/SPEC.md, and a test proves it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rulesOfSpec = new Set(
  [...readFileSync('docs/SPEC.md', 'utf8').matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map(([, rule]) => rule),
);
const proved = new Set(
  execFileSync('git', ['ls-files', '*.test.ts', '*.test.tsx'], { encoding: 'utf8' })
    .split('\n')
    .filter(existsSync)
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/['"`]((?:[A-Z]{3}-\d+(?:, )?)+): /g)])
    .flatMap(([, list = '']) => list.split(', ')),
);

/** Its sections, each with its lines: what is told, and the rules. */
const sections = new Map(
  readFileSync('docs/SEEN-ELSEWHERE.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [title = '', ...lines] = text.split('\n');
      const rows = lines.filter((line) => line.startsWith('| ')).slice(1);
      return [
        title,
        rows.map((row) => {
          const [, told = '', rules = ''] = row.split('|').map((cell) => cell.trim());
          return { told, rules: rules.split(' ').filter((rule) => rule !== '') };
        }),
      ] as const;
    }),
);
const lines = [...sections.values()].flat();

test('RUN-3: whatever was seen to fail elsewhere names rules, and each of them is proved by a test', () => {
  expect(lines.filter(({ rules }) => rules.length === 0).map(({ told }) => told)).toEqual([]);
  const lost = lines.flatMap(({ told, rules }) =>
    rules.filter((rule) => !rulesOfSpec.has(rule) || !proved.has(rule)).map((rule) => `${rule}: ${told}`),
  );
  expect(lost).toEqual([]);
});

test('RUN-3: nothing that was seen to fail has gone from the list, and nothing stands in it twice', () => {
  expect(new Set(lines.map(({ told }) => told)).size).toBe(lines.length);
  const counts = [...sections].map(([title, { length }]) => [title, length]);
  expect(counts).toEqual([
    ['In line', 17],
    ['Stock', 9],
    ['Orders and money', 12],
    ['People', 6],
    ['Always true', 16],
  ]);
  const numbers = sections.get('Always true')?.map(({ told }) => Number.parseInt(told, 10));
  expect(numbers).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
});

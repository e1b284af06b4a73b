/** The tree of categories as lines of a choice. */
import { expect, test } from 'vitest';
import { brothersOf, mayHold, treeOptions } from './tree-options.ts';

const category = (slug: string, parent: string | null) => ({
  slug,
  parent,
  name: { ko: `${slug}분류`, en: slug },
});
const tree = [
  category('a', null),
  category('b', 'a'),
  category('c', 'b'),
  category('d', 'a'),
  category('e', null),
];

test('CAT-16: a choice shows the tree, and offers no place below a category itself', () => {
  expect(treeOptions(tree, 'en').map(({ label, depth }) => [label.trim(), depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 1],
    ['e', 0],
  ]);
  expect(treeOptions(tree, 'ko')[4]?.label).toBe('e분류');
  const slugs = (found: readonly { slug: string }[]) => found.map(({ slug }) => slug);
  expect(slugs(mayHold(tree, category('b', 'a')))).toEqual(['a', 'd', 'e']);
  expect(slugs(mayHold(tree, category('a', null)))).toEqual(['e']);
  expect(slugs(brothersOf(tree, category('d', 'a')))).toEqual(['b', 'd']);
});

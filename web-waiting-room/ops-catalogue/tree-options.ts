/** The tree of categories as the lines of a choice: each below its parent, and as far to the right. Pure. */
import type { CategoryView } from '../../domain/sale.ts';
import type { Language } from '../language/choose-language.ts';

export interface TreeOption {
  readonly slug: string;
  readonly label: string;
  readonly depth: number;
}

export function treeOptions(tree: readonly CategoryView[], language: Language): TreeOption[] {
  const depths = new Map<string, number>();
  // A parent stands before its children.
  for (const { slug, parent } of tree) depths.set(slug, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  return tree.map(({ slug, name }) => {
    const depth = depths.get(slug) ?? 0;
    return { slug, depth, label: `${'\u2003'.repeat(depth)}${name[language]}` };
  });
}

/** Its brothers in their order, itself among them. */
export const brothersOf = (tree: readonly CategoryView[], one: CategoryView): CategoryView[] =>
  tree.filter(({ parent }) => parent === one.parent);

/** Where it may be moved: not below itself. */
export function mayHold(tree: readonly CategoryView[], one: CategoryView): CategoryView[] {
  const below = new Set([one.slug]);
  for (const { slug, parent } of tree) if (parent !== null && below.has(parent)) below.add(slug);
  return tree.filter(({ slug }) => !below.has(slug));
}

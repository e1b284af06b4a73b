/** The categories in which sales are filed, asked for once a visit; until they are known a sale's own word stands. */
import { signal } from '@preact/signals';
import type { CategoryView } from '../../domain/sale.ts';
import type { Language } from '../language/choose-language.ts';
import { ask } from '../server/ask.ts';

export const categories = signal<readonly CategoryView[]>([]);
let isAsked = false;

export async function loadCategories(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  const answer = await ask<{ readonly items: readonly CategoryView[] }>('GET', '/categories');
  if (answer.ok) categories.value = answer.value.items;
  else isAsked = false;
}

export const categoryName = (slug: string, language: Language): string =>
  categories.value.find((category) => category.slug === slug)?.name[language] ?? slug;

/** How deep a category stands in the tree; 0 at its root. */
export function depthOf(slug: string, all: readonly CategoryView[]): number {
  const parents = new Map(all.map((category) => [category.slug, category.parent]));
  let depth = 0;
  for (let at = parents.get(slug); at && depth < all.length; at = parents.get(at)) depth += 1;
  return depth;
}

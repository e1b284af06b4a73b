/** The tree of categories for everybody, at most a second old; an act of staff on it shows at once where it was done. */
import type { Kysely } from 'kysely';
import { type CategoryRecord, categoryTree } from '../db/categories.ts';
import type { Database } from '../db/schema.ts';
import type { CategoryView } from '../domain/sale.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Fresh, keepFresh } from './fresh.ts';

export type KeptCategories = Fresh<readonly CategoryView[]>;

export const categoryView = ({ slug, parent, name_ko: ko, name_en: en }: CategoryRecord): CategoryView => ({
  slug,
  parent,
  name: { ko, en },
});

export const keepCategories = (db: Kysely<Database>, clock: Clock): KeptCategories =>
  keepFresh({
    read: async () => (await categoryTree(db)).map(categoryView),
    ...{ ageMsMax: 1_000, keysMax: 1, clock },
  });

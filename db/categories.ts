/**
 * The tree of categories (CAT-1, CAT-2). Staff changes it rarely and a tree is only whole as a whole, so every change holds
 * the one lock of the table: two moves at once cannot make a circle that neither of them sees.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface CategoryRecord {
  readonly slug: string;
  readonly parent: string | null;
  readonly name_ko: string;
  readonly name_en: string;
}

/** Each after its parent, and among brothers in the house's order. */
export async function categoryTree(db: Kysely<Database>): Promise<CategoryRecord[]> {
  const { rows } = await sql<CategoryRecord>`
    with recursive tree as (
      select slug, parent, name_ko, name_en, array[position] as place, array[slug] as path
      from category where parent is null
      union all
      select child.slug, child.parent, child.name_ko, child.name_en, place || child.position, path || child.slug
      from category as child join tree on child.parent = tree.slug
    )
    select slug, parent, name_ko, name_en from tree order by place, path
  `.execute(db);
  return rows;
}

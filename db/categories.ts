/**
 * The tree of categories (CAT-1, CAT-2). Staff changes it rarely and a tree is only whole as a whole, so every change holds
 * the one lock of the table: two moves at once cannot make a circle that neither of them sees.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { SaleAct } from '../domain/audit-act.ts';
import { CATEGORIES_MAX, CATEGORY_DEPTH_MAX } from '../domain/limits.ts';
import { Refused } from '../domain/refusals.ts';
import { recordAct } from './audit.ts';
import type { By } from './sale-steering.ts';
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

export interface NewCategory {
  readonly slug: string;
  readonly parent: string | null;
  readonly name: { readonly ko: string; readonly en: string };
}
export interface CategoryPatch {
  readonly parent?: string | null | undefined;
  /** Its place among its brothers, from 0; more than there are is the end. */
  readonly position?: number | undefined;
  readonly name?: NewCategory['name'] | undefined;
}
type Trx = Transaction<Database>;

/** At the end of its brothers. Refuses with `category_taken`. */
export async function makeCategory(trx: Trx, made: NewCategory, by: By): Promise<void> {
  const tree = await lockTree(trx);
  if (tree.has(made.slug)) throw new Refused('category_taken');
  if (tree.size >= CATEGORIES_MAX) throw wrong('slug', `there are ${CATEGORIES_MAX} already`);
  checkParent(tree, made.slug, made.parent);
  const { slug, parent, name } = made;
  const position = brothersOf(tree, parent).length;
  await trx
    .insertInto('category')
    .values({ slug, parent, position, name_ko: name.ko, name_en: name.en })
    .execute();
  await record(trx, by, 'category.make', { slug, parent, name });
}

/** Renames and moves. Nothing is filed below itself, however the ways are chosen and whoever moves at the same time. */
export async function changeCategory(trx: Trx, slug: string, patch: CategoryPatch, by: By): Promise<void> {
  const tree = await lockTree(trx);
  const was = tree.get(slug);
  if (!was) throw new Refused('not_found');
  const parent = patch.parent === undefined ? was.parent : patch.parent;
  checkParent(tree, slug, parent);
  if (patch.name !== undefined)
    await trx
      .updateTable('category')
      .set({ name_ko: patch.name.ko, name_en: patch.name.en })
      .where('slug', '=', slug)
      .execute();
  if (parent !== was.parent || patch.position !== undefined) {
    const brothers = brothersOf(tree, parent).filter((brother) => brother !== slug);
    brothers.splice(patch.position ?? brothers.length, 0, slug);
    await trx.updateTable('category').set({ parent }).where('slug', '=', slug).execute();
    await sql`update category set position = place - 1
      from unnest(${brothers}::text[]) with ordinality as wanted (slug, place) where category.slug = wanted.slug`.execute(
      trx,
    );
  }
  const { parent: parentWas, name_ko: ko, name_en: en } = was;
  await record(trx, by, 'category.change', { slug, was: { parent: parentWas, name: { ko, en } }, is: patch });
}

/** Refuses with `category_in_use` while sales or other categories are filed there. */
export async function removeCategory(trx: Trx, slug: string, by: By): Promise<void> {
  const tree = await lockTree(trx);
  if (!tree.has(slug)) throw new Refused('not_found');
  if (brothersOf(tree, slug).length > 0) throw new Refused('category_in_use');
  const filed = trx
    .selectFrom('sale')
    .select('id')
    .where('category', '=', slug)
    .where('deleted_at', 'is', null);
  if (await filed.limit(1).executeTakeFirst()) throw new Refused('category_in_use');
  await trx.deleteFrom('category').where('slug', '=', slug).execute();
  await record(trx, by, 'category.remove', { slug });
}

type Tree = ReadonlyMap<string, CategoryRecord>;

/** Readers go on; whoever changes the tree waits for whoever does. */
async function lockTree(trx: Trx): Promise<Tree> {
  await sql`lock table category in share row exclusive mode`.execute(trx);
  return new Map((await categoryTree(trx)).map((category) => [category.slug, category]));
}

/** In their order, as the tree is told in it. */
const brothersOf = (tree: Tree, parent: string | null): string[] =>
  [...tree.values()].filter((category) => category.parent === parent).map(({ slug }) => slug);

function checkParent(tree: Tree, slug: string, parent: string | null): void {
  const above: string[] = [];
  for (let at = parent; at !== null; at = tree.get(at)?.parent ?? null) {
    if (!tree.has(at)) throw wrong('parent', 'is no category');
    if (at === slug) throw wrong('parent', 'is the category itself or one below it');
    above.push(at);
  }
  if (above.length + heightOf(tree, slug) > CATEGORY_DEPTH_MAX)
    throw wrong('parent', `a tree of more than ${CATEGORY_DEPTH_MAX} levels is not found through`);
}

/** Its own level and all below it. */
const heightOf = (tree: Tree, slug: string): number =>
  1 + Math.max(0, ...brothersOf(tree, slug).map((child) => heightOf(tree, child)));

const wrong = (path: string, message: string) =>
  new Refused('invalid_request', { errors: [{ path, message }] });

const record = (trx: Trx, by: By, act: SaleAct, detail: Record<string, unknown>) =>
  recordAct(trx, { actor: by.actor, act, detail, reason: by.reason ?? null });

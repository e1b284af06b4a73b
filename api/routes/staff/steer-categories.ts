/** /staff/categories: making, renaming, moving and removing categories (CAT-2). Each answers with the whole tree. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { staffActor } from '../../../db/audit.ts';
import { categoryTree, changeCategory, makeCategory, removeCategory } from '../../../db/categories.ts';
import type { By } from '../../../db/sale-steering.ts';
import type { Database } from '../../../db/schema.ts';
import { CATEGORIES_MAX } from '../../../domain/limits.ts';
import { json, jsonBody, pageOf, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { categoryView } from '../../kept-categories.ts';
import { category } from '../../sale-answers.ts';
import { lineText, slug, slugParam } from '../../shapes.ts';

const name = z.strictObject({ ko: lineText(1, 100), en: lineText(1, 100) });
const made = z.strictObject({ slug, parent: slug.nullable().optional(), name }).openapi('NewCategory');
const patch = z
  .strictObject({
    parent: slug.nullable(),
    position: z.int().min(0).max(CATEGORIES_MAX).openapi({ description: 'among its brothers, from 0' }),
    name,
  })
  .partial()
  .openapi('CategoryPatch');

const shared = {
  security: [{ staff: [] }],
  tree: json(pageOf(category), 'The tree as it is now'),
  refusals: ['not_signed_in', 'not_allowed', 'invalid_request', 'too_large'] as const,
};

export function steerCategoriesRoutes(app: Api, deps: Deps): void {
  const { security, tree, refusals } = shared;
  const middleware = staffWho(deps, 'steer');
  const path = '/api/staff/categories';

  const act = async (staffId: string, wish: (trx: Transaction<Database>, by: By) => Promise<void>) => {
    const by = { actor: staffActor(staffId) };
    const rows = await deps.db.transaction().execute(async (trx) => {
      await wish(trx, by);
      return await categoryTree(trx);
    });
    deps.categories.forget();
    return { items: rows.map(categoryView), nextCursor: null };
  };

  const make = createRoute({
    ...{ method: 'post', path, summary: 'Make a category', security, middleware },
    request: { body: jsonBody(made) },
    responses: { 201: tree, ...refusing('category_taken', ...refusals) },
  });
  app.openapi(make, async (c) => {
    const { parent = null, ...wish } = c.req.valid('json');
    return c.json(await act(c.get('staff').id, (trx, by) => makeCategory(trx, { ...wish, parent }, by)), 201);
  });

  const change = createRoute({
    ...{
      method: 'patch',
      path: `${path}/{slug}`,
      summary: 'Rename or move a category',
      security,
      middleware,
    },
    request: { params: slugParam, body: jsonBody(patch) },
    responses: { 200: tree, ...refusing('not_found', ...refusals) },
  });
  app.openapi(change, async (c) => {
    const wish = c.req.valid('json');
    const { slug: named } = c.req.valid('param');
    return c.json(await act(c.get('staff').id, (trx, by) => changeCategory(trx, named, wish, by)), 200);
  });

  const remove = createRoute({
    ...{ method: 'delete', path: `${path}/{slug}`, summary: 'Remove a category', security, middleware },
    request: { params: slugParam },
    responses: { 200: tree, ...refusing('not_found', 'category_in_use', 'not_signed_in', 'not_allowed') },
  });
  app.openapi(remove, async (c) => {
    const { slug: named } = c.req.valid('param');
    return c.json(await act(c.get('staff').id, (trx, by) => removeCategory(trx, named, by)), 200);
  });
}

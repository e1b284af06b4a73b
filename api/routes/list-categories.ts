/** GET /categories: the tree in which sales are filed, each category after its parent (CAT-1). */
import { createRoute } from '@hono/zod-openapi';
import { type CategoryRecord, categoryTree } from '../../db/categories.ts';
import type { CategoryView } from '../../domain/sale.ts';
import { json, pageOf, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { keepFresh } from '../fresh.ts';
import { category } from '../sale-answers.ts';

const route = createRoute({
  method: 'get',
  path: '/api/categories',
  summary: 'List the categories',
  responses: { 200: json(pageOf(category), 'All of them, each after its parent'), ...refusing() },
});

export const categoryView = ({ slug, parent, name_ko: ko, name_en: en }: CategoryRecord): CategoryView => ({
  slug,
  parent,
  name: { ko, en },
});

export function listCategoriesRoute(app: Api, { db, clock }: Pick<Deps, 'db' | 'clock'>): void {
  const tree = keepFresh({
    read: async () => (await categoryTree(db)).map(categoryView),
    ...{ ageMsMax: 1_000, keysMax: 1, clock },
  });
  app.openapi(route, async (c) => c.json({ items: await tree.get(''), nextCursor: null }, 200));
}

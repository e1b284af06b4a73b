/** GET /categories: the tree in which sales are filed, each category after its parent (CAT-1). */
import { createRoute } from '@hono/zod-openapi';
import { json, pageOf, refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { category } from '../sale-answers.ts';

const route = createRoute({
  method: 'get',
  path: '/api/categories',
  summary: 'List the categories',
  responses: { 200: json(pageOf(category), 'All of them, each after its parent'), ...refusing() },
});

export function listCategoriesRoute(app: Api, { categories }: Pick<Deps, 'categories'>): void {
  app.openapi(route, async (c) => c.json({ items: await categories.get(''), nextCursor: null }, 200));
}

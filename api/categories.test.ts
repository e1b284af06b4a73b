/** The tree of categories over HTTP. */
import { expect } from 'vitest';
import { openTestApi, test } from '../test/api.ts';

test('CAT-1: the tree tells each category after its parent, in the house’s order and both languages', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  expect((await api.ask('GET', '/api/categories')).body).toEqual({ items: [], nextCursor: null });
  const category = (slug: string, parent: string | null, position: number) => ({
    ...{ slug, parent, position, name_ko: '공연', name_en: slug },
  });
  await stores.db
    .insertInto('category')
    .values([
      category('b', null, 1),
      category('a', null, 2),
      category('b-two', 'b', 1),
      category('b-one', 'b', 0),
      category('b-one-x', 'b-one', 0),
    ])
    .execute();
  await using other = await openTestApi(stores);
  const { items } = (await other.ask('GET', '/api/categories')).body;
  expect(items.map(({ slug }: { slug: string }) => slug)).toEqual(['b', 'b-one', 'b-one-x', 'b-two', 'a']);
  expect(items[1]).toEqual({ slug: 'b-one', parent: 'b', name: { ko: '공연', en: 'b-one' } });
});

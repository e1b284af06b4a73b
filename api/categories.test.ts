/** The tree of categories over HTTP. */
import { expect } from 'vitest';
import { openTestApi, type TestApi, test } from '../test/api.ts';

const name = (en: string) => ({ ko: `${en} 분류`, en });
const slugsIn = (answer: { body: { items: { slug: string }[] } }) =>
  answer.body.items.map(({ slug }) => slug);

async function staffOf(api: TestApi) {
  const token = await api.tokenOf('operator');
  return (method: string, path: string, json?: unknown) =>
    api.ask(method, `/api/staff/${path}`, { token, ...(json !== undefined && { json }) });
}

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

test('CAT-2: what staff does to the tree is what everybody is told from then on', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  const told = async () => slugsIn(await api.ask('GET', '/api/categories'));
  expect(await told()).toEqual([]);
  await ask('POST', 'categories', { slug: 'a', name: name('a') });
  expect(await told()).toEqual(['a']);
  await ask('DELETE', 'categories/a');
  expect(await told()).toEqual([]);
});

test('CAT-2: staff makes, renames, moves and removes categories; nothing is filed below itself', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  for (const [slug, parent] of [
    ['a', null],
    ['b', 'a'],
    ['c', 'b'],
    ['d', 'a'],
    ['e', null],
  ] as const)
    expect(await ask('POST', 'categories', { slug, parent, name: name(slug) })).toMatchObject({
      status: 201,
    });
  expect(await ask('POST', 'categories', { slug: 'a', name: name('a') })).toMatchObject({
    status: 409,
    body: { code: 'category_taken' },
  });
  const move = (slug: string, patch: object) => ask('PATCH', `categories/${slug}`, patch);
  for (const parent of ['a', 'b', 'c'])
    expect(await move('a', { parent })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'parent' }] },
    });
  expect(slugsIn(await move('d', { position: 0 }))).toEqual(['a', 'd', 'b', 'c', 'e']);
  expect(slugsIn(await move('b', { parent: null, position: 1 }))).toEqual(['a', 'd', 'b', 'c', 'e']);
  expect(slugsIn(await move('e', { parent: 'd' }))).toEqual(['a', 'd', 'e', 'b', 'c']);
  expect((await move('a', { name: name('renamed') })).body.items[0].name).toEqual(name('renamed'));

  await api.makeSale({ category: 'c' });
  for (const inUse of ['a', 'b', 'c'])
    expect(await ask('DELETE', `categories/${inUse}`)).toMatchObject({
      status: 409,
      body: { code: 'category_in_use' },
    });
  expect(slugsIn(await ask('DELETE', 'categories/e'))).toEqual(['a', 'd', 'b', 'c']);
  const audit = await ask('GET', 'audit');
  expect(audit.body.items.map(({ act }: { act: string }) => act)).toEqual(
    expect.arrayContaining(['category.remove', 'category.change', 'category.make']),
  );
});

test('CAT-2: two moves at once, each of which is right, make no circle', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [`a${round}`, `b${round}`];
    for (const slug of [a, b]) await ask('POST', 'categories', { slug, name: name(slug) });
    const moved = await Promise.all([
      ask('PATCH', `categories/${a}`, { parent: b }),
      ask('PATCH', `categories/${b}`, { parent: a }),
    ]);
    expect(moved.map(({ status }) => status).sort()).toEqual([200, 422]);
  }
  expect((await ask('DELETE', 'categories/none')).status).toBe(404);
});

test('CAT-2: a tree has five levels at the most, also where a branch is moved', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const ask = await staffOf(api);
  const chain = ['l1', 'l2', 'l3', 'l4', 'l5'];
  for (const [at, slug] of chain.entries())
    expect(
      (await ask('POST', 'categories', { slug, parent: chain[at - 1] ?? null, name: name(slug) })).status,
    ).toBe(201);
  expect((await ask('POST', 'categories', { slug: 'l6', parent: 'l5', name: name('l6') })).status).toBe(422);
  await ask('POST', 'categories', { slug: 'top', name: name('top') });
  expect((await ask('PATCH', 'categories/l1', { parent: 'top' })).status).toBe(422);
  expect((await ask('PATCH', 'categories/l2', { parent: 'top' })).status).toBe(200);
});

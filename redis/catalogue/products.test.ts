/** Writing the projection: what is newer stays, in whatever order the writings come. */
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { systemChance } from '../../runtime/chance.ts';
import { newSlug, test } from '../../test/stores.ts';
import { productKey } from '../keys.ts';
import { type ProductText, readProduct, writeProduct } from './products.ts';

const productsOf = (slug: string): ProductText[] =>
  Array.from({ length: 200 }, (_, n) => ({ slug, version: n + 1, text: `text of ${n + 1}` })).toSorted(
    () => systemChance.fraction() - 0.5,
  );

/** Four processes write their share in turn and look after each: what they saw, and what is there in the end. */
async function writeAll(
  redisUrl: string,
  slug: string,
  write: (redis: Redis, product: ProductText) => Promise<unknown>,
): Promise<{ readonly seen: number[]; readonly last: ProductText | null }> {
  const processes = Array.from({ length: 4 }, () => new Redis(redisUrl));
  const products = productsOf(slug);
  const seen: number[] = [];
  await Promise.all(
    processes.map(async (redis, process) => {
      for (const product of products.filter((_, at) => at % processes.length === process)) {
        await write(redis, product);
        seen.push((await readProduct(redis, slug))?.version ?? 0);
      }
    }),
  );
  const last = await readProduct(processes[0] as Redis, slug);
  await processes[0]?.del(productKey(slug));
  for (const redis of processes) redis.disconnect();
  return { seen, last };
}

/** What one process saw may be pushed a moment later than what another saw: a step back of what is kept is more. */
const stepsBack = (seen: readonly number[]) => {
  let newest = 0;
  let steps = 0;
  for (const version of seen) {
    if (version < newest) steps += 1;
    newest = Math.max(newest, version);
  }
  return steps;
};

test('CAT-13: a writing that comes late puts nothing older back, however many write at once', async ({
  redisUrl,
}) => {
  const { seen, last } = await writeAll(redisUrl, newSlug(), writeProduct);
  expect(last).toMatchObject({ version: 200, text: 'text of 200' });
  // Without comparing, the last one wins whatever it carries.
  const bare = await writeAll(redisUrl, newSlug(), (redis, { slug, version, text }) =>
    redis.set(productKey(slug), `${String(version).padStart(16, '0')}${text}`),
  );
  expect(stepsBack(bare.seen)).toBeGreaterThan(50);
  expect(stepsBack(seen)).toBeLessThan(20);
});

test('CAT-13: the same or an older version changes nothing, and says so', async ({ redis }) => {
  const slug = newSlug();
  expect(await writeProduct(redis, { slug, version: 10, text: 'ten' })).toBe(true);
  expect(await writeProduct(redis, { slug, version: 10, text: 'other' })).toBe(false);
  expect(await writeProduct(redis, { slug, version: 9, text: 'nine' })).toBe(false);
  expect(await readProduct(redis, slug)).toEqual({ slug, version: 10, text: 'ten' });
  expect(await writeProduct(redis, { slug, version: 11, text: 'eleven' })).toBe(true);
});

/** Pictures: what comes in, what is made of it, and how it is served. */
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect } from 'vitest';
import { PICTURE_BYTES_MAX } from '../domain/limits.ts';
import { openTestApi, type TestApi, test } from '../test/api.ts';
import { pictureForms } from './picture-forms.ts';

const flat = (width: number, height: number, colour = '#c8452f') =>
  sharp({ create: { width, height, channels: 3, background: colour } });
const photo = (colour?: string) => flat(2_000, 1_000, colour).jpeg().toBuffer();

async function uploader(api: TestApi, slug: string) {
  const token = (await api.signIn('operator@house.test')).body.accessToken;
  const send = async (method: string, path: string, body?: Buffer | string, type = 'image/jpeg') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const response = await fetch(`${api.url}/api/staff/sales/${slug}/pictures${path}`, {
      ...{ method, headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there.
    return { status: response.status, body: (await response.json()) as any };
  };
  return {
    add: (bytes: Buffer, query = '') => send('POST', query, bytes),
    change: (id: string, patch: object) => send('PATCH', `/${id}`, JSON.stringify(patch), 'application/json'),
    remove: (id: string) => send('DELETE', `/${id}`),
  };
}
const fetchPicture = async (api: TestApi, url: string) => {
  const response = await fetch(`${api.url}${url}`);
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
};

test('CAT-3: a picture is encoded anew in two sizes, upright, without what else the file carried', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('operator');
  const sale = await api.makeSale();
  const { add } = await uploader(api, sale.slug);
  const secret = 'taken at 37.56, 126.97';
  const sideways = await flat(2_000, 1_000)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { ImageDescription: secret } })
    .toBuffer();
  expect(sideways.includes(secret)).toBe(true);
  const { status, body } = await add(sideways, '?altKo=%EB%B0%B0&altEn=A%20ferry');
  expect(status).toBe(201);
  expect(body.pictures).toMatchObject([{ width: 1_000, height: 2_000, alt: { ko: '배', en: 'A ferry' } }]);
  const [{ url, largeUrl }] = body.pictures;
  expect(body.picture).toBe(url);
  const [small, large] = [await fetchPicture(api, url), await fetchPicture(api, largeUrl)];
  const about = await Promise.all([small, large].map(({ bytes }) => sharp(bytes).metadata()));
  expect(about).toMatchObject([
    { format: 'webp', width: 480, height: 960 },
    { format: 'webp', width: 1_000, height: 2_000 },
  ]);
  expect([about[0]?.exif, about[1]?.exif, large.bytes.includes(secret)]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  // A small one is not made larger than it is.
  const tiny = await pictureForms(await flat(20, 10).png().toBuffer());
  expect([tiny.width, tiny.height]).toEqual([20, 10]);
});

test('CAT-18: an uploaded picture is shown before the drawing, which the staff still gets, and which stands in again', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('operator');
  const sale = await api.makeSale({ picture: '/art/record.svg' });
  const { add, remove } = await uploader(api, sale.slug);
  const shown = async () => (await api.ask('GET', `/api/sales/${sale.slug}`)).body;
  expect(await shown()).toMatchObject({ picture: '/art/record.svg', pictures: [] });
  const { body } = await add(await photo());
  expect(body).toMatchObject({ picture: body.pictures[0].url, drawing: '/art/record.svg' });
  expect((await shown()).picture).toBe(body.pictures[0].url);
  expect(await shown()).not.toHaveProperty('drawing');
  expect((await remove(body.pictures[0].id)).body).toMatchObject({
    picture: '/art/record.svg',
    drawing: '/art/record.svg',
  });
});

test('CAT-4: a picture has an address of its very bytes, and whoever has it once never asks again', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('operator');
  const [one, two] = [await api.makeSale(), await api.makeSale()];
  const first = await uploader(api, one.slug);
  const second = await uploader(api, two.slug);
  const { body } = await first.add(await photo());
  const [{ url }] = body.pictures;
  const shown = await fetchPicture(api, url);
  expect(shown.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(shown.headers.get('content-type')).toBe('image/webp');
  expect(await first.add(await photo())).toMatchObject({ status: 201, body: { pictures: [{ url }] } });

  // The same picture of another sale stays when one of the two removes it, and goes with the last.
  expect((await second.add(await photo())).body.pictures).toMatchObject([{ url }]);
  const shownBy = stores.db.selectFrom('sale_picture').select('id');
  const idOf = async (saleId: string) =>
    (await shownBy.where('sale_id', '=', saleId).executeTakeFirst())?.id ?? '';
  const kept = () => stores.db.selectFrom('picture').select('hash').execute();
  expect((await first.remove(await idOf(one.id))).body.pictures).toEqual([]);
  expect(await kept()).toHaveLength(1);
  await second.remove(await idOf(two.id));
  expect(await kept()).toHaveLength(0);
  await using other = await openTestApi(stores);
  const gone = await fetchPicture(other, url);
  expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
  for (const name of ['x', `${'a'.repeat(64)}-99.webp`, `${'a'.repeat(64)}-480.png`, '..%2f..%2fetc'])
    expect((await fetchPicture(other, `/api/pictures/${name}`)).status).toBe(404);
});

test('CAT-3: pictures have words and an order, and belong to their sale alone', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  await api.hire('operator');
  const [sale, other] = [await api.makeSale(), await api.makeSale()];
  const { add, change } = await uploader(api, sale.slug);
  for (const colour of ['#100000', '#002000', '#000030']) await add(await photo(colour));
  const order = async () => {
    const rows = await db.selectFrom('sale_picture').selectAll().orderBy('position').execute();
    return rows.map(({ id }) => id);
  };
  const [a = '', b = '', c = ''] = await order();
  expect((await change(c, { position: 0, alt: { ko: '셋', en: 'Three' } })).body.pictures[0].alt).toEqual({
    ko: '셋',
    en: 'Three',
  });
  expect(await order()).toEqual([c, a, b]);
  await change(c, { position: 12 });
  expect(await order()).toEqual([a, b, c]);
  const stranger = await uploader(api, other.slug);
  expect([(await stranger.change(a, {})).status, (await stranger.remove(a)).status]).toEqual([404, 404]);
});

/** A PNG that says it has so many pixels, and has none. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', Buffer.alloc(0)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('CAT-3: what is no picture, is too large, or unpacks beyond bounds is refused and changes nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  await api.hire('operator');
  const sale = await api.makeSale();
  const { add } = await uploader(api, sale.slug);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const half = (await photo()).subarray(0, 900);
  const wrong: [string, Buffer, string][] = [
    ['nothing', Buffer.alloc(0), 'is no JPEG'],
    ['text', Buffer.from('hello'), 'is no JPEG'],
    ['svg', svg, 'is no JPEG'],
    ['gif', await flat(4, 4).gif().toBuffer(), 'is no JPEG'],
    ['avif', await flat(64, 64).avif().toBuffer(), 'is no JPEG'],
    ['a head alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'cannot be read'],
    ['cut off', half, 'cannot be read'],
    ['a bomb', bomb(20_000, 20_000), 'has too many pixels'],
    ['lying about its type', Buffer.concat([Buffer.from('RIFF0000WEBP'), svg]), 'cannot be read'],
  ];
  for (const [what, bytes, message] of wrong) {
    const { status, body } = await add(bytes);
    expect([what, status, body.errors?.[0]?.message]).toEqual([what, 422, expect.stringContaining(message)]);
  }
  const huge = await add(Buffer.alloc(PICTURE_BYTES_MAX + 1));
  expect(huge).toMatchObject({ status: 413, body: { code: 'too_large' } });
  expect(await db.selectFrom('picture').select('hash').execute()).toEqual([]);
  expect(await db.selectFrom('audit').select('act').where('act', 'like', 'picture%').execute()).toEqual([]);
  for (let n = 0; n < 12; n += 1) expect((await add(await photo(`rgb(${n * 20}, 0, 0)`))).status).toBe(201);
  expect((await add(await photo('#ffffff'))).body.errors).toMatchObject([{ path: 'body' }]);
  expect((await (await uploader(api, 'nothing-here')).add(await photo())).status).toBe(404);
});

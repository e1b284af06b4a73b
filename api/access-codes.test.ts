/** Access codes for staff: made and shown once, counted, withdrawn, and who may. */
import { expect } from 'vitest';
import { useCodes } from '../db/access-codes.ts';
import { openTestApi, test } from '../test/api.ts';
import { newEntryId } from '../test/stores.ts';
import { accessCodeHashes, plainCode } from '../tokens/access-code.ts';

test('ACC-3: codes are shown by the answer that makes them and by none after, and their uses are counted', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const sale = await api.makeSale();
  const path = `/api/staff/sales/${sale.slug}/codes`;
  const wish = { count: 3, label: 'Fan club', lane: 'priority', usesMax: 2, endsAt: '2199-01-01T00:00:00Z' };
  const made = await api.ask('POST', path, { token, json: wish });
  expect(made.status).toBe(201);
  const codes: { id: string; code: string }[] = made.body.items;
  expect(codes).toHaveLength(3);
  expect(new Set(codes.map(({ code }) => code)).size).toBe(3);

  const hashes = accessCodeHashes(api.ring, sale.id, codes[0]?.code ?? '');
  expect(await useCodes(db, sale.id, [{ visitorId: newEntryId(), hashes }])).toMatchObject([
    { lane: 'priority' },
  ]);
  const listed = await api.ask('GET', path, { token });
  expect(listed.body).toMatchObject({ nextCursor: null });
  expect(listed.body.items).toHaveLength(3);
  const used = listed.body.items.find(({ id }: { id: string }) => id === codes[0]?.id);
  expect(used).toMatchObject({ label: 'Fan club', lane: 'priority', usesMax: 2, uses: 1, withdrawnAt: null });
  const audit = await db.selectFrom('audit').selectAll().where('act', '=', 'codes.make').execute();
  expect(audit).toMatchObject([{ sale_id: sale.id, detail: { count: 3, lane: 'priority' } }]);
  for (const { code } of codes) {
    const everything = JSON.stringify([
      listed.body,
      audit,
      await db.selectFrom('access_code').selectAll().execute(),
    ]);
    expect(everything).not.toContain(code);
    expect(everything).not.toContain(plainCode(code));
  }
});

test('ACC-1: a withdrawn code opens nothing any more, and withdrawing again changes nothing', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const sale = await api.makeSale();
  const path = `/api/staff/sales/${sale.slug}/codes`;
  const [{ id, code }] = (await api.ask('POST', path, { token, json: { usesMax: 5 } })).body.items;
  const first = await api.ask('POST', `${path}/${id}/withdraw`, { token, json: { reason: 'leaked' } });
  expect(first.body).toMatchObject({ id, withdrawnAt: expect.any(String) });
  const again = await api.ask('POST', `${path}/${id}/withdraw`, { token });
  expect(again.body).toEqual(first.body);
  const hashes = accessCodeHashes(api.ring, sale.id, code);
  expect(await useCodes(db, sale.id, [{ visitorId: newEntryId(), hashes }])).toEqual([null]);
  const audit = await db.selectFrom('audit').selectAll().where('act', '=', 'code.withdraw').execute();
  expect(audit[0]).toMatchObject({ detail: { codeId: id }, reason: 'leaked' });
  const other = await api.makeSale();
  const foreign = await api.ask('POST', `/api/staff/sales/${other.slug}/codes/${id}/withdraw`, { token });
  expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('API-3: codes are for those who steer; nobody else makes, sees or withdraws them', async ({
  stores,
  db,
}) => {
  await using api = await openTestApi(stores);
  const sale = await api.makeSale();
  const path = `/api/staff/sales/${sale.slug}/codes`;
  const tokens = [await api.tokenOf('support'), await api.tokenOf('door')];
  for (const token of tokens) {
    for (const [method, at] of [
      ['POST', path],
      ['GET', path],
      ['POST', `${path}/cod_1/withdraw`],
    ] as const) {
      const json = method === 'POST' ? { json: {} } : {};
      expect(await api.ask(method, at, { token, ...json })).toMatchObject({ status: 403 });
      expect(await api.ask(method, at, json)).toMatchObject({ status: 401 });
    }
  }
  expect(await db.selectFrom('access_code').selectAll().execute()).toEqual([]);
});

test('API-7: codes of another shape are refused and none is made', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const sale = await api.makeSale();
  const path = `/api/staff/sales/${sale.slug}/codes`;
  const bad = [
    { count: 0 },
    { count: 1_001 },
    { lane: 'slow' },
    { usesMax: 0 },
    { endsAt: 'soon' },
    { code: 'MINE' },
  ];
  for (const json of bad)
    expect(await api.ask('POST', path, { token, json }), JSON.stringify(json)).toMatchObject({ status: 422 });
  const unknown = await api.ask('POST', '/api/staff/sales/no-such-sale/codes', { token, json: {} });
  expect(unknown.status).toBe(404);
  expect(await db.selectFrom('access_code').selectAll().execute()).toEqual([]);
});

test('API-12: a long list of codes comes in pages, without gap or repetition', async ({ stores }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('owner');
  const sale = await api.makeSale();
  const path = `/api/staff/sales/${sale.slug}/codes`;
  await api.ask('POST', path, { token, json: { count: 450 } });
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await api.ask('GET', `${path}${cursor && `?cursor=${cursor}`}`, { token });
    seen.push(...body.items.map(({ id }: { id: string }) => id));
    if (body.nextCursor === null) break;
    cursor = body.nextCursor;
  }
  expect(seen).toHaveLength(450);
  expect(new Set(seen).size).toBe(450);
});

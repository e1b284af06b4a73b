/** What an organiser may say about a raffle, and until when (RAF-11). */
import { expect } from 'vitest';
import { openTestApi, test } from '../test/api.ts';

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const tiers = [{ name: 'Floor', price: { amount: 10_000, currency: 'KRW' }, capacity: 5 }];
let made = 0;
const raffle = (more: object = {}) => {
  made += 1;
  return {
    slug: `raffle-${process.pid}-${made}`,
    title: 'A raffle',
    mode: 'raffle',
    winners: 3,
    tiers,
    ...more,
  };
};

test('RAF-11: what contradicts itself is refused when it is made, and when a draft is changed', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const pathsOf = (body: { errors?: { path: string }[] }) => body.errors?.map(({ path }) => path);
  const cases: [object, string][] = [
    [{ winners: null }, 'winners'],
    [{ winners: 6 }, 'winners'],
    [{ opensAt: inMinutes(10), registrationClosesAt: inMinutes(11) }, 'registrationClosesAt'],
    [{ opensAt: inMinutes(10), closesAt: inMinutes(9) }, 'closesAt'],
  ];
  const draft = await api.ask('POST', '/api/staff/sales', { token, json: raffle() });
  expect(draft.status).toBe(201);
  for (const [wrong, path] of cases) {
    const refused = await api.ask('POST', '/api/staff/sales', { token, json: raffle(wrong) });
    expect([refused.status, pathsOf(refused.body)]).toEqual([422, [path]]);
    const patched = await api.ask('PATCH', `/api/staff/sales/${draft.body.slug}`, { token, json: wrong });
    expect([patched.status, pathsOf(patched.body)]).toEqual([422, [path]]);
  }
  const good = { winners: 5, opensAt: inMinutes(10), registrationClosesAt: inMinutes(9) };
  const published = await api.ask('PATCH', `/api/staff/sales/${draft.body.slug}`, { token, json: good });
  expect(published.body).toMatchObject({ ...good, state: 'lobby' });
});

test('RAF-11: once it is published nobody changes what people register for; hours of the list may', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const json = raffle({ opensAt: inMinutes(10), registrationClosesAt: inMinutes(5) });
  const { body } = await api.ask('POST', '/api/staff/sales', { token, json });
  const patch = (change: object) =>
    api.ask('PATCH', `/api/staff/sales/${body.slug}`, { token, json: change });
  for (const change of [
    { winners: 2 },
    { claimHours: 1 },
    { registrationClosesAt: inMinutes(6) },
    { registrationClosesAt: null },
    { opensAt: inMinutes(20) },
    { mode: 'line' },
  ])
    expect([change, (await patch(change)).status]).toEqual([change, 422]);
  expect((await patch({ reserveHours: 5 })).body).toMatchObject({ reserveHours: 5 });
  // Fewer units than winners is the stock's business: other settings can still be changed.
  await stores.db.updateTable('tier').set({ capacity: 1, available: 1 }).execute();
  expect((await patch({ reserveHours: 6 })).status).toBe(200);
});

test('RAF-11: it does not open before registration has ended, nor without one', async ({ stores, db }) => {
  await using api = await openTestApi(stores);
  const token = await api.tokenOf('operator');
  const open = async (more: object) => {
    const { body } = await api.ask('POST', '/api/staff/sales', { token, json: raffle(more) });
    return {
      slug: String(body.slug),
      answer: () => api.ask('POST', `/api/staff/sales/${body.slug}/open`, { token }),
    };
  };
  const draft = await open({});
  expect((await draft.answer()).status).toBe(409);
  const registering = await open({ opensAt: inMinutes(10), registrationClosesAt: inMinutes(5) });
  expect((await registering.answer()).status).toBe(409);
  await db.updateTable('sale').set({ frozen_at: new Date() }).where('slug', '=', registering.slug).execute();
  expect((await registering.answer()).status).toBe(200);
  const whole = await open({ opensAt: inMinutes(10) });
  expect((await whole.answer()).status).toBe(200);
});

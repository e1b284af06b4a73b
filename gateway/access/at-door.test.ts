/** Who has no place yet and is asked for a check: the mailed code that answers it, bound to who asked, once, budgeted. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import {
  codeGuessBudgets,
  joinBudgets,
  MAILED_CODE_TRIES_MAX,
  mailedCodeBudgets,
} from '../../domain/limits.ts';
import type { SaleMode } from '../../domain/sale.ts';
import { networkGroup } from '../../domain/suspicion.ts';
import { makeTestCode } from '../../test/access-codes.ts';
import { fillBudget } from '../../test/budgets.ts';
import { checkMails } from '../../test/check-mails.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { solveCheck } from '../../test/solve-check.ts';
import { newEntryId } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';

const newEmail = () => `${newEntryId()}@visitor.test`.toLowerCase();

/** A sale, and visitors of an address whose joins, or wrong codes, are far above what is free. */
async function crowdedDoor(
  stores: GatewayStores,
  settings: Parameters<typeof openTestSale>[1] = {},
  [kind, level]: readonly [string, number] = ['join-address', 2 * joinBudgets.address.most],
) {
  const sale = await openTestSale(stores, settings);
  const gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  await fillBudget(stores.redis, kind, address, level);
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const asked = { 'content-type': 'application/json', 'x-forwarded-for': address, ...headers };
    const init = { method: 'POST', headers: asked, body: JSON.stringify(body) };
    const response = await fetch(`${gateway.url}/api/sales/${sale.slug}/line${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  type Me = ReturnType<typeof newSecret>;
  return {
    ...{ sale, gateway, address, post },
    visitor: () => gateway.visitor(sale.slug, { headers: { 'x-forwarded-for': address } }),
    join: ({ secret, secretHash }: Me, more: object = {}) =>
      post('', { secretHash, ...more }, { 'usher-secret': secret }),
    mail: ({ secret, secretHash }: Me, email: string, headers: Record<string, string> = {}) =>
      post('/check', { email, language: 'en', secretHash }, { 'usher-secret': secret, ...headers }),
    newestCode: async () => (await checkMails(stores)).at(-1)?.code ?? '',
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

const modes: readonly (readonly [SaleMode, string])[] = [
  ['line', 'waiting'],
  ['raffle', 'registered'],
  ['passthrough', 'shopping'],
];
test.for(modes)(
  'ACC-21: a mailed code answers the check before a place, in a %s too',
  async ([mode, state], { stores }) => {
    const early = { state: 'lobby', opens_at: new Date(Date.now() + 3_600_000), winners: 1 } as const;
    await using it = await crowdedDoor(stores, { mode, ...(mode === 'raffle' && early) });
    const me = newSecret();
    const visitor = await it.visitor().open();
    visitor.say({ type: 'join', ...me });
    expect(await visitor.hear('refused')).toMatchObject({ code: 'proof_required', reason: 'address' });
    const email = newEmail();
    expect(await it.mail(me, email)).toEqual({ status: 202, body: { sent: true } });
    const [mail] = await checkMails(stores);
    expect(mail).toMatchObject({ kind: 'join_check', letter: { to: { address: email } } });
    expect(await visitor.join({ ...me, mailedCode: await it.newestCode() })).toMatchObject({ state });

    const rows = await stores.db.selectFrom('line_check').selectAll().execute();
    expect(rows).toMatchObject([{ reason: 'address', cleared_by: 'email', at_door: true }]);
    expect(await stores.db.selectFrom('email_code').selectAll().execute()).toEqual([]);
    expect(await it.gateway.counted('usher_suspects_total', { reason: 'address' })).toBe(1);
    expect(await it.gateway.counted('usher_suspects_cleared_total', { by: 'email' })).toBe(1);
  },
);

test('ACC-12: work shown before a place is a false alarm as well, counted once', async ({ stores }) => {
  await using it = await crowdedDoor(stores);
  const me = newSecret();
  const { challenge } = (await it.join(me)).body;
  expect(await it.gateway.counted('usher_suspects_total', {})).toBe(1);
  const proof = await solveCheck(challenge as Record<string, unknown>);
  const receipts = await Promise.all([it.join(me, { proof }), it.join(me, { proof })]);
  expect(receipts.map(({ status }) => status)).toEqual([200, 200]);
  expect(await it.gateway.counted('usher_suspects_total', {})).toBe(1);
  expect(await it.gateway.counted('usher_suspects_cleared_total', { by: 'work' })).toBe(1);
});

test('ACC-21: the code is for who asked for it: nobody else gets in by it, asks in their name or uses up their tries', async ({
  stores,
}) => {
  await using it = await crowdedDoor(stores);
  const [me, other] = [newSecret(), newSecret()];
  const { secretHash } = me;
  const email = newEmail();
  await it.mail(me, email);
  const code = await it.newestCode();
  const named = await it.post('/check', { email, language: 'en', secretHash });
  expect(named).toMatchObject({ status: 401, body: { code: 'secret_required' } });
  const refused = { status: 403, body: { code: 'proof_required', challenge: expect.any(Object) } };
  expect(await it.join(other, { mailedCode: code })).toMatchObject(refused);
  // By the hash alone, which is no secret.
  for (let n = 0; n < MAILED_CODE_TRIES_MAX; n += 1)
    expect(await it.post('', { secretHash, mailedCode: '000000' })).toMatchObject(refused);
  expect(await it.join(me, { mailedCode: code })).toMatchObject({ status: 200 });
});

test('ACC-21: five tries; wrong, used up, replaced and ended are all refused as if there had been none', async ({
  stores,
}) => {
  await using it = await crowdedDoor(stores);
  const me = newSecret();
  const wordsOf = ({ status, body: { challenge: _, ...body } }: Awaited<ReturnType<typeof it.join>>) => ({
    ...{ status, body },
  });
  const none = wordsOf(await it.join(me));
  await it.mail(me, newEmail());
  const first = await it.newestCode();
  const wrong = first === '000000' ? '111111' : '000000';
  for (let n = 0; n < MAILED_CODE_TRIES_MAX; n += 1)
    expect(wordsOf(await it.join(me, { mailedCode: wrong }))).toEqual(none);
  expect(wordsOf(await it.join(me, { mailedCode: first }))).toEqual(none);
  await it.mail(me, newEmail());
  const ended = await it.newestCode();
  await stores.db
    .updateTable('email_code')
    .set({ expires_at: new Date(0) })
    .execute();
  expect(wordsOf(await it.join(me, { mailedCode: ended }))).toEqual(none);
  expect(await it.gateway.counted('usher_suspects_total', {})).toBe(1);
  expect(await stores.redis.zcard(`sale:{${it.sale.saleId}}:line`)).toBe(0);
});

test('ACC-21: a code that was spent while the place was not taken passes again in the same hands', async ({
  stores,
}) => {
  await using it = await crowdedDoor(stores);
  const me = newSecret();
  await it.mail(me, newEmail());
  const mailedCode = await it.newestCode();
  expect(await it.join(me, { mailedCode })).toMatchObject({ status: 200 });
  const line = `sale:{${it.sale.saleId}}:line`;
  await stores.redis.zrem(line, ...(await stores.redis.zrange(line, 0, -1)));
  expect(await it.join(me)).toMatchObject({ status: 403 });
  const again = await it.join(me, { mailedCode });
  expect(again).toMatchObject({ status: 200, body: { place: { state: 'waiting' } } });
  expect(again.body.place).not.toHaveProperty('lane');
  expect(await it.gateway.counted('usher_suspects_cleared_total', {})).toBe(1);
});

test('ACC-14, ACC-21: mails are budgeted by letter box, address and neighbourhood, and say nothing of whose they are', async ({
  stores,
}) => {
  await using it = await crowdedDoor(stores);
  const email = newEmail();
  for (let n = 0; n < mailedCodeBudgets.email.free; n += 1)
    expect(await it.mail(newSecret(), email)).toEqual({ status: 202, body: { sent: true } });
  const tooMany = { status: 429, body: { code: 'too_many_requests' } };
  expect(await it.mail(newSecret(), email)).toMatchObject(tooMany);
  await fillBudget(stores.redis, 'mail-address', it.address, mailedCodeBudgets.address.free + 5);
  expect(await it.mail(newSecret(), newEmail())).toMatchObject(tooMany);
  // Another address next to it still has its own, until the neighbourhood has none left.
  const beside = { 'x-forwarded-for': it.address.replace(/\d+$/, '255') };
  expect(await it.mail(newSecret(), newEmail(), beside)).toMatchObject({ status: 202 });
  await fillBudget(
    stores.redis,
    'mail-network',
    networkGroup(it.address),
    mailedCodeBudgets.network.free + 50,
  );
  expect(await it.mail(newSecret(), newEmail(), beside)).toMatchObject(tooMany);
  expect(await checkMails(stores)).toHaveLength(mailedCodeBudgets.email.free + 1);
});

test('ACC-15, ACC-21: a code by mail answers for guesses at an access code as well', async ({ stores }) => {
  const guesses = ['code-address', codeGuessBudgets.address.free + 20] as const;
  await using it = await crowdedDoor(stores, { code_required: true }, guesses);
  const { code } = await makeTestCode(stores, it.sale.saleId);
  const me = newSecret();
  const asked = { status: 403, body: { code: 'proof_required', reason: 'codes' } };
  expect(await it.join(me, { code })).toMatchObject(asked);
  await it.mail(me, newEmail());
  const mailedCode = await it.newestCode();
  expect(await it.join(me, { code: 'AAAA-AAAA-AAAA-AAAA', mailedCode })).toMatchObject({
    body: { code: 'code_invalid' },
  });
  expect(await it.join(me, { code, mailedCode })).toMatchObject({ status: 200 });
});

/** The way round the check by mail: a code for one visitor, once, a few tries, and no letter box filled. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { joinBudgets, MAILED_CODE_TRIES_MAX, mailedCodeBudgets } from '../../domain/limits.ts';
import type { PlaceMessage } from '../../domain/protocol.ts';
import { checkLetters } from '../../queue-worker/outbox/check-letters.ts';
import type { OutboxDeps } from '../../queue-worker/outbox/outbox-deps.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { fillBudget } from '../../test/budgets.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newEntryId } from '../../test/stores.ts';
import { newSecret } from '../../test/visitor.ts';

const newEmail = () => `${newEntryId()}@visitor.test`.toLowerCase();

/** A visitor in the slow lane, and how they ask for and send codes. */
async function suspectOf(stores: GatewayStores) {
  const sale = await openTestSale(stores);
  const gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  await fillBudget(stores.redis, 'join-address', address, joinBudgets.address.free + 100);
  const { secret, secretHash } = newSecret();
  const visitor = gateway.visitor(sale.slug, { headers: { 'x-forwarded-for': address } });
  const { receipt = '', lane } = await visitor.join({ secretHash });
  expect(lane).toBe('slow');
  const ask = async (body: object) => {
    const response = await fetch(`${gateway.url}/api/sales/${sale.slug}/line/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'usher-receipt': receipt, 'usher-secret': secret },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** What the letters that were written say, the newest last. */
  const letters = async () => {
    const rows = await stores.db
      .selectFrom('outbox')
      .selectAll()
      .where('topic', '=', 'mail')
      .orderBy('id')
      .execute();
    const deps = { ring: parseKeyRing(stores.keys) } as unknown as OutboxDeps;
    return await Promise.all(rows.map((row) => checkLetters.line_check(deps, row)));
  };
  const newestCode = async () => /^\d{6}$/m.exec((await letters()).at(-1)?.text ?? '')?.[0] ?? '';
  return {
    sale,
    gateway,
    visitor,
    ask,
    letters,
    newestCode,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

test('ACC-12, ACC-14: a code by mail leads out of the slow lane with the same number, once', async ({
  stores,
}) => {
  await using it = await suspectOf(stores);
  const email = newEmail();
  expect(await it.ask({ email, language: 'ko' })).toEqual({ status: 202, body: { sent: true } });
  const [letter] = await it.letters();
  expect(letter?.to.address).toBe(email);
  expect(letter?.subject).toContain('확인 코드');
  const code = await it.newestCode();
  const rows = JSON.stringify(await stores.db.selectFrom('outbox').selectAll().execute());
  const kept = JSON.stringify(await stores.db.selectFrom('email_code').selectAll().execute());
  expect(`${rows}${kept}`).not.toMatch(new RegExp(`${code}|${email}`));

  const done = await it.ask({ code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
  expect(done).toMatchObject({ status: 200, body: { place: { number: 1, ahead: 0 } } });
  expect((done.body.place as PlaceMessage).lane).toBeUndefined();
  await it.visitor.hear('place', ({ lane }) => lane === undefined);
  const check = await stores.db.selectFrom('line_check').selectAll().execute();
  expect(check).toMatchObject([{ cleared_by: 'email' }]);
  // Again changes nothing, and says the same.
  expect(await it.ask({ code })).toMatchObject({ status: 200, body: { place: { number: 1 } } });
});

test('ACC-14: five tries a code; after them, replaced or ended, the right one is as wrong as any', async ({
  stores,
}) => {
  await using it = await suspectOf(stores);
  const refused = { status: 403, body: { code: 'code_invalid' } };
  expect(await it.ask({ code: '123456' })).toMatchObject(refused); // None was asked for.
  await it.ask({ email: newEmail() });
  const first = await it.newestCode();
  const wrong = first === '000000' ? '111111' : '000000';
  for (let n = 0; n < MAILED_CODE_TRIES_MAX; n += 1)
    expect(await it.ask({ code: wrong })).toMatchObject(refused);
  expect(await it.ask({ code: first })).toMatchObject(refused);

  await it.ask({ email: newEmail() });
  const second = await it.newestCode();
  await stores.db
    .updateTable('email_code')
    .set({ expires_at: new Date(Date.now() - 1_000) })
    .execute();
  expect(await it.ask({ code: second })).toMatchObject(refused);
  await it.ask({ email: newEmail() });
  const third = await it.newestCode();
  if (second !== third) expect(await it.ask({ code: second })).toMatchObject(refused);
  expect(await it.ask({ code: third })).toMatchObject({ status: 200 });
});

test('ACC-14: one letter box gets a few codes and no more; what is no address, and no suspect, gets none', async ({
  stores,
}) => {
  await using it = await suspectOf(stores);
  const email = newEmail();
  for (let n = 0; n < mailedCodeBudgets.email.free; n += 1)
    expect((await it.ask({ email })).status).toBe(202);
  expect(await it.ask({ email: ` ${email.toUpperCase()}` })).toMatchObject({
    status: 429,
    body: { code: 'too_many_requests' },
  });
  expect(await it.letters()).toHaveLength(mailedCodeBudgets.email.free);
  expect(await it.ask({ email: 'nobody' })).toMatchObject({ status: 422 });
  expect(await it.ask({ code: await it.newestCode() })).toMatchObject({ status: 200 });
  expect(await it.ask({ email: newEmail() })).toMatchObject({ status: 422 });
});

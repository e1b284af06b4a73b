/** Access codes at the door, over real sockets and stores: who gets in, in which lane, and what guessing costs. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { useCodes } from '../../db/access-codes.ts';
import { entryIdOf } from '../../domain/entry-id.ts';
import { codeGuessBudgets } from '../../domain/limits.ts';
import type { RefusedMessage } from '../../domain/protocol.ts';
import { metaKey } from '../../redis/keys.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { makeTestCode } from '../../test/access-codes.ts';
import { fillBudget } from '../../test/budgets.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { solveCheck } from '../../test/solve-check.ts';
import { newSecret, type TestVisitor } from '../../test/visitor.ts';
import { accessCodeHashes } from '../../tokens/access-code.ts';

const WRONG = 'AAAA-AAAA-AAAA-AAAA';
const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** The refusal of a join that is refused. */
async function refusedJoin(visitor: TestVisitor, message: object): Promise<RefusedMessage> {
  await visitor.open();
  const from = visitor.heard.length;
  visitor.say({ type: 'join', ...message });
  return await visitor.hear('refused', () => true, from);
}

test('ACC-1: without a code there is no number where one is asked for, and every wrong one sounds the same', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores);
  const right = await makeTestCode(stores, sale.saleId, { usesMax: 2 });
  const used = await makeTestCode(stores, sale.saleId);
  const withdrawn = await makeTestCode(stores, sale.saleId, { usesMax: 5 });
  await withdrawn.withdraw();
  await gateway.visitor(sale.slug).join({ ...newSecret(), code: used.code });

  const stranger = newSecret();
  const refusals = [];
  for (const code of [WRONG, used.code, withdrawn.code, '', 'x'.repeat(128)])
    refusals.push(await refusedJoin(gateway.visitor(sale.slug), { ...stranger, code }));
  expect(new Set(refusals.map((refused) => JSON.stringify(refused))).size).toBe(1);
  expect(refusals[0]).toMatchObject({ code: 'code_invalid' });
  expect(await refusedJoin(gateway.visitor(sale.slug), stranger)).toMatchObject({ code: 'code_required' });
  // No number was spent on any of them, and the right code is still whole for its holder.
  const place = await gateway.visitor(sale.slug).join({ ...newSecret(), code: right.code });
  expect(place).toMatchObject({ number: 2 });
});

test('ACC-2: the last use of a code, tried by forty at once at two gateways, lets exactly one in', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using one = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const { code, uses } = await makeTestCode(stores, sale.saleId, { usesMax: 3 });
  const visitors = Array.from({ length: 40 }, (_, n) => (n % 2 ? one : other).visitor(sale.slug));
  await Promise.all(visitors.map((visitor) => visitor.open()));
  for (const visitor of visitors) visitor.say({ type: 'join', ...newSecret(), code });
  const answers = await Promise.all(
    visitors.map((visitor) => Promise.race([visitor.hear('place'), visitor.hear('refused')])),
  );
  expect(answers.filter(({ type }) => type === 'place')).toHaveLength(3);
  for (const answer of answers) if (answer.type === 'refused') expect(answer.code).toBe('code_invalid');
  expect(await uses()).toBe(3);
});

test('ACC-2: the same visitor comes again with the same code, or with none, and costs one use', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores);
  const { code, uses } = await makeTestCode(stores, sale.saleId, { usesMax: 2 });
  const me = newSecret();
  const { receipt, number } = await gateway.visitor(sale.slug).join({ ...me, code });
  for (const again of [{ ...me, code }, me, { receipt, secret: me.secret }, { ...me, code: WRONG }])
    expect(await gateway.visitor(sale.slug).join(again)).toMatchObject({ number });
  expect(await uses()).toBe(1);
});

test('ACC-2: who came in by a code that was withdrawn since keeps the place; one that is typed anew is told no', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const { code, withdraw } = await makeTestCode(stores, sale.saleId, { usesMax: 5 });
  const me = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const { number } = await visitor.join({ ...me, code });
  await withdraw();
  // A page that comes back brings along what it came in by.
  expect(await gateway.visitor(sale.slug).join({ ...me, code })).toMatchObject({ number });
  expect(await refusedJoin(visitor, { ...me, code: WRONG })).toMatchObject({ code: 'code_invalid' });
  expect(await refusedJoin(gateway.visitor(sale.slug), { ...newSecret(), code })).toMatchObject({
    code: 'code_invalid',
  });
});

test('ACC-2: a use whose join failed half-way is still its visitor’s, and costs nothing again', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores);
  const { code, uses } = await makeTestCode(stores, sale.saleId);
  const me = newSecret();
  // PostgreSQL has counted; the line has nothing to give numbers of, as after a loss.
  const meta = metaKey(sale.saleId);
  const { status = '' } = await stores.redis.hgetall(meta);
  await stores.redis.hset(meta, 'status', 'rebuilding');
  const used = await useCodes(stores.db, sale.saleId, [useOf(stores.keys, sale.saleId, me.secretHash, code)]);
  expect(used).toMatchObject([{ lane: 'ordinary' }]);
  expect(await refusedJoin(gateway.visitor(sale.slug), { ...me, code })).toMatchObject({ code: 'busy' });
  await stores.redis.hset(meta, 'status', status);
  expect(await uses()).toBe(1);
  expect(await refusedJoin(gateway.visitor(sale.slug), { ...newSecret(), code })).toMatchObject({
    code: 'code_invalid',
  });
  expect(await gateway.visitor(sale.slug).join({ ...me, code })).toMatchObject({ number: 1 });
  expect(await uses()).toBe(1);
});

test('ACC-4: a code of the priority lane leads there, also with a place already, and the lane counts by itself', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { lobby: 'arrival' });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId, { lane: 'priority', usesMax: 5 });
  await gateway.visitor(sale.slug).join();
  const me = newSecret();
  const visitor = gateway.visitor(sale.slug);
  expect(await visitor.join(me)).toMatchObject({ number: 2, ahead: 1 });
  const tab = gateway.visitor(sale.slug);
  await tab.join(me);
  expect(await visitor.join({ ...me, code })).toMatchObject({ number: 2, ahead: 0, lane: 'priority' });
  expect(await tab.hear('place', ({ lane }) => lane === 'priority')).toMatchObject({ number: 2, ahead: 0 });
  const fresh = await gateway.visitor(sale.slug).join({ ...newSecret(), code });
  expect(fresh).toMatchObject({ number: 3, ahead: 1, lane: 'priority', waiting: 3 });
  // A receipt of the lane brings it back after Redis forgot.
  await stores.redis.del(`sale:{${sale.saleId}}:priority`);
  const { secret } = me;
  const { receipt } = await tab.hear('place', ({ lane }) => lane === 'priority');
  expect(await gateway.visitor(sale.slug).join({ receipt, secret })).toMatchObject({
    number: 2,
    lane: 'priority',
  });
});

test('ACC-5: a staff code lets in at once, beside a full floor, once a use, with its audit line', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 1 });
  await using gateway = await openTestGateway(stores);
  const first = gateway.visitor(sale.slug);
  await first.join();
  await sale.admit();
  await first.hear('call');
  const { id, code, uses } = await makeTestCode(stores, sale.saleId, { lane: 'staff' });
  const me = newSecret();
  const visitor = gateway.visitor(sale.slug);
  const place = await visitor.join({ ...me, code });
  expect(place).toMatchObject({ state: 'shopping' });
  const { pass } = await visitor.hear('pass');
  expect(await gateway.visitor(sale.slug).join({ ...me, code })).toMatchObject({ state: 'shopping' });
  expect(await uses()).toBe(1);
  const admissions = await stores.db
    .selectFrom('admission')
    .selectAll()
    .where('lane', '=', 'staff')
    .execute();
  expect(admissions).toMatchObject([{ state: 'shopping', number: 0 }]);
  const audit = await stores.db.selectFrom('audit').selectAll().where('act', '=', 'line.bypass').execute();
  expect(audit).toMatchObject([
    { actor: `access-code:${id}`, sale_id: sale.saleId, detail: { admissionId: admissions[0]?.id } },
  ]);
  expect(pass.length).toBeGreaterThan(20);
  // Its turn over, the same use opens nothing more.
  const ended = { state: 'ended' as const, ended_at: new Date() };
  await stores.db.updateTable('admission').set(ended).where('lane', '=', 'staff').execute();
  await stores.redis.del(`sale:{${sale.saleId}}:admitted`);
  await refusedOrOver(gateway.visitor(sale.slug), { ...me, code });
  expect(
    await stores.db.selectFrom('admission').select('id').where('lane', '=', 'staff').execute(),
  ).toHaveLength(1);
});

test('ACC-5: a staff code does nothing before the opening, and its use is still there afterwards', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { state: 'lobby', opens_at: new Date(Date.now() + 3_600_000) });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId, { lane: 'staff' });
  const me = newSecret();
  expect(await refusedJoin(gateway.visitor(sale.slug), { ...me, code })).toMatchObject({
    code: 'sale_not_open',
  });
  await sale.change({ state: 'open' });
  await gateway.tick();
  expect(await gateway.visitor(sale.slug).join({ ...me, code })).toMatchObject({ state: 'shopping' });
});

test('ACC-15: a device that guesses has to wait; the same place without guessing does not', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores);
  const { code } = await makeTestCode(stores, sale.saleId);
  const guesser = newSecret();
  for (let n = 0; n < codeGuessBudgets.device.free; n += 1)
    expect(await refusedJoin(gateway.visitor(sale.slug), { ...guesser, code: WRONG })).toMatchObject({
      code: 'code_invalid',
    });
  const slowed = await refusedJoin(gateway.visitor(sale.slug), { ...guesser, code });
  expect(slowed).toMatchObject({ code: 'too_many_requests', retryAfterMs: expect.any(Number) });
  expect(await gateway.visitor(sale.slug).join({ ...newSecret(), code })).toMatchObject({ number: 1 });
});

test('ACC-15: an address that guesses is asked for work; a colleague with a code still gets in', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { code_required: true });
  await using gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const { code } = await makeTestCode(stores, sale.saleId);
  const address = newAddress();
  const options = { headers: { 'x-forwarded-for': address } };
  const guessed = refusedJoin(gateway.visitor(sale.slug, options), { ...newSecret(), code: WRONG });
  expect(await guessed).toMatchObject({ code: 'code_invalid' });
  await fillBudget(stores.redis, 'code-address', address, codeGuessBudgets.address.free + 20);
  const colleague = newSecret();
  const visitor = gateway.visitor(sale.slug, options);
  const asked = await refusedJoin(visitor, { ...colleague, code });
  const challenge = { signature: expect.any(String) };
  expect(asked).toMatchObject({ code: 'proof_required', reason: 'codes', challenge });
  const proof = await solveCheck(asked.challenge);
  expect(await visitor.join({ ...colleague, code, proof })).toMatchObject({ number: 1 });
});

/** What the gateway counts before it takes a number. */
const useOf = (keys: string, saleId: string, secretHash: string, code: string) => ({
  visitorId: entryIdOf(saleId, 's', secretHash),
  hashes: accessCodeHashes(parseKeyRing(keys), saleId, code),
});

/** A join that brings no turn: refused, or told that the turn is over. */
async function refusedOrOver(visitor: TestVisitor, message: object): Promise<void> {
  await visitor.open();
  visitor.say({ type: 'join', ...message });
  const answer = await Promise.race([visitor.hear('refused'), visitor.hear('place')]);
  if (answer.type === 'place') expect(answer.state).not.toBe('shopping');
}

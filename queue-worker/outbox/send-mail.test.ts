/** One mail, once: delivered five times, at the same time, and through failures of its server. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { type DeadLetterState, decideDeadLetter, listDeadLetters } from '../../db/dead-letters.ts';
import { flagsOf } from '../../db/order-flags.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestBank } from '../../test/bank.ts';
import { isDone, openTestPostBox, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { insertOrder, stateOf, untilSomebodyWaits } from '../../test/paying.ts';
import { test } from '../../test/stores.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { deliver } from './deliver.ts';
import { TRIES_MAX } from './end-mail.ts';

test('MAI-1, OUT-3: a mail job that runs five times at once sends one mail', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'issued' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  await Promise.all(Array.from({ length: 5 }, () => deliver(deps, [id])));
  await deliver(deps, [id]);
  expect(postBox.taken).toHaveLength(1);
  const [mail] = postBox.taken;
  expect(mail?.to).toEqual({ name: 'Minseo Han', address: 'minseo@example.com' });
  const link = `http://shop.test/orders/${order.id}#key=${orderKeyOf(parseKeyRing(keys), order.id)}`;
  expect(mail?.text.split(link)).toHaveLength(3); // Once in Korean, once in English.
  expect(mail?.html).toContain(link);
});

test('MAI-1: a second job waits for the first one’s yes, and sends nothing', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const yes = Promise.withResolvers<void>();
  const deps = outboxDeps(db, bank, keys, {
    ...postBox,
    send: async (mail) => {
      await yes.promise;
      return await postBox.send(mail);
    },
  });
  const order = await insertOrder(db, { keys, state: 'paid' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  const jobs = [deliver(deps, [id]), deliver(deps, [id])];
  await untilSomebodyWaits(db);
  yes.resolve();
  await Promise.all(jobs);
  expect(postBox.taken).toHaveLength(1);
});

test('MAI-1: a mail server that is away is asked again under the same Message-ID', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const seen: string[] = [];
  const send = postBox.send;
  const deps = outboxDeps(db, bank, keys, {
    ...postBox,
    send: (mail) => {
      seen.push(mail.messageId);
      return send(mail);
    },
  });
  const order = await insertOrder(db, { keys, state: 'lapsed' });
  const id = await stage(db, 'mail', { kind: 'order_lapsed', orderId: order.id });
  postBox.troubles.push(new Error('connection refused'));
  await expect(deliver(deps, [id])).rejects.toThrow('connection refused');
  expect(await db.selectFrom('mail_sent').selectAll().execute()).toEqual([]);
  await deliver(deps, [id]);
  expect(seen).toHaveLength(2);
  expect(new Set(seen).size).toBe(1);
  expect(seen[0]).toMatch(/^<[0-9a-f]{32}@shop\.test>$/);
});

test('MAI-5: a mail that bounces is done, and its order says so; nothing else stops', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'paid' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  const tickets = await stage(db, 'tickets_issue', { orderId: order.id });
  const answer = '550 5.1.1 no such user';
  postBox.troubles.push({ outcome: 'refused', answer });
  await deliver(deps, [id, tickets]);
  expect([await isDone(db, id), await isDone(db, tickets)]).toEqual([true, true]);
  expect(await stateOf(db, order.id)).toBe('issued');
  const sent = await db.selectFrom('mail_sent').select(['outcome', 'answer']).executeTakeFirst();
  expect(sent).toEqual({ outcome: 'bounced', answer });
  expect(await flagsOf(db, order.id)).toMatchObject([
    { kind: 'mail_bounced', detail: { letter: 'order_paid', answer } },
  ]);
  await deliver(deps, [id]);
  expect(postBox.taken).toEqual([]);
});

test('MAI-5: a mail that is put off waits with growing pauses, and is given up in the end', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'issued' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  const answer = '451 4.7.1 greylisted, come again';
  const putOff = { outcome: 'putOff', answer } as const;
  postBox.troubles.push(putOff);
  await deliver(deps, [id]);
  expect(await isDone(db, id)).toBe(false);
  expect(await db.selectFrom('mail_sent').selectAll().execute()).toEqual([]);
  await deliver(deps, [id]); // Not yet: nobody is asked.
  expect(postBox.taken).toEqual([]);

  const pauses: number[] = [];
  for (let tries = 1; tries < TRIES_MAX; tries += 1) {
    const row = await db
      .selectFrom('mail_try')
      .select(['tries', sql<number>`extract(epoch from next_at - now())::float8`.as('seconds')])
      .executeTakeFirstOrThrow();
    expect(row.tries).toBe(tries);
    pauses.push(row.seconds);
    await db.updateTable('mail_try').set({ next_at: sql<Date>`now()` }).execute();
    postBox.troubles.push(putOff);
    await deliver(deps, [id]);
  }
  expect(pauses[0]).toBeLessThan(61);
  expect(pauses.at(-1)).toBeGreaterThan(3_600);
  expect(pauses.at(-1)).toBeLessThan(4 * 3_600 + 1);
  expect(await isDone(db, id)).toBe(true);
  expect(await flagsOf(db, order.id)).toMatchObject([{ kind: 'mail_given_up', detail: { answer } }]);
});

test('MAI-11, ORD-17: one that was given up stands among what could not be done, is sent again at once, and once', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'issued' });
  const answer = '451 4.7.1 greylisted';
  const giveUp = async (id: number) => {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      await db.updateTable('mail_try').set({ next_at: sql<Date>`now()` }).execute();
      postBox.troubles.push({ outcome: 'putOff', answer });
      await deliver(deps, [id]);
    }
  };
  const lettersIn = (state?: DeadLetterState) => listDeadLetters(db, { state, letters: 10 });
  const decide = async (act: 'replay' | 'set_aside') => {
    const [letter] = await lettersIn();
    const decided = { id: letter?.id ?? '', act, reason: 'the server is back', actor: 'staff:stf_1' };
    await db.transaction().execute((trx) => decideDeadLetter(trx, decided));
  };
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  await giveUp(id);
  expect(await lettersIn('open')).toMatchObject([
    {
      source: 'outbox',
      what: 'mail',
      letter: 'order_paid',
      orderId: order.id,
      cause: answer,
      tries: TRIES_MAX,
    },
  ]);
  expect([await isDone(db, id), postBox.taken]).toEqual([true, []]);

  // Done again it has all its tries anew: given up once more, it is open again.
  await decide('replay');
  expect([await isDone(db, id), (await lettersIn('replayed')).length]).toEqual([false, 1]);
  await giveUp(id);
  expect(await lettersIn('open')).toMatchObject([{ tries: 2 * TRIES_MAX }]);
  await decide('set_aside');
  expect([await isDone(db, id), await lettersIn('open')]).toEqual([true, []]);

  await decide('replay');
  await Promise.all([1, 2, 3].map(() => deliver(deps, [id])));
  expect(postBox.taken).toHaveLength(1);
  expect([await isDone(db, id), (await lettersIn('done')).length]).toEqual([true, 1]);
  await expect(decide('replay')).rejects.toMatchObject({ code: 'nothing_to_replay' });
  const sent = db.selectFrom('mail_sent').select(['outcome', 'answer']);
  expect(await sent.execute()).toEqual([{ outcome: 'taken', answer: null }]);
});

test('MAI-5: a mail that was put off goes out when the server takes it, once', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'issued' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  postBox.troubles.push({ outcome: 'putOff', answer: '452 full' });
  await deliver(deps, [id]);
  await db.updateTable('mail_try').set({ next_at: sql<Date>`now()` }).execute();
  await Promise.all([1, 2, 3].map(() => deliver(deps, [id])));
  expect(postBox.taken).toHaveLength(1);
});

/** One mail, once: delivered five times, at the same time, and through failures of its server. */
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestBank } from '../../test/bank.ts';
import { isDone, openTestPostBox, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { insertOrder, untilSomebodyWaits } from '../../test/paying.ts';
import { test } from '../../test/stores.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { deliver } from './deliver.ts';

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

test('MAI-1: an address that the mail server refuses for good is not tried for ever', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const order = await insertOrder(db, { keys, state: 'paid' });
  const id = await stage(db, 'mail', { kind: 'order_paid', orderId: order.id });
  postBox.troubles.push('refused');
  await deliver(deps, [id]);
  expect(await isDone(db, id)).toBe(true);
});

/** Letters about tickets that change hands: to whom, with whose key, and when there is nothing to say any more. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimTicket, offerTicket, withdrawOffer } from '../../db/ticket-transfers.ts';
import { voidTickets } from '../../db/tickets.ts';
import { openTestBank } from '../../test/bank.ts';
import { openTestPostBox, outboxDeps } from '../../test/outbox-deps.ts';
import { test } from '../../test/stores.ts';
import { issuedOrder, offerOf } from '../../test/tickets.ts';
import { transferKeyOf } from '../../tokens/transfer-key.ts';
import { deliver } from './deliver.ts';
import type { OutboxDeps } from './outbox-deps.ts';

/** What stands open, each row twice. */
async function deliverAll(deps: OutboxDeps): Promise<void> {
  const open = deps.db.selectFrom('outbox').select('id').where('done_at', 'is', null).orderBy('id');
  const rows = await open.execute();
  for (const { id } of [...rows, ...rows]) await deliver(deps, [id]);
}

test('TIC-4, TIC-6: offer, word to the giver and word of the end, each once, each with its reader’s own key', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { order, ticket } = await issuedOrder(db, { keys });
  const offer = offerOf(keys, ticket);
  await db.transaction().execute((trx) => offerTicket(trx, offer));
  await deliverAll(deps);
  await db.transaction().execute((trx) => claimTicket(trx, offer.id));
  await deliverAll(deps);
  const next = {
    ...offerOf(keys, { ...ticket, holder_transfer_id: offer.id }, 'jun@example.com'),
    language: 'ko' as const,
  };
  await db.transaction().execute((trx) => offerTicket(trx, next));
  await db.transaction().execute((trx) => claimTicket(trx, next.id));
  await deliverAll(deps);
  await db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units: 1 }));
  await deliverAll(deps);

  expect(postBox.taken.map(({ to }) => to.address)).toEqual([
    ...['sora@example.com', 'minseo@example.com'],
    // Claimed before its offer was sent: only the giver hears of it.
    ...['sora@example.com', 'jun@example.com'],
  ]);
  const links = postBox.taken.map(({ text }) => /http\S+/.exec(text)?.[0] ?? '');
  expect(links[0]).toContain(`/transfer/${offer.id}#key=${transferKeyOf(deps.ring, offer.id)}`);
  expect(links[1]).toContain(`/orders/${order.id}#key=`);
  expect(links[2]).toContain(`/transfer/${offer.id}#key=`);
  expect(links[3]).toContain('/sales/');
  expect(postBox.taken[0]?.subject).toContain('Minseo Han gives you a ticket');
  expect(postBox.taken[3]?.subject).toContain('표를 쓸 수 없게 됐어요');
  // Nobody but its receiver is shown the key of a transfer.
  for (const [at, { text, html }] of postBox.taken.entries())
    if (at !== 0 && at !== 2) expect(`${text}${html}`).not.toContain(transferKeyOf(deps.ring, offer.id));
});

test('MAI-12, TIC-4: who was sent an offer hears that it was taken back, once, in the language of the offer', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { ticket } = await issuedOrder(db, { keys });
  const withdraw = () =>
    db.transaction().execute((trx) => withdrawOffer(trx, { ticketId: ticket.id, holderTransferId: null }));
  await db
    .transaction()
    .execute((trx) => offerTicket(trx, { ...offerOf(keys, ticket), language: 'ko' as const }));
  await deliverAll(deps);
  expect([await withdraw(), await withdraw()]).toEqual([true, false]);
  await deliverAll(deps);
  expect(postBox.taken.map(({ to }) => to.address)).toEqual(['sora@example.com', 'sora@example.com']);
  expect(postBox.taken[1]?.subject).toContain('님이 표를 거두었어요');
  expect(postBox.taken[1]?.text).toContain('/sales/');
  expect(postBox.taken[1]?.text).not.toContain('key=');
});

test('MAI-12, TIC-6: whom a ticket is on offer to hears that it was refunded, once, and not where the offer never went', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { order, tickets } = await issuedOrder(db, { keys, units: 2 });
  const offer = async (at: 0 | 1, email: string) => {
    const ticket = tickets[at];
    if (!ticket) throw new Error('two tickets');
    const language = 'ko' as const;
    await db.transaction().execute((trx) => offerTicket(trx, { ...offerOf(keys, ticket, email), language }));
  };
  await offer(0, 'sora@example.com');
  await deliverAll(deps);
  await offer(1, 'jun@example.com');
  await db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units: 2 }));
  await db.transaction().execute((trx) => voidTickets(trx, { orderId: order.id, lineNo: 1, units: 2 }));
  await deliverAll(deps);
  expect(postBox.taken.map(({ to, subject }) => [to.address, subject.replace(/.*: /, '')])).toEqual([
    ['sora@example.com', 'Minseo Han 님이 표를 보냈어요'],
    ['sora@example.com', 'Minseo Han 님이 보낸 표를 받을 수 없게 됐어요'],
  ]);
  expect(postBox.taken[1]?.text).not.toContain('key=');
});

test('TIC-4: an offer that was taken back before its letter went is not sent, nor that it was taken back', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const { ticket } = await issuedOrder(db, { keys });
  await db.transaction().execute((trx) => offerTicket(trx, offerOf(keys, ticket)));
  await db
    .transaction()
    .execute((trx) => withdrawOffer(trx, { ticketId: ticket.id, holderTransferId: null }));
  const rows = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  expect(rows.length).toBe(2);
  for (const { id } of rows) await deliver(outboxDeps(db, bank, keys, postBox), [id]);
  expect(postBox.taken).toEqual([]);
  const open = await db
    .selectFrom('outbox')
    .select(sql<number>`1`.as('one'))
    .where('done_at', 'is', null)
    .execute();
  expect(open).toEqual([]);
});

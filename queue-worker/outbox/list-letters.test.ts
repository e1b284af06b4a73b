/** Mails about raffles and reserve lists: to whom, about what, and when there is nothing to say any more. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { keepContact } from '../../db/line-contacts.ts';
import { askNext, mailNotDrawn } from '../../db/list-turns.ts';
import { joinList } from '../../db/reserve-list.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestBank } from '../../test/bank.ts';
import { insertRaffle, letTurnsEnd, setFree } from '../../test/list.ts';
import { openTestPostBox, outboxDeps } from '../../test/outbox-deps.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { insertSaleWithBook } from '../../test/writer.ts';
import { sealListAddress } from '../../tokens/list-address.ts';
import { deliver } from './deliver.ts';

test('RAF-10: whoever left an address is written to once, and not about a turn that is over', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { id } = await insertSaleWithBook(db, { state: 'soldOut', title: 'Night Ferry' });
  await setFree(db, id, 0);
  const people = [newEntryId(), newEntryId(), newEntryId()];
  for (const [i, entryId] of people.entries()) {
    const contactSealed = sealListAddress(deps.ring, id, entryId, `person${i}@example.test`);
    await joinList(db, id, { entryId, placeNumber: i + 1, contactSealed, language: 'ko' });
  }
  await setFree(db, id, 2);
  await askNext(db, id);
  const rows = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  expect(rows).toHaveLength(2);
  await deliver(deps, [rows[0]?.id ?? 0]);
  await deliver(deps, [rows[0]?.id ?? 0]);
  expect(postBox.taken.map(({ to, subject }) => [to.address, subject])).toEqual([
    ['person0@example.test', 'Night Ferry: 예비 명단 차례가 왔어요'],
  ]);

  await letTurnsEnd(db, id);
  await deliver(deps, [rows[1]?.id ?? 0]);
  expect(postBox.taken).toHaveLength(1);
  const { open } = await db
    .selectFrom('outbox')
    .select(sql<number>`count(*) filter (where done_at is null)::int`.as('open'))
    .executeTakeFirstOrThrow();
  expect(open).toBe(0);
});

test('RAF-10: of a raffle, the address that was put to the place serves, and who left none is not written to', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { id } = await insertRaffle(db, { winners: 1 });
  const { slug } = await db.selectFrom('sale').select('slug').executeTakeFirstOrThrow();
  const people = [newEntryId(), newEntryId(), newEntryId()];
  for (const [i, visitor_id] of people.entries()) {
    await db
      .insertInto('reserve_entry')
      .values({
        ...{ sale_id: id, visitor_id, origin: 'raffle', state: 'waiting', number: i + 1, lobby_index: i + 1 },
        ...{ secret_hash: null, contact_sealed: null },
      })
      .execute();
    const contact = { saleId: id, entryId: visitor_id, language: 'en' as const };
    if (i !== 1) await keepContact(db, parseKeyRing(keys), { ...contact, email: `person${i}@example.test` });
  }
  await askNext(db, id, { isOpening: true });
  await mailNotDrawn(db, id);
  await mailNotDrawn(db, id);
  const rows = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  for (const row of rows) await deliver(deps, [row.id]);
  expect(postBox.taken.map(({ to, text }) => [to.address, text.slice(0, 40)])).toEqual([
    ['person0@example.test', expect.stringContaining('You are drawn')],
    ['person2@example.test', expect.stringContaining('Not drawn this time')],
  ]);
  expect(postBox.taken[1]?.text).toContain('number 2 on the reserve list');
  for (const { text, html } of postBox.taken)
    for (const form of [text, html]) expect(form).toContain(`/sales/${slug}/line`);
});

test('RAF-10: until when is said with its time zone, in the reader’s language, and a title stays text', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const { id } = await insertSaleWithBook(db, { state: 'soldOut', title: '<b>밤배</b>' });
  for (const language of ['ko', 'en'] as const) {
    const entryId = newEntryId();
    const contactSealed = sealListAddress(deps.ring, id, entryId, `${language}@example.test`);
    await joinList(db, id, { entryId, placeNumber: 0, contactSealed, language });
  }
  await askNext(db, id);
  await sql`update admission set claim_by = '2099-11-25T09:00:00Z'`.execute(db);
  for (const row of await db.selectFrom('outbox').select('id').orderBy('id').execute())
    await deliver(deps, [row.id]);
  const [korean, english] = postBox.taken;
  expect(korean?.text).toContain('2099년 11월 25일 수요일 18:00 (한국 시간)까지');
  expect(english?.text).toContain('Wednesday, 25 November 2099 at 09:00 (UTC)');
  expect(korean?.html).not.toContain('<b>');
});

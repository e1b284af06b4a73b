/** "It is sold out": to whom, once, and only while it is true (MAI-30). */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions } from '../../db/admissions.ts';
import { keepContact } from '../../db/line-contacts.ts';
import { journalExits } from '../../db/line-exits.ts';
import { joinList } from '../../db/reserve-list.ts';
import { tellSoldOut } from '../../db/tell-line.ts';
import { reminderKey } from '../../redis/keys.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestBank } from '../../test/bank.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { openTestPostBox, outboxDeps } from '../../test/outbox-deps.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { deliver } from '../outbox/deliver.ts';
import { remindAll } from './start.ts';

test('MAI-30: who still waits when it is sold out is written to once, with the way to the list; who knows or has had a turn is not', async ({
  db,
  redis,
  keys,
}) => {
  const { line, saleId, join, call } = await openCalledLine(db, redis, { title: 'A night' });
  const ring = parseKeyRing(keys);
  const [inside = '', waits = '', asksAgain = '', left = '', listed = '', stopped = ''] = await join(9);
  const [late, afterwards] = [newEntryId(), newEntryId()];
  const leaveAddress = (entryId: string, language: 'ko' | 'en' = 'en') =>
    keepContact(db, ring, { saleId, entryId, email: `${entryId}@example.com`, language });
  const forgotten = newEntryId(); // The line lost its memory, and the visitor closed the page.
  for (const entryId of [inside, waits, asksAgain, left, listed, stopped, forgotten])
    await leaveAddress(entryId);
  await leaveAddress(waits, 'ko');
  await call(3);
  await claimAdmissions(db, { saleId, entryIds: [inside, asksAgain] });
  await sql`update admission set claimed_at = now() - interval '1 hour' where visitor_id = ${asksAgain}`.execute(
    db,
  );
  await leaveAddress(asksAgain); // Had a turn an hour ago, and waits again.
  await journalExits(db, saleId, [{ entryId: left, number: 4 }]);
  await db
    .updateTable('line_contact')
    .set({ stopped_at: new Date() })
    .where('visitor_id', '=', stopped)
    .execute();
  const look = () => remindAll({ db, redis, line });
  await look();
  const staged = async () =>
    (await db.selectFrom('outbox').select('key').where('key', 'like', 'sold_out:%').execute())
      .map(({ key }) => key.split(':').at(-1))
      .sort();
  expect(await staged()).toEqual([]);

  await db.updateTable('sale').set({ state: 'soldOut' }).where('id', '=', saleId).execute();
  await joinList(db, saleId, {
    entryId: listed,
    placeNumber: 5,
    contactSealed: 'sealed',
    language: 'en',
  });
  // Several at once, and by however many statements it takes.
  const told = await Promise.all([1, 2, 3].map(() => tellSoldOut(db, saleId, 2)));
  const written = [asksAgain, forgotten, waits].sort();
  expect([told.reduce((sum, one) => sum + one, 0), await staged()]).toEqual([3, written]);
  await leaveAddress(waits, 'ko');
  expect(await tellSoldOut(db, saleId)).toBe(0);
  await leaveAddress(late);
  await redis.del(reminderKey(saleId));
  await look();
  expect(await staged()).toContain(late);

  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const letterTo = async (entryId: string) =>
    await db
      .selectFrom('outbox')
      .select(['id', 'done_at'])
      .where('key', '=', `sold_out:${saleId}:${entryId}`)
      .executeTakeFirstOrThrow();
  const send = async (...entryIds: string[]) => {
    const rows = await Promise.all(entryIds.map(letterTo));
    await deliver(
      outboxDeps(db, bank, keys, postBox),
      rows.map(({ id }) => id),
    );
    return postBox.taken.map(({ to }) => to.address.split('@')[0]);
  };
  expect((await send(waits, asksAgain)).toSorted()).toEqual([waits, asksAgain].toSorted());
  const { slug } = await db.selectFrom('sale').select('slug').executeTakeFirstOrThrow();
  for (const { subject, text, stopUrl } of postBox.taken) {
    expect(subject).toMatch(/^A night: (sold out|매진됐어요)$/);
    expect(text).toContain(`/sales/${slug}/line`);
    expect(stopUrl).toContain('/api/letters/stop/');
  }

  // One came back, for who is on the list: to who waits in line it is sold out as before.
  const comesBack = (units: number) =>
    sql`update tier set available = ${units}, held = 0, sold = capacity - ${units}`.execute(db);
  await comesBack(1);
  await db.updateTable('sale').set({ state: 'open' }).execute();
  expect(await send(forgotten)).toContain(forgotten);
  await leaveAddress(afterwards);
  await redis.del(reminderKey(saleId));
  await look();
  expect(await staged()).toContain(afterwards);
  // Two came back: the letter that is not out yet is done with, unsent.
  await comesBack(2);
  expect(await send(late)).toHaveLength(3);
  expect(await letterTo(late)).toMatchObject({ done_at: expect.any(Date) });
});

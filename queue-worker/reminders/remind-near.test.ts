/** "Your turn is near": to whom, when, once, and what becomes of the address (MAI-30). */
import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import { latestAdmissions } from '../../db/admissions.ts';
import { dueContactsAfter, forgetOldContacts, keepContact } from '../../db/line-contacts.ts';
import { liveSales } from '../../db/live-sales.ts';
import type { Database } from '../../db/schema.ts';
import { tellOpening } from '../../db/tell-line.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { settleAdmissions } from '../../redis/line/settle-admissions.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestBank } from '../../test/bank.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { openTestPostBox, outboxDeps } from '../../test/outbox-deps.ts';
import { newEntryId, test } from '../../test/stores.ts';
import { deliver } from '../outbox/deliver.ts';
import { remindNear } from './remind-near.ts';
import { remindAll } from './start.ts';

interface Stores {
  readonly db: Kysely<Database>;
  readonly redis: Redis;
  readonly keys: string;
}

async function withAddresses({ db, redis, keys }: Stores) {
  const opened = await openCalledLine(db, redis, { admit_per_minute: 2, title: 'A night' });
  const ring = parseKeyRing(keys);
  const all = await opened.join(30);
  const leaveAddress = (entryId: string, language: 'ko' | 'en' = 'en') =>
    keepContact(db, ring, { saleId: opened.saleId, entryId, email: `${entryId}@example.com`, language });
  const look = async () => {
    const [sale] = await liveSales(db);
    if (!sale) throw new Error('the sale is open');
    return await remindNear({ db, line: opened.line }, sale);
  };
  return { ...opened, all, leaveAddress, look };
}

test('MAI-30: who is some minutes away is written to once, in their language; the others wait', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, look, call, saleId } = await withAddresses({ db, redis, keys });
  const [second = '', twelfth = '', last = ''] = [all[1], all[11], all[29]];
  await leaveAddress(second, 'ko');
  await leaveAddress(last);
  await leaveAddress(twelfth);
  await leaveAddress(newEntryId()); // Joined nowhere, or forgotten by Redis.
  // Two a minute: five minutes are ten places.
  expect((await Promise.all([look(), look(), look()])).flat()).toEqual([second]);
  expect(await look()).toEqual([]);
  await call(1);
  expect(await look()).toEqual([twelfth]);

  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const rows = await db.selectFrom('outbox').select('id').orderBy('id').execute();
  const ids = rows.map(({ id }) => id);
  await Promise.all([1, 2].map(() => deliver(outboxDeps(db, bank, keys, postBox), ids)));
  expect(postBox.taken.map(({ to, subject }) => [to.address, subject])).toEqual([
    [`${second}@example.com`, 'A night: 곧 차례예요'],
    [`${twelfth}@example.com`, 'A night: your turn is near'],
  ]);
  const { slug } = await db
    .selectFrom('sale')
    .select('slug')
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  for (const { text, html } of postBox.taken) {
    expect(text).toContain(`/sales/${slug}/line`);
    expect(html).toContain(`/sales/${slug}/line`);
  }
});

test('MAI-30: a place is written to once, whatever address it is given, and a later place of the same visitor once more', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, look, call, saleId, line } = await withAddresses({ db, redis, keys });
  const [first = ''] = all;
  await leaveAddress(first);
  expect(await look()).toEqual([first]);
  await leaveAddress(first, 'ko');
  expect(await look()).toEqual([]);
  // The turn is over; joined again, with the address left again.
  await call(1);
  await db.updateTable('admission').set({ state: 'finished', ended_at: new Date() }).execute();
  await settleAdmissions(line, { saleId, facts: await latestAdmissions(db, saleId, [first]) });
  await leaveLine(line, {
    saleId,
    exits: [first, ...all.slice(1, 25)].map((entryId) => ({ entryId, number: 1_000 })),
  });
  await joinLine(line, { saleId, entryIds: [first] });
  expect(await look()).toEqual([]);
  await leaveAddress(first);
  expect((await Promise.all([look(), look()])).flat()).toEqual([first]);
  expect(await look()).toEqual([]);
  expect(await db.selectFrom('outbox').select('id').execute()).toHaveLength(2);
});

test('ADM-16: who is far is looked for when half of the way is gone, by one of many workers, and comes in time', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, look, call, saleId, line } = await withAddresses({ db, redis, keys });
  const [, near = '', , far = '', ...others] = all.slice(8);
  for (const entryId of [near, far, newEntryId()]) await leaveAddress(entryId);
  const due = async (generation = 1) => {
    const { head } = await readStandings(line, { saleId, entryIds: [] });
    const page = { after: '', countMax: 100 };
    return (await dueContactsAfter(db, saleId, { ...head, generation: head.generation * generation }, page))
      .length;
  };
  const looked = await Promise.all([1, 2, 3].map(() => remindAll({ db, redis, line })));
  expect(looked.toSorted()).toEqual([0, 0, 1]);
  const told = async () =>
    (await db.selectFrom('outbox').select('key').execute()).map(({ key }) => key.split(':')[2]);
  expect(await told()).toEqual([near]);
  // Eleven ahead, ten is near: half of one, at least one. A place that nobody knows may come back half of the way off.
  expect(await due()).toBe(0);
  expect(await due(2)).toBe(2); // Redis forgot its counters.
  await leaveAddress(others[5] ?? '');
  expect(await due()).toBe(1);
  expect(await look()).toEqual([]);
  expect(await due()).toBe(0);
  await call(1);
  expect(await look()).toEqual([far]);
  // However many in front leave the line: half of the way off everybody is looked for.
  await leaveLine(line, { saleId, exits: others.slice(0, 5).map((entryId) => ({ entryId, number: 1_000 })) });
  expect((await call(1)).length + (await call(1)).length).toBe(2);
  expect(await look()).toEqual([others[5]]);
});

test('MAI-30: an address is sealed, replaced by a newer one, and gone once the turn is over', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, look, call, saleId, line } = await withAddresses({ db, redis, keys });
  const [first = ''] = all;
  await leaveAddress(first);
  await leaveAddress(first, 'ko');
  const kept = await db.selectFrom('line_contact').selectAll().execute();
  expect(kept).toMatchObject([{ visitor_id: first, language: 'ko' }]);
  expect(JSON.stringify(kept)).not.toContain('example.com');

  await call(1);
  await db.updateTable('admission').set({ state: 'finished', ended_at: new Date() }).execute();
  await settleAdmissions(line, { saleId, facts: await latestAdmissions(db, saleId, [first]) });
  expect(await look()).toEqual([]);
  expect(await db.selectFrom('line_contact').selectAll().execute()).toEqual([]);
  await joinLine(line, { saleId, entryIds: [first] });
  expect(await look()).toEqual([]);
});

test('MAI-30: nobody is written to once the sale is over, and a day later the address is forgotten', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, look } = await withAddresses({ db, redis, keys });
  await leaveAddress(all[0] ?? '');
  expect(await look()).toHaveLength(1);
  await db.updateTable('sale').set({ state: 'closed', closed_at: new Date() }).execute();
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const rows = await db.selectFrom('outbox').select('id').execute();
  await deliver(
    outboxDeps(db, bank, keys, postBox),
    rows.map(({ id }) => id),
  );
  expect(postBox.taken).toEqual([]);
  expect(await forgetOldContacts(db)).toBe(0);
  await db
    .updateTable('sale')
    .set({ closed_at: new Date(Date.now() - 25 * 3_600_000) })
    .execute();
  expect(await forgetOldContacts(db)).toBe(1);
});

test('MAI-30: who left an address in the lobby is written to once, some minutes before it opens', async ({
  db,
  redis,
  keys,
}) => {
  const { all, leaveAddress, saleId } = await withAddresses({ db, redis, keys });
  await leaveAddress(all[0] ?? '', 'ko');
  const opensIn = async (minutes: number) => {
    const opensAt = new Date(Date.now() + minutes * 60_000);
    await db.updateTable('sale').set({ state: 'lobby', opens_at: opensAt }).execute();
    return await tellOpening(db, saleId, 10);
  };
  expect(await opensIn(20)).toBe(0);
  expect((await Promise.all([opensIn(9), opensIn(9)])).toSorted()).toEqual([0, 1]);
  expect(await opensIn(5)).toBe(0);
  // However many there are, in statements that end in time.
  for (const visitor of all.slice(1, 6)) await leaveAddress(visitor);
  expect(await tellOpening(db, saleId, 10, 2)).toBe(5);
  await db.deleteFrom('outbox').where('key', 'not like', `%${all[0]}`).execute();
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const ids = (await db.selectFrom('outbox').select('id').execute()).map(({ id }) => id);
  await deliver(outboxDeps(db, bank, keys, postBox), ids);
  expect(postBox.taken.map(({ subject }) => subject)).toEqual(['A night: 곧 줄이 열려요']);
});

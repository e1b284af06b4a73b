/** Letters of one job: what they cost together, the end that each has by itself, and what a death half-way leaves. */
import { Kysely, PostgresDialect } from 'kysely';
import { expect, onTestFinished, vi } from 'vitest';
import { openPool } from '../../db/open.ts';
import { flagsOf } from '../../db/order-flags.ts';
import type { Database } from '../../db/schema.ts';
import { openTestBank } from '../../test/bank.ts';
import { dyingAfter } from '../../test/dying.ts';
import { isDone, openTestPostBox, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { insertOrder, untilSomebodyWaits } from '../../test/paying.ts';
import { test, testLog } from '../../test/stores.ts';
import { deliver } from './deliver.ts';
import { AT_ONCE } from './hand-over.ts';
import { lanes } from './lanes.ts';
import { NotDone } from './not-done.ts';
import type { Handover, Mail } from './post-box.ts';
import { CONNECTIONS_MAX } from './post-box.ts';

type Db = Kysely<Database>;

const BUNDLE = 20;

/** As many orders that were paid, each with its letter staged. */
async function stageLetters(db: Db, keys: string, count = BUNDLE) {
  const letters: { id: number; orderId: string }[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id: orderId } = await insertOrder(db, { keys, state: 'issued' });
    letters.push({ id: await stage(db, 'mail', { kind: 'order_paid', orderId }), orderId });
  }
  return letters;
}

const orderIn = ({ text }: Mail): string => /ord_\w+/.exec(text)?.[0] ?? '';
const doneOf = (db: Db, ids: readonly number[]) => Promise.all(ids.map((id) => isDone(db, id)));

test('MAI-10: twenty letters cost PostgreSQL as many statements as one', async ({ databaseUrl, keys }) => {
  const heard: string[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(databaseUrl, testLog) }),
    log: ({ query }) => {
      heard.push(query.sql);
    },
  });
  onTestFinished(() => db.destroy());
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  for (const count of [1, BUNDLE]) {
    const letters = await stageLetters(db, keys, count);
    heard.length = 0;
    await deliver(
      deps,
      letters.map(({ id }) => id),
    );
    // Two reads, and a transaction of four.
    expect(heard).toHaveLength(6);
  }
  const [one] = postBox.taken;
  expect(one?.text).toContain('198,000원');
  expect(new Set(postBox.taken.map(orderIn)).size).toBe(1 + BUNDLE);
});

test('MAI-10, MAI-5: of the letters of a job each has its own end', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const letters = await stageLetters(db, keys, 6);
  const [refused, putOff, silent, alsoSilent, ...taken] = letters.map(({ orderId }) => orderId);
  const answers = new Map<string | undefined, Handover | Error>([
    [refused, { outcome: 'refused', answer: '550 no such user' }],
    [putOff, { outcome: 'putOff', answer: '451 come again' }],
    [silent, new Error('no answer')],
    [alsoSilent, new Error('no answer either')],
  ]);
  const asked: Mail[] = [];
  const send = async (mail: Mail): Promise<Handover> => {
    asked.push(mail);
    const answer = answers.get(orderIn(mail)) ?? { outcome: 'taken' };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const deps = outboxDeps(db, bank, keys, { send, close: () => {} });
  const unwritable = await stage(db, 'mail', { kind: 'order_paid', orderId: 'ord_none' });
  const unknown = await stage(db, 'mail', { kind: 'of another version' });
  const needless = await stage(db, 'mail', { kind: 'near', saleId: 'sal_none', visitorId: 'nobody' });
  const ids = [unknown, unwritable, needless, ...letters.map(({ id }) => id)];

  const fault = await deliver(deps, ids).catch((reason: unknown) => reason);
  if (!(fault instanceof NotDone)) throw new Error('not done, and nobody says so');
  expect(new Map([...fault.faults].map(([id, cause]) => [id, String(cause)]))).toEqual(
    new Map([
      [unknown, expect.stringContaining('of another version')],
      [unwritable, expect.stringContaining('ord_none')],
      [letters[2]?.id, 'Error: no answer'],
      [letters[3]?.id, 'Error: no answer either'],
    ]),
  );
  expect(asked).toHaveLength(6);
  expect(await doneOf(db, ids)).toEqual([false, false, true, true, false, false, false, true, true]);
  const sent = await db
    .selectFrom('mail_sent')
    .select(['outbox_id', 'outcome'])
    .orderBy('outbox_id')
    .execute();
  expect(sent).toEqual([
    { outbox_id: letters[0]?.id, outcome: 'bounced' },
    { outbox_id: letters[4]?.id, outcome: 'taken' },
    { outbox_id: letters[5]?.id, outcome: 'taken' },
  ]);
  expect(await flagsOf(db, refused ?? '')).toMatchObject([{ kind: 'mail_bounced' }]);
  expect(await db.selectFrom('mail_try').select('outbox_id').execute()).toEqual([
    { outbox_id: letters[1]?.id },
  ]);

  // The job again: those that were not answered are asked about, and nobody else.
  answers.clear();
  asked.length = 0;
  await expect(deliver(deps, ids)).rejects.toThrow(NotDone);
  expect(asked.map(orderIn)).toEqual([silent, alsoSilent]);
  expect(taken).toHaveLength(2);
});

test('MAI-1, OUT-3: jobs at once that share some of their letters send each once', async ({ db, keys }) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, postBox);
  const ids = (await stageLetters(db, keys)).map(({ id }) => id);
  const parts = [ids, ids.toReversed(), ids.slice(0, 12), ids.slice(8), ids.slice(4, 16)];
  await Promise.all(parts.map((part) => deliver(deps, part)));
  expect(postBox.taken).toHaveLength(BUNDLE);
  expect(new Set(postBox.taken.map(({ messageId }) => messageId)).size).toBe(BUNDLE);
  expect(await doneOf(db, ids)).not.toContain(false);
});

test('MAI-1: a letter that is on its way in one job waits for it in another, which sends what the first did not', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const [mine, shared, theirs] = await stageLetters(db, keys, 3);
  if (!mine || !shared || !theirs) throw new Error('three letters');
  const heard = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Handover>();
  const first = outboxDeps(db, bank, keys, {
    ...postBox,
    send: async (mail) => {
      if (orderIn(mail) !== shared.orderId) return await postBox.send(mail);
      heard.resolve();
      return await answer.promise;
    },
  });
  const jobs = [deliver(first, [mine.id, shared.id])];
  await heard.promise;
  jobs.push(deliver(outboxDeps(db, bank, keys, postBox), [shared.id, theirs.id]));
  await untilSomebodyWaits(db);
  answer.reject(new Error('the server went away'));
  await expect(jobs[0]).rejects.toThrow('the server went away');
  await jobs[1];
  expect(postBox.taken.map(orderIn).toSorted()).toEqual(
    [mine, shared, theirs].map((one) => one.orderId).toSorted(),
  );
});

test('MAI-1: whenever a process dies, every letter goes out, and one that goes again has its Message-ID', async ({
  db,
  keys,
  redis,
}) => {
  await using bank = await openTestBank();
  const died: number[] = [];
  for (let steps = 0; ; steps += 1) {
    const postBox = openTestPostBox();
    const deps = outboxDeps(db, bank, keys, postBox);
    const letters = await stageLetters(db, keys, 3);
    const ids = letters.map(({ id }) => id);
    postBox.troubles.push({ outcome: 'refused', answer: '550 no such user' });
    const mortal = dyingAfter({ ...deps, redis, line: undefined as never }, steps);
    const fault = await deliver(mortal, ids).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (fault) died.push(postBox.taken.length);
    await deliver(deps, ids);
    expect(await doneOf(db, ids)).toEqual([true, true, true]);
    const messageIds = Map.groupBy(postBox.taken, orderIn)
      .values()
      .map((same) => new Set(same.map(({ messageId }) => messageId)).size);
    expect([...messageIds].every((count) => count === 1)).toBe(true);
    expect(new Set(postBox.taken.map(orderIn)).size).toBeGreaterThanOrEqual(2);
    if (!fault) break;
  }
  // Before anything was sent, and after: both were tried.
  expect(died).toContain(0);
  expect(died).toContain(2);
});

test('MAI-10: where the server is slow, what could not be begun in time goes with the next transaction', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const postBox = openTestPostBox();
  const yes = Promise.withResolvers<void>();
  const begun: Mail[] = [];
  const deps = outboxDeps(db, bank, keys, {
    ...postBox,
    send: async (mail) => {
      begun.push(mail);
      await yes.promise;
      return await postBox.send(mail);
    },
  });
  const ids = (await stageLetters(db, keys, AT_ONCE + 2)).map(({ id }) => id);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const job = deliver(deps, ids);
  while (begun.length < AT_ONCE) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(500);
  vi.useRealTimers();
  yes.resolve();
  await job;
  expect(postBox.taken).toHaveLength(ids.length);
  const moments = await db.selectFrom('mail_sent').select(['outbox_id', 'at']).orderBy('outbox_id').execute();
  const sentWith = Map.groupBy(moments, ({ at }) => at.getTime()).values();
  expect([...sentWith].map((together) => together.length)).toEqual([AT_ONCE, 2]);
});

test('MAI-10: no letter waits for a connection to the mail server while its transaction is open', () => {
  const jobs = lanes.find(({ topics }) => topics.includes('mail'))?.concurrency ?? 0;
  expect(jobs * AT_ONCE).toBeLessThanOrEqual(CONNECTIONS_MAX);
});

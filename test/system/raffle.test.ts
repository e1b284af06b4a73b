/**
 * A raffle in the whole of Usher as `npm start` runs it: Redis emptied while people register, the queue-workers killed as it
 * opens, and everybody comes to what the published draw gives them.
 */
import { execFile } from 'node:child_process';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import type { PassMessage, PlaceMessage } from '../../domain/protocol.ts';
import { brokenOf, checkAll } from '../../scripts/verify/check-all.ts';
import { crowdFilesIn, readCrowd } from '../../scripts/verify/crowd-history.ts';
import { verdictText } from '../../scripts/verify/words.ts';
import { launchPrivately, type PrivateLaunch, removeFolder } from '../faults/private-launch.ts';
import { sendCrowd } from '../faults/send-crowd.ts';
import { insertRaffle, letTurnsEnd, turnsOf } from '../list.ts';
import { testLog } from '../stores.ts';
import { newSecret, type Secret, TestVisitor } from '../visitor.ts';

const minutes = 60_000;
const WINNERS = 3;

let launch: PrivateLaunch | undefined;
let db: Kysely<Database> | undefined;
beforeAll(async () => {
  launch = await launchPrivately({ LOG_LEVEL: 'warn' });
  db = openDatabase(launch.run().databaseUrl, testLog, { connectionsMax: 3 });
}, 3 * minutes);
afterAll(async () => {
  await db?.destroy();
  await launch?.stop();
  if (launch) removeFolder(launch);
}, minutes);

/** As a page does it: told to come back later, or cut off, it comes back. */
async function placeOf(url: string, slug: string, secret: Secret): Promise<PlaceMessage> {
  for (const giveUpAt = Date.now() + minutes; ; await sleep(300)) {
    const visitor = new TestVisitor(url, slug);
    try {
      return await Promise.race([visitor.join(secret), refusal(visitor)]);
    } catch (fault) {
      if (Date.now() > giveUpAt) throw fault;
    } finally {
      visitor.socket.terminate();
    }
  }
}

async function refusal(visitor: TestVisitor): Promise<never> {
  const { code } = await visitor.hear('refused');
  throw new Error(code);
}

async function passOf(url: string, slug: string, secret: Secret): Promise<PassMessage> {
  const visitor = new TestVisitor(url, slug);
  await visitor.join(secret);
  visitor.say({ type: 'claim', secret: secret.secret });
  const pass = await visitor.hear('pass');
  visitor.socket.terminate();
  return pass;
}

/** One unit, by a buyer who is told "busy" while another process takes the writer's place, and asks again. */
async function orderOf(url: string, slug: string, tierId: string, shown: { pass: string; secret: string }) {
  const key = randomUUID();
  for (const giveUpAt = Date.now() + minutes; ; await sleep(300)) {
    const answer = await fetch(`${url}/api/sales/${slug}/orders`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'idempotency-key': key },
        ...{ 'usher-pass': shown.pass, 'usher-secret': shown.secret },
      },
      body: JSON.stringify({
        lines: [{ tierId, quantity: 1 }],
        contact: { email: 'winner@example.test', name: 'A Winner' },
      }),
    });
    if (answer.status !== 503 || Date.now() > giveUpAt) return answer;
  }
}

test(
  'RAF-1, RAF-2, RAF-4, RAF-5, RAF-8: through an emptied Redis and killed workers everybody gets what the draw says',
  async () => {
    if (!launch || !db) throw new Error('nothing runs');
    const { url, redisUrl } = launch.run();
    const seed = randomBytes(32);
    const { id, tierIds } = await insertRaffle(db, {
      ...{ draw_seed: seed.toString('hex'), draw_seed_hash: hash('sha256', seed) },
      ...{ winners: WINNERS, units: [4], title: 'A raffle', opens_at: new Date(Date.now() + 20_000) },
    });
    const { slug } = await db
      .selectFrom('sale')
      .select('slug')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const people = Array.from({ length: 12 }, newSecret);
    const places = async () => await Promise.all(people.map((secret) => placeOf(url, slug, secret)));
    expect((await places()).map(({ state }) => state)).toEqual(people.map(() => 'registered'));

    const redis = new Redis(redisUrl);
    await redis.flushall();
    redis.disconnect();
    expect((await places()).map(({ state }) => state)).toEqual(people.map(() => 'registered'));

    await db.updateTable('sale').set({ opens_at: new Date() }).where('id', '=', id).execute();
    for (const name of ['queue-worker-1', 'queue-worker-2']) {
      await sleep(250);
      process.kill(launch.pidOf(name), 'SIGKILL');
    }
    let told = await places();
    for (const giveUpAt = Date.now() + minutes; told.some(({ state }) => state === 'registered'); ) {
      if (Date.now() > giveUpAt) throw new Error('it did not open');
      await sleep(500);
      told = await places();
    }
    const numbers = told.map(({ state, number, reserveNumber }) => [number, state, reserveNumber]);
    expect(numbers.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
      people.map((_, i) => (i < WINNERS ? [i + 1, 'won', undefined] : [i + 1, 'notDrawn', i + 1 - WINNERS])),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['scripts/verify-draw.ts', `${url}/api/sales/${slug}/proof`],
    ]);
    expect(stdout).not.toBe('');

    // A winner orders; the others let it go by, and the next of the list are asked.
    const winner = people[told.findIndex(({ number }) => number === 1)] ?? newSecret();
    const { pass } = await passOf(url, slug, winner);
    const ordered = await orderOf(url, slug, tierIds[0] ?? '', { pass, secret: winner.secret });
    expect([ordered.status, await ordered.text()]).toEqual([201, expect.any(String)]);
    await letTurnsEnd(db, id);
    const next = people[told.findIndex(({ number }) => number === WINNERS + 2)] ?? newSecret();
    const visitor = new TestVisitor(url, slug);
    await visitor.join(next);
    await visitor.hear('place', ({ state }) => state === 'won');
    visitor.socket.terminate();
    const turns = await turnsOf(db, id);
    expect(turns.map(({ number, lane }) => [number, lane])).toEqual([
      ...[1, 2, 3].map((number) => [number, 'raffle']),
      ...[4, 5].map((number) => [number, 'reserve']),
    ]);
    const verified = await checkAll(db, [], 30);
    expect(brokenOf(verified), verdictText(verified)).toEqual([]);
  },
  4 * minutes,
);

test(
  'CRW-7, RAF-5, RAF-7: a crowd registers, is drawn, buys or lets go until the list stands still, and every invariant holds',
  async () => {
    if (!launch || !db) throw new Error('nothing runs');
    const summary = path.join(launch.folder, 'raffle-crowd.json');
    const crowd = sendCrowd(launch, 'tombola', [
      ...['--raffle', '--draw', '--buy', '--visitors', '24', '--let-go', '50', '--json', summary],
      ...['--create', JSON.stringify({ units: 8, winners: 6, reserveHours: 1 })],
    ]);
    expect(await crowd.ended, readFileSync(crowd.logFile, 'utf8')).toBe(0);
    const { ended, events } = JSON.parse(readFileSync(summary, 'utf8')) as {
      ended: Record<string, number>;
      events: Record<string, number>;
    };
    const of = (name: string) => ended[name] ?? 0;
    expect(of('won and paid') + of('won and let go'), JSON.stringify(ended)).toBe(6);
    expect(events).toMatchObject({ won: 6, paid: of('won and paid') + of('reserve, asked and paid') });
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(24);
    const turns = await turnsOf(db, await idOf(db, 'tombola'));
    expect(turns.filter(({ lane }) => lane === 'reserve')).toHaveLength(events.movedUp ?? -1);
    const letGo = of('won and let go') + of('reserve, asked and let go');
    expect(events.movedUp).toBe(Math.min(letGo, 24 - 6));
    const histories = crowdFilesIn(path.join(launch.folder, 'crowd')).map(readCrowd);
    const verified = await checkAll(db, histories, 30);
    expect(brokenOf(verified), verdictText(verified)).toEqual([]);
  },
  4 * minutes,
);

async function idOf(db: Kysely<Database>, slug: string): Promise<string> {
  const { id } = await db.selectFrom('sale').select('id').where('slug', '=', slug).executeTakeFirstOrThrow();
  return id;
}

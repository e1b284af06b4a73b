/** The writer as a whole: a real stream, real answers; crowds, lost answers, late reserves, a Redis that is away. */
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { awaitCommand, stageCommand } from '../../db/commands.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import { sendReserve } from '../../redis/command-stream.ts';
import { commandsKey } from '../../redis/keys.ts';
import { openRedis } from '../../redis/open.ts';
import { startPrivateRedis } from '../../test/private-redis.ts';
import { testLog } from '../../test/stores.ts';
import { openWire } from '../../test/wire.ts';
import { codeOf, insides, leaseOf, test } from '../../test/with-writer.ts';
import { bookOf, insertSaleWithBook, reserveOf } from '../../test/writer.ts';

describe('crowds', () => {
  test.for([[1, 6], [4, 2], [200, 1]] as const)('WRT-14: with at most %i commands a batch, six that wait take %i transactions', async (
    [commandsMax, transactions], { db, redis, start },
  ) => {
    const sale = await insertSaleWithBook(db, { units: [10] });
    for (const shopper of await insides(db, sale, 6)) await sendReserve(redis, reserveOf(sale, shopper));
    await start({ commandsMax });
    await expect.poll(async () => (await bookOf(db, sale.id)).orders.length, { timeout: 10_000 }).toBe(6);
    const { rows } = await sql`select distinct xmin from "order" where sale_id = ${sale.id}`.execute(db);
    expect(rows.length).toBe(transactions);
  }); // biome-ignore format: fixtures in one line

  test('ORD-12: two hundred visitors ask for ten units at once, and ten get one', async ({ db, start }) => {
    const sale = await insertSaleWithBook(db, { units: [10] });
    const shoppers = await insides(db, sale, 200);
    const writer = await start();
    const answers = await Promise.all(shoppers.map((shopper) => writer.reserve(reserveOf(sale, shopper))));
    const codes = Map.groupBy(answers, codeOf);
    expect([codes.get('granted')?.length, codes.get('sold_out')?.length]).toEqual([10, 190]);
    const book = await bookOf(db, sale.id);
    expect(book.tiers).toMatchObject([{ available: 0, held: 10, sold: 0 }]);
    expect(book.fold).toMatchObject(book.tiers);
    expect(book.orders.length).toBe(10);
    expect(book.ledger.map(({ seq }) => seq)).toEqual(book.ledger.map((_, i) => i + 1));
  });

  test('WRT-5: fifty impatient visitors ask five times each under one key, and get one order each', async ({
    db, start,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [500], per_visitor_max: 10 });
    const writer = await start();
    const asks = (await insides(db, sale, 50)).map((shopper) => reserveOf(sale, shopper));
    const answers = await Promise.all(
      asks.flatMap((ask) => Array.from({ length: 5 }, () => writer.reserve({ ...ask, orderId: `${ask.orderId}${Math.random()}` }))),
    );
    expect(answers.map(codeOf).every((code) => code === 'granted')).toBe(true);
    const told = new Set(answers.map((answer) => answer?.outcome === 'granted' && answer.order.id));
    expect(told.size).toBe(50);
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ held: 50 }]);
  }); // biome-ignore format: fixtures in one line

  test('WRT-13: one pass tried for twenty accounts and for nobody, all at once, buys up to the limit once', async ({
    db, start,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [500], per_visitor_max: 3 });
    const [shopper] = await insides(db, sale, 1);
    const writer = await start();
    const accounts = [null, ...Array.from({ length: 20 }, (_, i) => `acc_${i}`)];
    const asks = accounts.flatMap((accountId) => [1, 2].map((n) => reserveOf(sale, shopper, { accountId, emailIndex: `${accountId}${n}` })));
    const answers = await Promise.all(asks.map((ask) => writer.reserve(ask)));
    const codes = Map.groupBy(answers, codeOf);
    expect([codes.get('granted')?.length, codes.get('limit_reached')?.length]).toEqual([3, 39]);
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ held: 3 }]);
  }); // biome-ignore format: fixtures in one line

  test('WRT-1: several sales are written beside one another, and what is answered leaves the stream', async ({
    db, redis, start,
  }) => {
    const sales = await Promise.all([1, 2, 3].map((units) => insertSaleWithBook(db, { units: [units] })));
    const writer = await start();
    for (const sale of sales) {
      const shoppers = await insides(db, sale, 4);
      await Promise.all(shoppers.map((shopper) => writer.reserve(reserveOf(sale, shopper))));
    }
    const held = await Promise.all(sales.map(async ({ id }) => (await bookOf(db, id)).tiers[0]?.held));
    expect(held).toEqual([1, 2, 3]);
    expect(Object.values(writer.status()).map(({ epoch }) => epoch)).toEqual([1, 1, 1]);
    await writer.stop();
    expect(await Promise.all(sales.map(({ id }) => redis.xlen(commandsKey(id))))).toEqual([0, 0, 0]);
  }); // biome-ignore format: fixtures in one line
});

describe('lost answers', () => {
  test('WRT-9, WRT-11: who was answered in vain asks again, and hears what was decided the first time', async ({
    db, redis, start,
  }) => {
    const sale = await insertSaleWithBook(db, { units: [1] });
    const [first, second] = await insides(db, sale, 2);
    const writer = await start();
    const ask = reserveOf(sale, first); // To an instance that is gone.
    await sendReserve(redis, ask);
    expect(codeOf(await writer.reserve(reserveOf(sale, second ?? first)))).toBe('sold_out');
    const again = await writer.reserve(ask);
    expect(again).toMatchObject({ outcome: 'granted', order: { id: ask.orderId } });
    expect((await bookOf(db, sale.id)).orders.length).toBe(1);
  }); // biome-ignore format: fixtures in one line

  test('WRT-5, WRT-9: a writer that died before it trimmed the stream is followed by one that decides nothing twice', async ({
    db, redis, start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const [shopper] = await insides(db, sale, 1);
    const ask = reserveOf(sale, shopper);
    const first = await start({ name: 'writer-1' });
    const granted = await first.reserve(ask);
    await first.stop();
    await sendReserve(redis, ask); // As if it had never been removed.
    const second = await start({ name: 'writer-2' });
    expect(await second.reserve(ask)).toEqual(granted);
    expect((await bookOf(db, sale.id)).ledger.length).toBe(2);
  }); // biome-ignore format: fixtures in one line

  test.for(['before', 'after'] as const)('WRT-9, ORD-5: cut off %s COMMIT, a writer answers what is so, and remembers it', async (
    when, { db, databaseUrl, start },
  ) => {
    const sale = await insertSaleWithBook(db, { per_visitor_max: 1 });
    const [shopper] = await insides(db, sale, 1);
    const wire = await openWire(databaseUrl);
    const writer = await start({ databaseUrl: wire.url });
    await writer.reserve(reserveOf(sale, shopper, { lines: [{ tierId: 'none', quantity: 1 }] })); // It writes now.
    wire.cutAtCommit(when);
    const ask = reserveOf(sale, shopper);
    expect(await writer.reserve(ask)).toMatchObject({ outcome: 'granted', order: { id: ask.orderId } });
    expect((await bookOf(db, sale.id)).orders.map(({ id }) => id)).toEqual([ask.orderId]);
    expect(codeOf(await writer.reserve(reserveOf(sale, shopper)))).toBe('limit_reached');
    await writer.stop();
    wire.close();
  }); // biome-ignore format: fixtures in one line

  test('ORD-5: what a visitor has from earlier batches counts in later ones, and what went back does not', async ({
    db, start,
  }) => {
    const sale = await insertSaleWithBook(db, { per_visitor_max: 1 });
    const [shopper] = await insides(db, sale, 1);
    const writer = await start();
    const asks = Array.from({ length: 3 }, () => reserveOf(sale, shopper)) as [ReserveCommand, ...ReserveCommand[]];
    const codes = [];
    for (const ask of asks.slice(0, 2)) codes.push(codeOf(await writer.reserve(ask)));
    const row = { saleId: sale.id, kind: 'release', key: 'release', orderId: asks[0].orderId } as const;
    await stageCommand(db, { ...row, payload: { reason: null, by: 'buyer' } });
    await awaitCommand(db, 'release', 5_000);
    for (const ask of [...asks.slice(2), reserveOf(sale, shopper)]) codes.push(codeOf(await writer.reserve(ask)));
    expect(codes).toEqual(['granted', 'limit_reached', 'granted', 'limit_reached']);
  }); // biome-ignore format: fixtures in one line

  test('WRT-1: one that is told to stop lets go of its leases, and the next begins at once', async ({
    db,
    start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const [shopper] = await insides(db, sale, 1);
    const first = await start({ name: 'writer-1' });
    await first.reserve(reserveOf(sale, shopper));
    expect(await leaseOf(db, sale.id)).toMatchObject({
      holder: expect.stringMatching(/^writer-1:/),
      epoch: 1,
    });
    await first.stop();
    expect((await leaseOf(db, sale.id)).holder).toBeNull();
    const second = await start({ name: 'writer-2' });
    expect(codeOf(await second.reserve(reserveOf(sale, shopper)))).toBe('granted');
    expect(await leaseOf(db, sale.id)).toMatchObject({
      holder: expect.stringMatching(/^writer-2:/),
      epoch: 2,
    });
  });
});

describe('time and stores', () => {
  test('WRT-7: who has waited for more than five seconds is told busy, and has no order', async ({
    db,
    redis,
    start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const [old, young] = await insides(db, sale, 2);
    const [seconds] = await redis.time();
    const writer = await start();
    await writer.reserve(reserveOf(sale, young ?? old, { lines: [{ tierId: 'none', quantity: 1 }] })); // It writes now.
    const agedMs = (ms: number) => `${Number(seconds) * 1_000 - ms}-1`;
    const ask = reserveOf(sale, old);
    const fresh = await insertSaleWithBook(db);
    const late = { ...ask, saleId: fresh.id, lines: [{ tierId: fresh.tierIds[0] ?? '', quantity: 1 }] };
    const heard = writer.hear(late.id);
    await redis.xadd(
      commandsKey(fresh.id),
      agedMs(6_000),
      'command',
      JSON.stringify({ ...late, replyTo: writer.instance }),
    );
    expect(codeOf(await heard)).toBe('busy');
    expect((await bookOf(db, fresh.id)).orders).toEqual([]);
  });

  test('WRT-10: a Redis that has forgotten all is read again; while it is away rows are settled and holds lapse', async ({
    db, start,
  }) => {
    const own = await startPrivateRedis();
    const redis = openRedis(own.url, testLog);
    await new Promise((resolve) => redis.once('ready', resolve));
    try {
      const sale = await insertSaleWithBook(db);
      const [shopper] = await insides(db, sale, 1);
      const writer = await start({ redis, redisUrl: own.url });
      const ask = reserveOf(sale, shopper);
      expect(codeOf(await writer.reserve(ask))).toBe('granted');
      const isBack = new Promise((resolve) => redis.once('ready', resolve));
      await own.restart({ forget: true });
      await isBack;
      // It may count from below where the last one was: what is dated 1970 is late, but it is read.
      const old = { ...reserveOf(sale, shopper), replyTo: writer.instance };
      const heard = writer.hear(old.id);
      await redis.xadd(commandsKey(sale.id), '5-1', 'command', JSON.stringify(old));
      expect(codeOf(await heard)).toBe('busy');
      expect(codeOf(await writer.reserve(reserveOf(sale, shopper)))).toBe('granted');
      await own.stop();
      const row = { saleId: sale.id, kind: 'release', key: 'away', orderId: ask.orderId } as const;
      await stageCommand(db, { ...row, payload: { reason: null, by: 'buyer' } });
      expect(await awaitCommand(db, 'away', 5_000)).toMatchObject({ outcome: 'done' });
      await db.updateTable('order').set({ hold_expires_at: new Date(0) }).where('state', '=', 'held').execute();
      await expect.poll(async () => (await bookOf(db, sale.id)).tiers[0]?.held, { timeout: 5_000 }).toBe(0);
    } finally {
      redis.disconnect();
    }
  }); // biome-ignore format: fixtures in one line
});

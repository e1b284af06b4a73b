/** Poison: commands that break their batch, in the decision, in PostgreSQL, or before either. */
import { describe, expect } from 'vitest';
import { awaitCommand, stageCommand } from '../../db/commands.ts';
import { decideDeadLetter } from '../../db/dead-letters.ts';
import type { Decide } from '../../db/writer.ts';
import { decideBatch } from '../../domain/writer/decide.ts';
import { sendReserve } from '../../redis/command-stream.ts';
import { commandsKey } from '../../redis/keys.ts';
import { openWire } from '../../test/wire.ts';
import { codeOf, insides, test } from '../../test/with-writer.ts';
import { bookOf, insertSaleWithBook, reserveOf } from '../../test/writer.ts';

const rowIdOf = async (db: Parameters<typeof bookOf>[0], key: string) =>
  (await db.selectFrom('command').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id;

describe('bad commands', () => {
  /** How often a due order that is marked was looked at. */
  let looks = 0;
  /** Breaks on whatever is marked, wherever it is. */
  const allergic: Decide = (facts, batch) => {
    const isBad =
      batch.reserves.some(({ contactSealed }) => contactSealed === 'poison') ||
      batch.rows.some(({ key }) => key === 'poison') ||
      batch.dueOrderIds.some((id) => id.startsWith('poison'));
    looks += batch.dueOrderIds.some((id) => id.startsWith('poison')) ? 1 : 0;
    if (isBad) throw new Error('allergic');
    return decideBatch(facts, batch);
  };

  test('WRT-8: a reserve that breaks its batch is answered internal, alone; the others apply', async ({
    db,
    start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const writer = await start({ decide: allergic });
    const shoppers = await insides(db, sale, 30);
    const answers = await Promise.all(
      shoppers.map((shopper, i) =>
        writer.reserve(reserveOf(sale, shopper, i === 17 ? { contactSealed: 'poison' } : {})),
      ),
    );
    expect(answers.map(codeOf).filter((code) => code !== 'granted')).toEqual(['internal']);
    expect(codeOf(answers[17] ?? null)).toBe('internal');
    const book = await bookOf(db, sale.id);
    expect(book.tiers).toMatchObject([{ held: 29 }]);
    expect(book.ledger.map(({ seq }) => seq)).toEqual(book.ledger.map((_, i) => i + 1));
  });

  test('WRT-8: one that PostgreSQL refuses is set aside as well', async ({ db, start }) => {
    const sale = await insertSaleWithBook(db);
    const writer = await start();
    const shoppers = await insides(db, sale, 12);
    const [first, ...others] = shoppers.map((shopper) => reserveOf(sale, shopper));
    if (!first) throw new Error('nobody is inside');
    await writer.reserve(first);
    const again = others.map((ask, i) => (i === 3 ? { ...ask, orderId: first.orderId } : ask));
    const answers = await Promise.all(again.map((ask) => writer.reserve(ask)));
    expect(answers.map(codeOf).filter((code) => code !== 'granted')).toEqual(['internal']);
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ held: 11 }]);
  });

  test('WRT-8: one that PostgreSQL cannot even be asked about is set aside, and leaves no half a transaction', async ({
    db, start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const writer = await start();
    const asks = (await insides(db, sale, 6)).map((shopper) => reserveOf(sale, shopper));
    const bad = asks.map((ask, i) => (i === 2 ? { ...ask, id: 'no text of PostgreSQL: \u0000' } : ask));
    const answers = await Promise.all(bad.map((ask) => writer.reserve(ask)));
    expect(answers.map(codeOf)).toEqual(bad.map((_, i) => (i === 2 ? 'internal' : 'granted')));
    expect((await bookOf(db, sale.id)).tiers).toMatchObject([{ held: 5 }]);
  }); // biome-ignore format: fixtures in one line

  test('WRT-8, WRT-9: cut off while it looks for the bad one, a writer goes on looking', async ({
    db, databaseUrl, redis, start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const shoppers = await insides(db, sale, 4);
    const asks = shoppers.map((shopper, i) => reserveOf(sale, shopper, i === 3 ? { contactSealed: 'poison' } : {}));
    for (const ask of asks) await sendReserve(redis, ask); // All in the first batch.
    const wire = await openWire(databaseUrl);
    let cuts = 0;
    const cutting: Decide = (facts, batch) => {
      const isHalf = batch.reserves.length > 0 && batch.reserves.length < 4;
      if (isHalf && cuts === 0) {
        cuts += 1;
        wire.cutAtCommit('before');
      }
      return allergic(facts, batch);
    };
    const writer = await start({ databaseUrl: wire.url, decide: cutting });
    await expect.poll(async () => (await bookOf(db, sale.id)).orders.length, { timeout: 10_000 }).toBe(3);
    expect(cuts).toBe(1);
    await writer.stop();
    wire.close();
  }); // biome-ignore format: fixtures in one line

  test('WRT-8, ORD-17: a row or a due order that breaks its batch stands in nobody else’s way, and is kept', async ({
    db,
    start,
  }) => {
    const sale = await insertSaleWithBook(db);
    const [shopper] = await insides(db, sale, 1);
    const writer = await start({ decide: allergic });
    const ask = reserveOf(sale, shopper);
    await writer.reserve(ask);
    await writer.reserve(reserveOf(sale, shopper, { orderId: 'poison' }));
    await db
      .updateTable('order')
      .set({ hold_expires_at: new Date(0), hold_cap_at: new Date(1) })
      .where('id', '=', 'poison')
      .execute();
    const row = {
      saleId: sale.id,
      kind: 'release',
      payload: { reason: null, by: 'buyer' },
      orderId: ask.orderId,
    } as const;
    await stageCommand(db, { ...row, key: 'poison' });
    await stageCommand(db, { ...row, key: 'good' });
    expect(await awaitCommand(db, 'good', 10_000)).toMatchObject({ outcome: 'done' });
    expect(await awaitCommand(db, 'poison', 10_000)).toEqual({ outcome: 'failed' });
    await stageCommand(db, { ...row, key: 'later' });
    expect(await awaitCommand(db, 'later', 10_000)).toMatchObject({ outcome: 'unchanged' });
    const looksBefore = looks;
    await stageCommand(db, { ...row, key: 'last' });
    expect(await awaitCommand(db, 'last', 10_000)).toMatchObject({ outcome: 'unchanged' });
    expect(looks).toBe(looksBefore); // The sick order is left alone.
    const letters = await db
      .selectFrom('dead_letter')
      .select(['source', 'order_id', 'cause'])
      .orderBy('source')
      .execute();
    expect(letters).toEqual([
      { source: 'command', order_id: ask.orderId, cause: 'allergic' },
      { source: 'due', order_id: 'poison', cause: 'allergic' },
    ]);
    // Staff has both done again: it is tried once more, and listed once more.
    const act = { act: 'replay', reason: 'r', actor: 'staff:stf_1' } as const;
    for (const id of ['ded_due-poison', `ded_command-${await rowIdOf(db, 'poison')}`])
      await db.transaction().execute((trx) => decideDeadLetter(trx, { id, ...act }));
    const triesOf = async () =>
      (await db.selectFrom('dead_letter').select('tries').where('state', '=', 'open').execute()).map(
        ({ tries }) => tries,
      );
    await expect.poll(triesOf, { timeout: 10_000 }).toEqual([2, 2]);
    const { orders } = await bookOf(db, sale.id);
    expect(Object.fromEntries(orders.map(({ id, state }) => [id, state]))).toEqual({
      [ask.orderId]: 'cancelled',
      poison: 'held',
    });
  });

  test('WRT-12: what is no command, or is meant for another sale, is removed without an effect', async ({
    db,
    redis,
    start,
  }) => {
    const sale = await insertSaleWithBook(db, { mode: 'shelf' });
    const other = await insertSaleWithBook(db, { mode: 'shelf' });
    const [shopper] = await insides(db, sale, 1);
    const key = commandsKey(sale.id);
    await redis.xadd(key, '*', 'command', 'no json');
    await redis.xadd(key, '*', 'command', JSON.stringify({ ...reserveOf(sale, shopper), saleId: other.id }));
    const writer = await start();
    expect(codeOf(await writer.reserve(reserveOf(sale, shopper)))).toBe('granted');
    expect((await bookOf(db, sale.id)).orders.length).toBe(1);
    await writer.stop();
    expect(await redis.xlen(key)).toBe(0);
  });
});

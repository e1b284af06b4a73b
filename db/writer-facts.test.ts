/** What a batch reads, while others commit between any two of its statements. */
import type pg from 'pg';
import { expect } from 'vitest';
import { heldOrder, test } from '../test/held-order.ts';
import { stageCommand } from './commands.ts';
import { type BatchAsk, openBatch } from './writer-facts.ts';

const ask: BatchAsk = {
  reserves: [],
  rows: 'open',
  due: 'none',
  illOrderIds: [],
  endsPasses: false,
  units: null,
  commandsMax: 100,
};

/** One statement after the other, with `between` after each, told how many there were. */
function interrupted(client: pg.PoolClient, between: (count: number) => Promise<void>): pg.ClientBase {
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const query = (...args: [string]) => {
    const next = last.then(async () => {
      const result = await client.query(...args);
      count += 1;
      await between(count);
      return result;
    });
    last = next.catch(() => {});
    return next;
  };
  return { query } as unknown as pg.ClientBase;
}

test.for([2, 3, 4, 5, 6, 7])(
  'CAT-6, WRT-5: a tier that is committed after statement %i of a batch is known to whatever command names it',
  async (at, { db, pool }) => {
    const { sale, lease } = await heldOrder(db, pool);
    const addTier = () =>
      db.transaction().execute(async (trx) => {
        const tier = { id: 'tier_new', sale_id: sale.id, name: 'L', price_amount: 500, position: 9 };
        await trx
          .insertInto('tier')
          .values({ ...tier, capacity: 0, available: 0 })
          .execute();
        const payload = { tiers: [{ id: tier.id, capacity: 4 }], by: 'stf' };
        await stageCommand(trx, { saleId: sale.id, kind: 'adjust', key: 'new', orderId: null, payload });
      });
    const client = await pool.connect();
    try {
      const opened = await openBatch(
        interrupted(client, async (count) => {
          if (count === at) await addTier();
        }),
        lease,
        ask,
      );
      const knows = opened?.facts.tiers.some(({ id }) => id === 'tier_new') ?? false;
      const isAsked = opened?.batch.rows.some(({ kind }) => kind === 'adjust') ?? false;
      expect([isAsked && !knows, isAsked || at > 2]).toEqual([false, true]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  },
);

/**
 * Points on their way into an order (PNT-2): taken from the balance before the reserve is sent, under the reserve's own id.
 * The writer makes them the order's in the transaction that grants it. Refused, they go back at once; if nobody ever heard
 * what became of the reserve, the sweep gives them back, and a reserve that is decided after that is not granted with them.
 *
 * So an order and the points it was paid with are there together or not at all, wherever a process dies, and two orders
 * never spend the same points: the balance is held while it is changed, and PostgreSQL refuses one below nothing.
 *
 * Locks: the balance, then the hold; the writer takes holds alone.
 */
import { type Kysely, sql } from 'kysely';
import { Refused } from '../domain/refusals.ts';
import { lockBalance, writeEntry } from './points.ts';
import type { Database } from './schema.ts';

export interface PointsAsk {
  /** Of the reserve. */
  readonly commandId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly amount: number;
}

/** Held already, or spent by the order that came of it: nothing more is taken. Refuses with `not_enough_points`. */
export async function holdPoints(db: Kysely<Database>, ask: PointsAsk): Promise<void> {
  const { commandId, accountId, currency, amount } = ask;
  await db.transaction().execute(async (trx) => {
    const balance = await lockBalance(trx, { accountId, currency });
    const hold = await trx
      .selectFrom('points_hold')
      .select(['account_id', 'currency', 'amount', 'state', 'tries'])
      .where('command_id', '=', commandId)
      .forUpdate()
      .executeTakeFirst();
    // The id is made of the request's key: another account or sum under it is another request.
    const isSame = hold?.account_id === accountId && hold.currency === currency && hold.amount === amount;
    if (hold && !isSame) throw new Refused('key_reused');
    if (hold?.state === 'spent') return;
    if (hold?.state !== 'held') {
      if (balance < amount) throw new Refused('not_enough_points');
      const tries = (hold?.tries ?? 0) + 1;
      const entry = { kind: 'spend', amount: -amount, key: spendKey(commandId, tries) } as const;
      await writeEntry(trx, { accountId, currency, orderId: null, ofAmount: null, ...entry });
      await trx
        .insertInto('points_hold')
        .values({ command_id: commandId, account_id: accountId, currency, amount, state: 'held', tries })
        .onConflict((on) =>
          on.column('command_id').doUpdateSet({ state: 'held', tries, touched_at: sql<Date>`now()` }),
        )
        .execute();
      return;
    }
    await trx
      .updateTable('points_hold')
      .set({ touched_at: sql<Date>`now()` })
      .where('command_id', '=', commandId)
      .execute();
  });
}

/** Word for word as the writer names it (db/writer-commit.ts). */
const spendKey = (commandId: string, tries: number) => `spend:${commandId}:${tries}`;

/** Gives them back unless an order has them. */
export async function releasePoints(db: Kysely<Database>, commandId: string): Promise<void> {
  await db.transaction().execute((trx) => release(trx, commandId, 0));
}

/** Of reserves that nobody has spoken of for `idleMs`: longer than any of them can still be on its way. Answers how many. */
export async function sweepPoints(db: Kysely<Database>, idleMs: number, holdsMax = 100): Promise<number> {
  const idle = await db
    .selectFrom('points_hold')
    .select('command_id')
    .where('state', '=', 'held')
    .where(isIdle(idleMs))
    .orderBy('touched_at')
    .limit(holdsMax)
    .execute();
  for (const { command_id } of idle) {
    await db.transaction().execute((trx) => release(trx, command_id, idleMs));
  }
  return idle.length;
}

async function release(trx: Kysely<Database>, commandId: string, idleMs: number): Promise<void> {
  const owner = await trx
    .selectFrom('points_hold')
    .select(['account_id as accountId', 'currency'])
    .where('command_id', '=', commandId)
    .executeTakeFirst();
  if (!owner) return;
  await lockBalance(trx, owner);
  const released = await trx
    .updateTable('points_hold')
    .set({ state: 'released' })
    .where('command_id', '=', commandId)
    .where('state', '=', 'held')
    .where(isIdle(idleMs))
    .returning(['amount', 'tries'])
    .executeTakeFirst();
  if (!released) return;
  const key = `giveBack:${commandId}:${released.tries}`;
  await writeEntry(trx, {
    ...owner,
    kind: 'giveBack',
    amount: released.amount,
    key,
    orderId: null,
    ofAmount: null,
  });
}

const isIdle = (idleMs: number) => sql<boolean>`touched_at <= now() - ${idleMs} * interval '1 millisecond'`;

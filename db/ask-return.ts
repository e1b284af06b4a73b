/**
 * Asking delivered goods back (SHP-3, SHP-5): some units of an order or all, several times until nothing is left, each
 * through all of the last day for it. Asking moves no stock: it is settled here, behind the order's lock, so that however
 * many ask at once, no unit is asked back twice.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import {
  type Chosen,
  chooseUnits,
  type FreeLine,
  freePerTier,
  type PartAsked,
} from '../domain/choose-units.ts';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { Refused } from '../domain/refusals.ts';
import { dayBegins, type ShippingDays } from '../domain/shipping.ts';
import { newId } from '../runtime/chance.ts';
import { stageOutbox } from './outbox.ts';
import { databaseNow, lockReturning, type Now, openReturns } from './returns.ts';
import type { Database } from './schema.ts';

export interface ReturnAsk {
  readonly reason: string;
  /** Left out: all units that are left and not asked back yet. */
  readonly lines?: readonly PartAsked[] | undefined;
  /** Names the asking: the same one again is the same return. Left out: each is a return of its own. */
  readonly key?: string | null;
  readonly days: ShippingDays;
  readonly now?: Now;
}

/**
 * The buyer wants to give goods back: until the last day for it is over, and not in the instant after. Refuses with
 * `not_found`, `return_closed`, `refund_too_large` (with what is left) and `key_reused`. Asking for all while all is
 * asked for changes nothing.
 */
export async function askReturn(db: Kysely<Database>, orderId: string, ask: ReturnAsk): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { days, now = databaseNow } = ask;
    const order = await lockReturning(trx, orderId, now);
    if (!order) throw new Refused('not_found');
    if (await isKnown(trx, orderId, ask)) return;
    const free = await freeLines(trx, orderId);
    if (!ask.lines && order.state === 'return_requested' && free.every((line) => line.free === 0)) return;
    const state = order.isOpen ? nextOrderState(order.state, 'askReturn') : null;
    if (!state) throw new Refused('return_closed');
    const lines = ask.lines ? chooseUnits(free, ask.lines) : allOf(free);
    if (!lines) throw new Refused('refund_too_large', { left: freePerTier(free) });

    const dueAt = dayBegins(order.now, days.takeBack, order.timeZone);
    const id = await insertReturn(trx, orderId, ask, { lines, dueAt });
    await trx
      .updateTable('order')
      .set({ state, next_step_at: null, returns_until: order.until })
      .where('id', '=', orderId)
      .execute();
    const { saleId } = order;
    const payload = { kind: 'return_asked', orderId, returnId: id };
    await stageOutbox(trx, [{ saleId, topic: 'mail', key: `mail:return_asked:${id}`, payload }]);
  });
}

/** An order that a process of before has asked back as a whole: from now on it is a return like the others. */
export async function adoptReturn(trx: Transaction<Database>, orderId: string, dueAt: Date): Promise<void> {
  const lines = allOf(await freeLines(trx, orderId));
  if (lines.length === 0) return;
  const asked = trx.selectFrom('order').select('return_reason as reason').where('id', '=', orderId);
  const { reason } = await asked.executeTakeFirstOrThrow();
  await insertReturn(trx, orderId, { reason: reason ?? 'returned' }, { lines, dueAt });
}

/** Units that are left of each line with their money, and that no open return has asked for. */
async function freeLines(trx: Kysely<Database>, orderId: string): Promise<FreeLine[]> {
  const lines = await trx
    .selectFrom('order_line')
    .select(['line_no as lineNo', 'tier_id as tierId'])
    .select(sql<number>`quantity - refunded_quantity - repaid_quantity`.as('left'))
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute();
  const asked = (await openReturns(trx, orderId)).flatMap((one) => one.lines);
  return lines.map(({ left, ...line }) => {
    const ofLine = asked.filter(({ lineNo }) => lineNo === line.lineNo);
    return { ...line, free: ofLine.reduce((free, { quantity }) => free - quantity, left) };
  });
}

const allOf = (lines: readonly FreeLine[]): Chosen[] =>
  lines.flatMap(({ lineNo, free }) => (free > 0 ? [{ lineNo, quantity: free }] : []));

/** Refuses with `key_reused` where the key stands for another return. */
async function isKnown(
  trx: Kysely<Database>,
  orderId: string,
  { key = null, reason, lines }: ReturnAsk,
): Promise<boolean> {
  if (key === null) return false;
  const known = await trx
    .selectFrom('order_return')
    .select(['order_id', 'reason'])
    .select(sql<boolean>`asked_lines is not distinct from ${jsonOrNull(lines)}::jsonb`.as('isOfThese'))
    .where('key', '=', key)
    .executeTakeFirst();
  if (!known) return false;
  if (known.order_id === orderId && known.reason === reason && known.isOfThese) return true;
  throw new Refused('key_reused');
}

async function insertReturn(
  trx: Kysely<Database>,
  orderId: string,
  { reason, key = null, lines }: Pick<ReturnAsk, 'reason' | 'key' | 'lines'>,
  chosen: { readonly lines: readonly Chosen[]; readonly dueAt: Date },
): Promise<string> {
  const id = newId('ret');
  await trx
    .insertInto('order_return')
    .values({
      ...{ id, order_id: orderId, reason, key, due_at: chosen.dueAt },
      lines: JSON.stringify(chosen.lines),
      asked_lines: jsonOrNull(lines),
    })
    .execute();
  return id;
}

const jsonOrNull = (lines: ReturnAsk['lines']): string | null => (lines ? JSON.stringify(lines) : null);

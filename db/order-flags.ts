/**
 * Flags: what a member of the staff must look at, raised once by the fact itself and in its transaction, with a line in the
 * audit journal and a letter to the staff (PAY-20). A flag changes nothing: it stands until somebody clears it.
 */
import { type Kysely, sql } from 'kysely';
import { stageOutbox } from './outbox.ts';
import type { Database } from './schema.ts';

export const flagKinds = [
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'refunded_at_provider',
  'refund_refused',
  'stray_money',
  'mail_bounced',
  'mail_given_up',
] as const;
export type FlagKind = (typeof flagKinds)[number];

export interface Flag {
  readonly kind: FlagKind;
  /** Names the fact: raised again under it, nothing happens. */
  readonly key: string;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface RaisedFlag extends Omit<Flag, 'key'> {
  readonly id: number;
  readonly raisedAt: Date;
  readonly clearedAt: Date | null;
  readonly clearedBy: string | null;
}

/** A mail that bounced is told on the order's page and not by another mail. */
const isTold = (kind: FlagKind): boolean => kind !== 'mail_bounced' && kind !== 'mail_given_up';

/** False where it was raised before. */
export async function raiseFlag(trx: Kysely<Database>, flag: Flag): Promise<boolean> {
  const { kind, key, orderId, paymentId, detail } = flag;
  const raised = await trx
    .insertInto('order_flag')
    .values({ kind, key, order_id: orderId, payment_id: paymentId, detail: JSON.stringify(detail) })
    .onConflict((on) => on.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!raised) return false;
  const saleId = orderId === null ? null : await saleOf(trx, orderId);
  await trx
    .insertInto('audit')
    .values({
      actor: 'payments',
      act: `order.${kind}`,
      sale_id: saleId,
      detail: JSON.stringify({ ...detail, orderId, paymentId }),
    })
    .execute();
  if (!isTold(kind)) return true;
  const staff = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', 'in', ['owner', 'support'])
    .execute();
  await stageOutbox(
    trx,
    staff.map(({ id: staffId }) => ({
      saleId,
      topic: 'mail' as const,
      key: `mail:flag:${raised.id}:${staffId}`,
      payload: { kind: 'staff_flag', flagId: raised.id, staffId },
    })),
  );
  return true;
}

/** Of one order, the newest first. */
export async function flagsOf(db: Kysely<Database>, orderId: string): Promise<RaisedFlag[]> {
  return await flags(db).where('order_id', '=', orderId).orderBy('id', 'desc').limit(100).execute();
}

/** Those that nobody has cleared, the newest first. `beforeId` goes on after the page before. */
export async function openFlags(
  db: Kysely<Database>,
  ask: { readonly beforeId?: number | undefined; readonly flags: number },
): Promise<RaisedFlag[]> {
  let query = flags(db).where('cleared_at', 'is', null).orderBy('id', 'desc').limit(ask.flags);
  if (ask.beforeId !== undefined) query = query.where('id', '<', ask.beforeId);
  return await query.execute();
}

export async function flagById(db: Kysely<Database>, id: number): Promise<RaisedFlag | null> {
  return (await flags(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** False where it is not there, or cleared. */
export async function clearFlag(trx: Kysely<Database>, id: number, by: string): Promise<boolean> {
  const cleared = await trx
    .updateTable('order_flag')
    .set({ cleared_at: sql<Date>`now()`, cleared_by: by })
    .where('id', '=', id)
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return cleared.numUpdatedRows === 1n;
}

const flags = (db: Kysely<Database>) =>
  db
    .selectFrom('order_flag')
    .select(['id', 'detail', 'order_id as orderId', 'payment_id as paymentId', 'raised_at as raisedAt'])
    .select(['cleared_at as clearedAt', 'cleared_by as clearedBy'])
    .select(sql<FlagKind>`kind`.as('kind'));

async function saleOf(db: Kysely<Database>, orderId: string): Promise<string | null> {
  const order = await db.selectFrom('order').select('sale_id').where('id', '=', orderId).executeTakeFirst();
  return order?.sale_id ?? null;
}

/**
 * Flags: what a member of the staff must look at, raised once by the fact itself and in its transaction, with a line in the
 * audit journal and a letter to the staff (PAY-20). A flag changes nothing: it stands until somebody clears it.
 */
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { type FlagKind, isToldFlag } from '../domain/order-flag.ts';
import type { Database } from './schema.ts';

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

/** False where it was raised before. */
export async function raiseFlag(trx: Kysely<Database>, flag: Flag): Promise<boolean> {
  const { rows } = await trx.executeQuery(
    CompiledQuery.raw(raiseFlagText, raiseFlagValues({ ...flag, actor: 'payments' })),
  );
  return rows.length === 1;
}

/** One row where it was raised now, none where it was before. For a caller without Kysely: the writer. */
export const raiseFlagText = `
  with raised as (
    insert into order_flag (kind, key, order_id, payment_id, detail)
    values ($1, $2, (select id from "order" where id = $3), $4, $5::jsonb)
    on conflict (key) do nothing
    returning id, order_id, payment_id, detail, (select sale_id from "order" where id = order_id) as sale_id
  ), noted as (
    insert into audit (actor, act, sale_id, detail)
    select $6, 'order.' || $1, sale_id,
      detail || jsonb_build_object('orderId', order_id, 'paymentId', payment_id)
    from raised
  ), told as (
    insert into outbox (sale_id, topic, key, payload)
    select raised.sale_id, 'mail', 'mail:flag:' || raised.id || ':' || staff.id,
      jsonb_build_object('kind', 'staff_flag', 'flagId', raised.id, 'staffId', staff.id)
    from raised, staff where $7 and staff.role in ('owner', 'support')
    on conflict (key) do nothing
  )
  select id from raised`;

export const raiseFlagValues = ({
  kind,
  key,
  orderId,
  paymentId,
  detail,
  actor,
}: Flag & { readonly actor: 'payments' | 'writer' }) => [
  ...[kind, key, orderId, paymentId, JSON.stringify(detail)],
  ...[actor, isToldFlag(kind)],
];

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

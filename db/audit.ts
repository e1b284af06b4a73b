/**
 * The audit journal (API-5): every act of the staff and every change the product makes to a sale by itself, written in
 * the transaction of the act, so that there is no act without its line and no line without its act.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuditAct, RefusedAct } from '../domain/audit-act.ts';
import type { Database } from './schema.ts';

/** `staff:stf_…`, or the name of the part of the product that acts by itself, such as `sale-clock`. */
export type Actor = string;
export const staffActor = (staffId: string): Actor => `staff:${staffId}`;

export interface Act<Done extends AuditAct | RefusedAct = AuditAct> {
  readonly actor: Actor;
  readonly act: Done;
  readonly saleId?: string | null;
  readonly detail?: Record<string, unknown>;
  readonly reason?: string | null;
}

export async function recordAct(trx: Transaction<Database>, act: Act<AuditAct | RefusedAct>): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      actor: act.actor,
      act: act.act,
      sale_id: act.saleId ?? null,
      detail: JSON.stringify(act.detail ?? {}),
      reason: act.reason ?? null,
    })
    .execute();
}

export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  /** The name of the member of staff, or the actor itself. */
  readonly actorName: string;
  readonly act: string;
  readonly saleId: string | null;
  readonly saleSlug: string | null;
  readonly detail: Record<string, unknown>;
  readonly reason: string | null;
}

/** The newest first. `beforeId` goes on after the last line of the page before. */
export async function auditLines(
  db: Kysely<Database>,
  ask: {
    readonly saleId?: string | undefined;
    /** Acts about staff and accounts, and sign-ins, alone. */
    readonly about?: 'people' | undefined;
    readonly beforeId?: number | undefined;
    readonly lines: number;
  },
): Promise<AuditLine[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('staff', (join) => join.on(sql`'staff:' || staff.id`, '=', sql.ref('audit.actor')))
    .leftJoin('sale', 'sale.id', 'audit.sale_id')
    .select(['audit.id', 'audit.at', 'audit.actor', 'audit.act', 'audit.detail', 'audit.reason'])
    .select(['audit.sale_id as saleId', 'sale.slug as saleSlug', 'staff.name'])
    .orderBy('audit.id', 'desc')
    .limit(ask.lines);
  if (ask.saleId !== undefined) query = query.where('audit.sale_id', '=', ask.saleId);
  if (ask.about === 'people')
    query = query.where(sql<boolean>`split_part(audit.act, '.', 1) = any(${areas})`);
  if (ask.beforeId !== undefined) query = query.where('audit.id', '<', ask.beforeId);
  const rows = await query.execute();
  return rows.map(({ name, ...line }) => ({ ...line, actorName: name ?? line.actor }));
}

const areas = ['staff', 'account', 'auth'];

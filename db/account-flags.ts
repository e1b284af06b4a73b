/**
 * Flags on accounts (STF-7, STF-8): set with a reason that the person reads, appealed against once, and then kept or lifted
 * with an answer that the person reads too. A flag can be lifted at any time. Each step is one statement that names the
 * states it leads from, so of two at once one finds it done.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAct } from './audit.ts';
import type { Database } from './schema.ts';
import type { FlagState } from './schema-people.ts';

export interface Flag {
  readonly id: string;
  readonly accountId: string;
  readonly state: FlagState;
  readonly reason: string;
  readonly flaggedAt: Date;
  readonly appealSealed: string | null;
  readonly appealedAt: Date | null;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
}

const flags = (db: Kysely<Database>) =>
  db
    .selectFrom('account_flag')
    .select(['account_flag.id', 'account_id as accountId', 'state', 'reason', 'flagged_at as flaggedAt'])
    .select(['appeal_sealed as appealSealed', 'appealed_at as appealedAt'])
    .select(['answer', 'answered_at as answeredAt']);

/** Null where the account has one already: nothing is changed then. */
export async function flagAccount(
  trx: Transaction<Database>,
  flag: { readonly id: string; readonly accountId: string; readonly reason: string; readonly by: string },
): Promise<Flag | null> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('account_flag')
    .values({ id: flag.id, account_id: flag.accountId, reason: flag.reason, flagged_by: flag.by })
    .onConflict((on) => on.column('account_id').where('state', '!=', 'lifted').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return null;
  const { id, accountId, by, reason } = flag;
  await recordAct(trx, { actor: by, act: 'account.flag', detail: { flagId: id, accountId }, reason });
  return await flagById(trx, id);
}

export async function flagById(db: Kysely<Database>, id: string): Promise<Flag | null> {
  return (await flags(db).where('account_flag.id', '=', id).executeTakeFirst()) ?? null;
}

/** The one that is not lifted, or else the latest, so that the person still reads the answer; null where there was none. */
export async function flagOfAccount(db: Kysely<Database>, accountId: string): Promise<Flag | null> {
  const newest = flags(db)
    .where('account_id', '=', accountId)
    .orderBy(sql`state <> 'lifted'`, 'desc')
    .orderBy('flagged_at', 'desc')
    .limit(1);
  return (await newest.executeTakeFirst()) ?? null;
}

/** All that an account ever had, for its export. */
export async function flagsOfAccount(db: Kysely<Database>, accountId: string): Promise<Flag[]> {
  return await flags(db).where('account_id', '=', accountId).orderBy('flagged_at').execute();
}

export interface FlagOfPerson extends Flag {
  /** Null once the account is deleted. */
  readonly emailSealed: string | null;
}

/** The newest first; ids grow with time. */
export async function listFlags(
  db: Kysely<Database>,
  ask: { readonly state?: FlagState | undefined; readonly beforeId?: string | undefined; flags: number },
): Promise<FlagOfPerson[]> {
  let query = flags(db)
    .innerJoin('account', 'account.id', 'account_flag.account_id')
    .select('account.email_sealed as emailSealed')
    .orderBy('account_flag.id', 'desc')
    .limit(ask.flags);
  if (ask.state !== undefined) query = query.where('state', '=', ask.state);
  if (ask.beforeId !== undefined) query = query.where('account_flag.id', '<', ask.beforeId);
  return await query.execute();
}

/** False where there is nothing to appeal against, or it was done before. */
export async function appeal(
  trx: Transaction<Database>,
  flag: { readonly id: string; readonly accountId: string; readonly appealSealed: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('account_flag')
    .set({ state: 'appealed', appeal_sealed: flag.appealSealed })
    .set({ appealed_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
    .where('id', '=', flag.id)
    .where('account_id', '=', flag.accountId)
    .where('state', '=', 'flagged')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  const detail = { flagId: flag.id, accountId: flag.accountId };
  await recordAct(trx, { actor: 'buyer', act: 'account.appeal', detail });
  return true;
}

export type Decision = 'lift' | 'keep';
/** A flag may be lifted whenever it stands; it is kept once, as the answer to an appeal. */
const leadsFrom = { lift: ['flagged', 'appealed', 'kept'], keep: ['appealed'] } as const;

/** Null where it has been decided, or there is nothing to decide. */
export async function answerFlag(
  trx: Transaction<Database>,
  it: { readonly id: string; readonly decision: Decision; readonly answer: string; readonly by: string },
): Promise<Flag | null> {
  const { numUpdatedRows } = await trx
    .updateTable('account_flag')
    .set({ state: it.decision === 'lift' ? 'lifted' : 'kept', answer: it.answer, answered_by: it.by })
    .set({ answered_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
    .where('id', '=', it.id)
    .where('state', 'in', leadsFrom[it.decision])
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return null;
  const flag = await flagById(trx, it.id);
  const detail = { flagId: it.id, accountId: flag?.accountId };
  await recordAct(trx, { actor: it.by, act: `account.flag.${it.decision}`, detail, reason: it.answer });
  return flag;
}

/**
 * The second step of signing in (STF-1 to STF-3). The secret is sealed; a new one waits beside the old one until a code has
 * shown that somebody's authenticator holds it. Each code opens one sign-in: its time step, or its row, is used up by the
 * statement that takes it.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAct, staffActor } from './audit.ts';
import { endLogins } from './logins.ts';
import type { Database } from './schema.ts';

export interface TwoStep {
  readonly totpSealed: string | null;
  readonly pendingSealed: string | null;
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
}

export async function twoStepOf(db: Kysely<Database>, staffId: string): Promise<TwoStep> {
  return await db
    .selectFrom('staff')
    .select(['totp_sealed as totpSealed', 'totp_pending_sealed as pendingSealed', 'totp_since as since'])
    .select(
      sql<number>`(select count(*)::int from staff_recovery_code as code
        where code.staff_id = staff.id and code.used_at is null)`.as('recoveryCodesLeft'),
    )
    .where('id', '=', staffId)
    .executeTakeFirstOrThrow();
}

export async function keepPendingSecret(
  trx: Transaction<Database>,
  staffId: string,
  sealed: string,
): Promise<void> {
  await trx.updateTable('staff').set({ totp_pending_sealed: sealed }).where('id', '=', staffId).execute();
}

export interface Confirmed {
  readonly staffId: string;
  /** As it was when the code was checked: another device may have begun anew meanwhile. */
  readonly pendingSealed: string;
  readonly step: number;
  readonly recoveryDigests: readonly string[];
  /** Goes on; every other sign-in of the member ends. */
  readonly loginId: string;
}

/** False where another secret was begun meanwhile. */
export async function turnOnTwoStep(trx: Transaction<Database>, it: Confirmed): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ totp_sealed: it.pendingSealed, totp_pending_sealed: null })
    .set({ totp_since: sql<Date>`now()`, totp_step: it.step })
    .where('id', '=', it.staffId)
    .where('totp_pending_sealed', '=', it.pendingSealed)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await trx.deleteFrom('staff_recovery_code').where('staff_id', '=', it.staffId).execute();
  const codes = it.recoveryDigests.map((code_digest) => ({ staff_id: it.staffId, code_digest }));
  await trx.insertInto('staff_recovery_code').values(codes).execute();
  await endLogins(trx, { staffId: it.staffId, but: it.loginId }, 'twoStepOn');
  await recordAct(trx, { actor: staffActor(it.staffId), act: 'staff.twoStep.on' });
  return true;
}

/** By the member, or by an owner for somebody who has lost everything: then every sign-in ends too. */
export async function turnOffTwoStep(
  trx: Transaction<Database>,
  staffId: string,
  { by, reason }: { readonly by: string; readonly reason: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ totp_sealed: null, totp_pending_sealed: null, totp_since: null })
    .where('id', '=', staffId)
    .where('totp_sealed', 'is not', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await trx.deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute();
  const isOwn = by === staffActor(staffId);
  if (!isOwn) await endLogins(trx, { staffId }, 'twoStepReset');
  const act = isOwn ? 'staff.twoStep.off' : 'staff.twoStep.reset';
  await recordAct(trx, { actor: by, act, detail: { staffId }, reason });
  return true;
}

/** False where a code of this time step, or of a later one, was taken before. */
export async function takeTimeStep(
  trx: Transaction<Database>,
  staffId: string,
  { step, sealed }: { readonly step: number; readonly sealed: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ totp_step: step })
    .where('id', '=', staffId)
    .where('totp_step', '<', step)
    .where('totp_sealed', '=', sealed)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function takeRecoveryCode(
  trx: Transaction<Database>,
  staffId: string,
  digest: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff_recovery_code')
    .set({ used_at: sql<Date>`now()` })
    .where('staff_id', '=', staffId)
    .where('code_digest', '=', digest)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await recordAct(trx, { actor: staffActor(staffId), act: 'staff.twoStep.recovery' });
  return true;
}

/**
 * Invitations of staff (STF-4): one open one an address, good once and for a few days. A member who is invited again sets
 * a new password by it, and no more: role and second step stay.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { StaffRole } from '../domain/staff-role.ts';
import { recordAct, staffActor } from './audit.ts';
import { endLogins } from './logins.ts';
import type { Database } from './schema.ts';
import { setStaffPassword } from './staff.ts';

export interface NewInvitation {
  readonly id: string;
  /** Lower-case; it is not written. */
  readonly email: string;
  readonly emailSealed: string;
  readonly emailIndex: string;
  readonly role: StaffRole;
  readonly codeDigest: string;
  readonly by: string;
  readonly lastsMs: number;
}

/** Whom it is for: in clear, or sealed (migration 0040). */
export interface Invitee {
  readonly id: string;
  readonly email: string | null;
  readonly emailSealed: string | null;
}

export interface Invitation extends Invitee {
  readonly role: StaffRole;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A newer one replaces the one before. */
export async function invite(trx: Transaction<Database>, invitation: NewInvitation): Promise<Invitation> {
  const { email, emailIndex, emailSealed } = invitation;
  // Two who invite the same address at once take turns, so that one of the two letters opens something.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invite|${emailIndex}`}, 0))`.execute(trx);
  await trx
    .updateTable('staff_invitation')
    .set({ ended_at: sql<Date>`now()`, ended_because: 'replaced' })
    .where(isFor(email, emailIndex))
    .where('ended_at', 'is', null)
    .execute();
  const made = await trx
    .insertInto('staff_invitation')
    .values({
      id: invitation.id,
      email_sealed: emailSealed,
      email_index: emailIndex,
      role: invitation.role,
      code_digest: invitation.codeDigest,
      invited_by: invitation.by,
      expires_at: sql<Date>`now() + ${`${invitation.lastsMs} milliseconds`}::interval`,
    })
    .returning(['id', 'email', 'email_sealed as emailSealed', 'role'])
    .returning(['created_at as createdAt', 'expires_at as expiresAt'])
    .executeTakeFirstOrThrow();
  const detail = { invitationId: made.id, role: made.role };
  await recordAct(trx, { actor: invitation.by, act: 'staff.invite', detail });
  return made;
}

/** As its address stands in clear, or sealed. */
export const isFor = (email: string, emailIndex: string) =>
  sql<boolean>`(email_index = ${emailIndex} or email = ${email})`;

/** Those that can still be used, the newest first. */
export async function openInvitations(db: Kysely<Database>, countMax: number): Promise<Invitation[]> {
  return await db
    .selectFrom('staff_invitation')
    .select(['id', 'email', 'email_sealed as emailSealed', 'role'])
    .select(['created_at as createdAt', 'expires_at as expiresAt'])
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .limit(countMax)
    .execute();
}

/** False where there is no open one of this id. */
export async function withdrawInvitation(
  trx: Transaction<Database>,
  id: string,
  by: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('staff_invitation')
    .set({ ended_at: sql<Date>`now()`, ended_because: 'withdrawn' })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await recordAct(trx, { actor: by, act: 'staff.invitation.withdraw', detail: { invitationId: id } });
  return true;
}

export interface Joining {
  readonly emailOf: (invitee: Invitee) => string;
  readonly invitationId: string;
  readonly codeDigest: string;
  /** Used where the address is new to the house. */
  readonly staffId: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** False where the invitation is not good, or no longer: nothing is changed then. Who was withdrawn comes back. */
export async function joinStaff(trx: Transaction<Database>, joining: Joining): Promise<boolean> {
  const used = await trx
    .updateTable('staff_invitation')
    .set({ ended_at: sql<Date>`now()`, ended_because: 'joined' })
    .where('id', '=', joining.invitationId)
    .where('code_digest', '=', joining.codeDigest)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['id', 'email', 'email_sealed as emailSealed', 'role'])
    .executeTakeFirst();
  if (!used) return false;
  const { role } = used;
  const email = joining.emailOf(used);
  const known = await trx
    .selectFrom('staff')
    .select(['id', 'withdrawn_at'])
    .where('email', '=', email)
    .forUpdate()
    .executeTakeFirst();
  const staffId = known?.id ?? joining.staffId;
  if (known) {
    await setStaffPassword(trx, staffId, joining.passwordHash);
    await endLogins(trx, { staffId }, 'passwordChanged');
    if (known.withdrawn_at !== null)
      await trx
        .updateTable('staff')
        .set({ withdrawn_at: null, role, name: joining.name })
        .where('id', '=', staffId)
        .execute();
  } else {
    const row = { id: staffId, email, role, name: joining.name, password_hash: joining.passwordHash };
    await trx.insertInto('staff').values(row).execute();
  }
  const detail = { staffId, invitationId: joining.invitationId, isNew: !known };
  await recordAct(trx, { actor: staffActor(staffId), act: 'staff.join', detail });
  return true;
}

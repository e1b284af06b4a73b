/**
 * The people of the house (STF-4 to STF-6): who they are, what they may do, and that they may no more. Each act stands in
 * the journal in the same transaction, and ends the sign-ins of whoever it is about where it takes something away.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { StaffRole } from '../domain/staff-role.ts';
import { recordAct, staffActor } from './audit.ts';
import { isFor } from './invitations.ts';
import { endLogins } from './logins.ts';
import type { Database } from './schema.ts';
import { lockedOwners, type StaffMember } from './staff.ts';

export interface Person extends StaffMember {
  readonly twoStepSince: Date | null;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
  /** The latest sign-in; null where there was none. */
  readonly signedInAt: Date | null;
}

/** All of them, those who were withdrawn last. */
export async function listPeople(
  db: Kysely<Database>,
  ask: { afterId?: string | undefined; people: number },
) {
  let query = db
    .selectFrom('staff')
    .select(['id', 'email', 'name', 'role', 'totp_since as twoStepSince'])
    .select(['created_at as createdAt', 'withdrawn_at as withdrawnAt'])
    .select(sql<boolean>`totp_sealed is not null`.as('hasTwoStep'))
    .select((eb) =>
      eb
        .selectFrom('login')
        .whereRef('login.staff_id', '=', 'staff.id')
        .select((login) => login.fn.max('login.created_at').as('at'))
        .as('signedInAt'),
    )
    .orderBy('id')
    .limit(ask.people);
  if (ask.afterId !== undefined) query = query.where('id', '>', ask.afterId);
  return (await query.execute()) satisfies Person[];
}

export interface PersonAct {
  readonly staffId: string;
  readonly by: string;
  readonly reason: string | null;
  /** By it invitations to the member are found. */
  readonly indexOf: (email: string) => string;
}
export type PersonOutcome = 'done' | 'none' | 'lastOwner';

/** The sign-ins go on: each of them asks for the role of now. Who is no owner any more has invited nobody. */
export async function changeRole(
  trx: Transaction<Database>,
  { staffId, by, reason, indexOf }: PersonAct,
  role: StaffRole,
): Promise<PersonOutcome> {
  const owners = await lockedOwners(trx);
  if (role !== 'owner' && isOnlyOwner(owners, staffId)) return 'lastOwner';
  const was = await trx
    .selectFrom('staff')
    .select('role')
    .where('id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!was) return 'none';
  if (was.role === role) return 'done';
  await trx.updateTable('staff').set({ role }).where('id', '=', staffId).execute();
  if (was.role === 'owner') await endInvitations(trx, staffId, indexOf);
  await recordAct(trx, {
    actor: by,
    act: 'staff.role',
    detail: { staffId, from: was.role, to: role },
    reason,
  });
  return 'done';
}

/** Ends every sign-in at once; the second step and its codes go with it. */
export async function withdrawStaff(
  trx: Transaction<Database>,
  { staffId, by, reason, indexOf }: PersonAct,
): Promise<PersonOutcome> {
  const owners = await lockedOwners(trx);
  if (isOnlyOwner(owners, staffId)) return 'lastOwner';
  const { numUpdatedRows } = await trx
    .updateTable('staff')
    .set({ withdrawn_at: sql<Date>`now()`, totp_sealed: null, totp_pending_sealed: null, totp_since: null })
    .where('id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return 'none';
  await trx.deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute();
  await endLogins(trx, { staffId }, 'withdrawn');
  await endInvitations(trx, staffId, indexOf);
  await recordAct(trx, { actor: by, act: 'staff.withdraw', detail: { staffId }, reason });
  return 'done';
}

/** Those that the member sent, and those to the member: nobody comes back by a letter from before. */
async function endInvitations(
  trx: Transaction<Database>,
  staffId: string,
  indexOf: PersonAct['indexOf'],
): Promise<void> {
  const member = trx.selectFrom('staff').select('email').where('id', '=', staffId);
  const { email } = await member.executeTakeFirstOrThrow();
  await trx
    .updateTable('staff_invitation')
    .set({ ended_at: sql<Date>`now()`, ended_because: 'withdrawn' })
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('invited_by', '=', staffActor(staffId)), isFor(email, indexOf(email))]))
    .execute();
}

const isOnlyOwner = (owners: readonly { id: string }[], staffId: string): boolean =>
  owners.length === 1 && owners[0]?.id === staffId;

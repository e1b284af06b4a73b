/**
 * Staff: who may steer. Their sign-ins are db/logins.ts, their second step db/two-step.ts. A member who is withdrawn keeps
 * the row, for the journal, and is nobody to everything else (STF-5).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { StaffRole } from '../domain/staff-role.ts';
import { recordAct } from './audit.ts';
import { isLiveLogin } from './logins.ts';
import type { Database } from './schema.ts';

export interface StaffMember {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly hasTwoStep: boolean;
}
export interface NewStaff extends Omit<StaffMember, 'hasTwoStep'> {
  /** A PHC string of Argon2id. */
  readonly passwordHash: string;
}

const members = (db: Kysely<Database>) =>
  db
    .selectFrom('staff')
    .select(['staff.id', 'staff.email', 'staff.name', 'staff.role'])
    .select(sql<boolean>`staff.totp_sealed is not null`.as('hasTwoStep'))
    .where('staff.withdrawn_at', 'is', null);

/** False where somebody already has this address: nothing is changed then. */
export async function createStaff(trx: Transaction<Database>, staff: NewStaff, by: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('staff')
    .values({
      id: staff.id,
      email: staff.email.trim().toLowerCase(),
      name: staff.name,
      role: staff.role,
      password_hash: staff.passwordHash,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await recordAct(trx, { actor: by, act: 'staff.create', detail: { staffId: staff.id, role: staff.role } });
  return true;
}

/** False where the house has an owner, of this address or another: nothing is changed then. */
export async function makeFirstOwner(db: Kysely<Database>, owner: Omit<NewStaff, 'role'>): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    if ((await lockedOwners(trx)).length > 0) return false;
    return await createStaff(trx, { ...owner, role: 'owner' }, 'owner-command');
  });
}

/**
 * Makes the first owner, or gives the one with this address a new password (the launcher's, whose password is in its
 * data folder). `other` where the house has an owner of another address: nothing is changed then.
 */
export async function ensureOwner(
  db: Kysely<Database>,
  owner: Omit<NewStaff, 'role'>,
): Promise<'made' | 'updated' | 'other'> {
  return await db.transaction().execute(async (trx) => {
    const owners = await lockedOwners(trx);
    const email = owner.email.trim().toLowerCase();
    const same = owners.find((row) => row.email === email);
    if (same) {
      const { passwordHash } = owner;
      await trx.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', same.id).execute();
      return 'updated';
    }
    if (owners.length > 0) return 'other';
    await createStaff(trx, { ...owner, role: 'owner' }, 'launcher');
    return 'made';
  });
}

/**
 * Nobody else makes, changes or withdraws an owner until the transaction ends: two launchers at once must not both find
 * none, and two owners who withdraw each other must not both succeed (STF-6).
 */
export async function lockedOwners(trx: Transaction<Database>): Promise<{ id: string; email: string }[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('staff owners', 0))`.execute(trx);
  return await trx
    .selectFrom('staff')
    .select(['id', 'email'])
    .where('role', '=', 'owner')
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** What signing in has to prove. */
export interface StaffProof {
  readonly passwordHash: string;
  readonly totpSealed: string | null;
}

/**
 * Holds the member's row until the transaction ends, where it still is what was checked: a password that was changed, or a
 * member who was withdrawn, while Argon2id was at work opens nothing (ACT-12). Two sign-ins of a member take turns.
 */
export async function isStillProved(
  trx: Transaction<Database>,
  staffId: string,
  { passwordHash, totpSealed }: StaffProof,
): Promise<boolean> {
  const row = await trx
    .selectFrom('staff')
    .select(['password_hash', 'totp_sealed'])
    .where('id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.password_hash === passwordHash && row.totp_sealed === totpSealed;
}

export async function staffByEmail(
  db: Kysely<Database>,
  email: string,
): Promise<(StaffMember & StaffProof) | null> {
  const row = await members(db)
    .select(['staff.password_hash as passwordHash', 'staff.totp_sealed as totpSealed'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  return row ?? null;
}

/** Who a sign-in belongs to, with the role of now; null once it has ended. */
export async function staffOfLogin(db: Kysely<Database>, loginId: string): Promise<StaffMember | null> {
  const query = members(db)
    .innerJoin('login', 'login.staff_id', 'staff.id')
    .where('login.id', '=', loginId)
    .where(isLiveLogin);
  return (await query.executeTakeFirst()) ?? null;
}

/** Null: withdrawn, or nobody. */
export async function staffById(db: Kysely<Database>, id: string): Promise<StaffMember | null> {
  return (await members(db).where('staff.id', '=', id).executeTakeFirst()) ?? null;
}

export async function staffProofOf(db: Kysely<Database>, id: string): Promise<StaffProof | null> {
  const row = await members(db)
    .select(['staff.password_hash as passwordHash', 'staff.totp_sealed as totpSealed'])
    .where('staff.id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function setStaffPassword(
  trx: Transaction<Database>,
  id: string,
  passwordHash: string,
): Promise<void> {
  await trx.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', id).execute();
}

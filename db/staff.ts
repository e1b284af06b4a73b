/**
 * Staff: who may steer. Their sign-ins are db/logins.ts.
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
}
export interface NewStaff extends StaffMember {
  /** A PHC string of Argon2id. */
  readonly passwordHash: string;
}

const memberColumns = ['staff.id', 'staff.email', 'staff.name', 'staff.role'] as const;

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

/** Nobody else makes an owner until the transaction ends: two launchers at once must not both find none. */
async function lockedOwners(trx: Transaction<Database>): Promise<{ id: string; email: string }[]> {
  await sql`lock table staff in share row exclusive mode`.execute(trx);
  return await trx.selectFrom('staff').select(['id', 'email']).where('role', '=', 'owner').execute();
}

export async function staffByEmail(
  db: Kysely<Database>,
  email: string,
): Promise<(StaffMember & { passwordHash: string }) | null> {
  const row = await db
    .selectFrom('staff')
    .select([...memberColumns, 'staff.password_hash as passwordHash'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  return row ?? null;
}

/** Who a sign-in belongs to, with the role of now; null once it has ended. */
export async function staffOfLogin(db: Kysely<Database>, loginId: string): Promise<StaffMember | null> {
  const row = await db
    .selectFrom('login')
    .innerJoin('staff', 'staff.id', 'login.staff_id')
    .select(memberColumns)
    .where('login.id', '=', loginId)
    .where(isLiveLogin)
    .executeTakeFirst();
  return row ?? null;
}

export async function staffById(db: Kysely<Database>, id: string): Promise<StaffMember> {
  return await db.selectFrom('staff').select(memberColumns).where('id', '=', id).executeTakeFirstOrThrow();
}

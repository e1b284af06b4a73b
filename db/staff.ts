/**
 * Staff and their sign-ins. A sign-in is one row for as long as its refresh token is handed on; a token that was handed
 * on and shows up again means that two hold it, and the sign-in ends for both (API-4).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { StaffRole } from '../domain/staff-role.ts';
import { recordAct, staffActor } from './audit.ts';
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
const isLive = sql<boolean>`staff_login.ended_at is null and staff_login.expires_at > now()`;

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
    .selectFrom('staff_login')
    .innerJoin('staff', 'staff.id', 'staff_login.staff_id')
    .select(memberColumns)
    .where('staff_login.id', '=', loginId)
    .where(isLive)
    .executeTakeFirst();
  return row ?? null;
}

export interface NewLogin {
  readonly id: string;
  readonly staffId: string;
  readonly refreshDigest: string;
  readonly lastsMs: number;
}

export async function openLogin(trx: Transaction<Database>, login: NewLogin): Promise<void> {
  await trx
    .insertInto('staff_login')
    .values({
      id: login.id,
      staff_id: login.staffId,
      refresh_digest: login.refreshDigest,
      expires_at: sql<Date>`now() + ${`${login.lastsMs} milliseconds`}::interval`,
    })
    .execute();
  await recordAct(trx, { actor: staffActor(login.staffId), act: 'auth.signIn' });
}

export type Rotation =
  | { readonly outcome: 'rotated'; readonly loginId: string; readonly staff: StaffMember }
  | { readonly outcome: 'reused' | 'unknown' };

/** One statement takes the old digest: of two who show the same token at once, the later finds it spent. */
export async function rotateRefresh(
  db: Kysely<Database>,
  oldDigest: string,
  newDigest: string,
): Promise<Rotation> {
  return await db.transaction().execute(async (trx) => {
    const login = await trx
      .updateTable('staff_login')
      .set({ refresh_digest: newDigest, refreshed_at: sql<Date>`now()` })
      .where('refresh_digest', '=', oldDigest)
      .where(isLive)
      .returning(['id', 'staff_id'])
      .executeTakeFirst();
    if (login) {
      await trx.insertInto('spent_refresh').values({ digest: oldDigest, login_id: login.id }).execute();
      const staff = await trx
        .selectFrom('staff')
        .select(memberColumns)
        .where('id', '=', login.staff_id)
        .executeTakeFirstOrThrow();
      return { outcome: 'rotated', loginId: login.id, staff };
    }
    const spent = await trx
      .selectFrom('spent_refresh')
      .select('login_id')
      .where('digest', '=', oldDigest)
      .executeTakeFirst();
    if (!spent) return { outcome: 'unknown' };
    await endLogins(trx, 'id', spent.login_id, 'reused');
    return { outcome: 'reused' };
  });
}

export async function endLoginByRefresh(trx: Transaction<Database>, refreshDigest: string): Promise<void> {
  await endLogins(trx, 'refresh_digest', refreshDigest, 'signedOut');
}

export async function endLogin(trx: Transaction<Database>, loginId: string): Promise<void> {
  await endLogins(trx, 'id', loginId, 'signedOut');
}

export async function endAllLogins(trx: Transaction<Database>, staffId: string): Promise<void> {
  await endLogins(trx, 'staff_id', staffId, 'signedOutEverywhere');
}

async function endLogins(
  trx: Transaction<Database>,
  by: 'id' | 'staff_id' | 'refresh_digest',
  value: string,
  because: 'signedOut' | 'signedOutEverywhere' | 'reused',
): Promise<void> {
  const ended = await trx
    .updateTable('staff_login')
    .set({ ended_at: sql<Date>`now()`, ended_because: because })
    .where(by, '=', value)
    .where('ended_at', 'is', null)
    .returning('staff_id')
    .execute();
  const [first] = ended;
  if (!first) return;
  const detail = { because, logins: ended.length };
  await recordAct(trx, { actor: staffActor(first.staff_id), act: 'auth.signOut', detail });
}

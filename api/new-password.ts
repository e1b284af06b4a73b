/**
 * A new password, for an account or for a member of staff: it ends every sign-in of theirs, and a letter says so (ACT-4).
 * It is computed before the transaction, so that "busy" has changed nothing.
 */
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type AccountRecord, setPassword } from '../db/accounts.ts';
import { recordAct, staffActor } from '../db/audit.ts';
import { endLogins } from '../db/logins.ts';
import { stageOutbox } from '../db/outbox.ts';
import type { Database } from '../db/schema.ts';
import { isStillProved, type StaffMember, type StaffProof, setStaffPassword } from '../db/staff.ts';
import { sealText } from '../runtime/seal.ts';
import type { Deps } from './deps.ts';
import { personView } from './open-sign-in.ts';

type SetDeps = Pick<Deps, 'db' | 'ring' | 'passwords'>;
type Still = (trx: Transaction<Database>) => Promise<boolean>;

/** False where `isStill` says that it must not be done any more: nothing is changed then. */
export async function setAccountPassword(
  deps: SetDeps,
  account: AccountRecord,
  password: string,
  isStill: Still,
): Promise<boolean> {
  const passwordHash = await deps.passwords.hash(password);
  const { email } = personView(deps.ring, account);
  return await deps.db.transaction().execute(async (trx) => {
    if (!(await isStill(trx))) return false;
    await setPassword(trx, account.id, passwordHash);
    await endLogins(trx, { accountId: account.id }, 'passwordChanged');
    await tell(deps, trx, { kind: 'password_changed', email, language: account.language });
    return true;
  });
}

export interface MemberPassword {
  readonly staff: StaffMember;
  /** As it was looked at: a password, or a second step, that was changed meanwhile lets nothing be set (ACT-12). */
  readonly proof: StaffProof;
  readonly password: string;
  readonly act: 'staff.password' | 'staff.password.reset';
  readonly language: 'ko' | 'en';
}

/** The second step stays as it is: the next sign-in asks for its code (STF-10). */
export async function setMemberPassword(
  deps: SetDeps,
  { staff, proof, password, act, language }: MemberPassword,
  isStill: Still = async () => true,
): Promise<boolean> {
  const passwordHash = await deps.passwords.hash(password);
  return await deps.db.transaction().execute(async (trx) => {
    if (!(await isStillProved(trx, staff.id, proof)) || !(await isStill(trx))) return false;
    await setStaffPassword(trx, staff.id, passwordHash);
    await endLogins(trx, { staffId: staff.id }, 'passwordChanged');
    await recordAct(trx, { actor: staffActor(staff.id), act });
    await tell(deps, trx, { kind: 'staff_password_changed', email: staff.email, language });
    return true;
  });
}

interface Letter {
  readonly kind: 'password_changed' | 'staff_password_changed';
  readonly email: string;
  readonly language: 'ko' | 'en';
}

async function tell(
  { ring }: Pick<Deps, 'ring'>,
  trx: Transaction<Database>,
  { kind, email, language }: Letter,
): Promise<void> {
  const sealed = sealText(ring, JSON.stringify({ email }), `letter:${kind}`);
  const key = `${kind}:${hash('sha256', sealed, 'base64url')}`;
  await stageOutbox(trx, [{ saleId: null, topic: 'mail', key, payload: { kind, language, sealed } }]);
}

/**
 * A way back in for an owner who has lost password, second step and recovery codes, and whom no other owner can invite
 * (STF-11). Whoever runs the house's database may do it: it is done at the machine, and stands in the journal.
 */
import type { Kysely } from 'kysely';
import { recordAct } from './audit.ts';
import { endLogins } from './logins.ts';
import type { Database } from './schema.ts';
import { lockedOwners, setStaffPassword } from './staff.ts';
import { turnOffTwoStep } from './two-step.ts';

const by = 'owner-command';

/** False where nobody of this address is an owner: nothing is changed then. Two-step sign-in is off afterwards. */
export async function resetOwner(
  db: Kysely<Database>,
  owner: { readonly email: string; readonly passwordHash: string },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const email = owner.email.trim().toLowerCase();
    const known = (await lockedOwners(trx)).find((one) => one.email === email);
    if (!known) return false;
    await setStaffPassword(trx, known.id, owner.passwordHash);
    await turnOffTwoStep(trx, known.id, { by, reason: null });
    await endLogins(trx, { staffId: known.id }, 'passwordChanged');
    await recordAct(trx, { actor: by, act: 'staff.reset', detail: { staffId: known.id } });
    return true;
  });
}

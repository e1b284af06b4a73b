/** Who asks: a member of staff by access token, or the holder of an order's key. Authentication comes before shape. */
import type { Context, MiddlewareHandler } from 'hono';
import { accountOfLogin } from '../db/accounts.ts';
import { accountOfOrder } from '../db/orders.ts';
import { type StaffMember, staffOfLogin } from '../db/staff.ts';
import { Refused } from '../domain/refusals.ts';
import { mayDo, needsTwoStep, type StaffAct } from '../domain/staff-role.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { type AccessToken, readAccessToken, readAccountToken } from '../tokens/access-token.ts';
import { isOrderKey } from '../tokens/order-key.ts';
import type { ApiEnv, Deps } from './deps.ts';

type IdentityDeps = Pick<Deps, 'db' | 'ring' | 'clock' | 'twoStep'>;
type Member = ApiEnv['Variables']['staff'];

/** Puts the member of staff on the context, or refuses before anything else is looked at. */
export const staffWho =
  (deps: IdentityDeps, act: StaffAct): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const staff = await signedInStaff(deps, c);
    if (!staff) throw new Refused('not_signed_in');
    if (!mayDo(staff.role, act)) throw new Refused('not_allowed');
    // Where the house requires it, a password alone opens nothing but the way to the second step (STF-3).
    if (mustTurnOn(deps, staff) === 'now' && act !== 'ownTwoStep') throw new Refused('two_step_required');
    c.set('staff', staff);
    await next();
  };

/** `soon`: the house only asks for it. */
export function mustTurnOn(
  { twoStep }: Pick<Deps, 'twoStep'>,
  { role, hasTwoStep }: Pick<StaffMember, 'role' | 'hasTwoStep'>,
): 'no' | 'soon' | 'now' {
  if (hasTwoStep || !needsTwoStep(role) || twoStep === 'off') return 'no';
  return twoStep === 'warn' ? 'soon' : 'now';
}

/** The account of a buyer. */
export const accountWho =
  (deps: IdentityDeps): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const account = await signedInAccount(deps, c);
    if (!account) throw new Refused('not_signed_in');
    c.set('account', account);
    await next();
  };

/** Staff or account: what is the same for both. */
export const anybody =
  (deps: IdentityDeps): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const account = await accountIfAny(deps, c);
    const staff = account ? null : await signedInStaff(deps, c);
    if (account) {
      c.set('account', account);
      c.set('holder', { accountId: account.id });
    } else if (staff) {
      c.set('staff', staff);
      c.set('holder', { staffId: staff.id });
    } else throw new Refused('not_signed_in');
    await next();
  };

/** A token of the other kind is no token here. */
function nobody(fault: unknown): null {
  if (fault instanceof Refused) return null;
  throw fault;
}

/**
 * Null where nobody is signed in. PostgreSQL is asked each time: whoever signed out, or lost a role, is out at once and not
 * when the token ends. Staff are few; visitors' routes do not come this way.
 */
async function signedInStaff({ db, ring, clock }: IdentityDeps, c: Context): Promise<Member | null> {
  const token = bearerOf(c);
  if (token === null) return null;
  const { loginId } = await readStaffToken(ring, token, clock());
  const staff = await staffOfLogin(db, loginId);
  return staff && { ...staff, loginId };
}

/** Also one from before the second step: what it opens is decided by what PostgreSQL says of its member now. */
const readStaffToken = (ring: KeyRing, token: string, nowMs: number): Promise<AccessToken> =>
  readAccessToken(ring, token, nowMs).catch((fault: unknown) => {
    if (!(fault instanceof Refused)) throw fault;
    return readAccessToken(ring, token, nowMs, true);
  });

/** The same for accounts. */
export async function signedInAccount(
  { db, ring, clock }: IdentityDeps,
  c: Context,
): Promise<ApiEnv['Variables']['account'] | null> {
  const token = bearerOf(c);
  if (token === null) return null;
  const { loginId } = await readAccountToken(ring, token, clock());
  const account = await accountOfLogin(db, loginId);
  return account && { ...account, loginId };
}

/** The sign-in that an access token names, live or not; null without a good token. */
export async function loginOf({ ring, clock }: IdentityDeps, c: Context): Promise<string | null> {
  const token = bearerOf(c);
  if (token === null) return null;
  const nowMs = clock();
  const read = await readStaffToken(ring, token, nowMs).catch(nobody);
  return (read ?? (await readAccountToken(ring, token, nowMs).catch(nobody)))?.loginId ?? null;
}

/** The account that asks, where one does: a token that is none, or a member's of the staff, is nobody's here. */
export const accountIfAny = (deps: IdentityDeps, c: Context): ReturnType<typeof signedInAccount> =>
  signedInAccount(deps, c).catch(nobody);

function bearerOf(c: Context): string | null {
  const [, token] = /^Bearer ([\w.-]{1,4096})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return token ?? null;
}

/**
 * `buyer` by the order's key or the account it was made with, or the member of staff. Anybody else is told that there is
 * nothing (API-6).
 */
export async function whoMayReadOrder(
  deps: IdentityDeps,
  c: Context,
  orderId: string,
): Promise<'buyer' | Member> {
  const key = c.req.header('usher-order-key');
  if (key !== undefined && isOrderKey(deps.ring, orderId, key)) return 'buyer';
  const account = await accountIfAny(deps, c);
  if (account && (await accountOfOrder(deps.db, orderId)) === account.id) return 'buyer';
  const staff = await signedInStaff(deps, c).catch(nobody);
  if (!staff || !mayDo(staff.role, 'readOrders') || mustTurnOn(deps, staff) === 'now')
    throw new Refused('not_found');
  return staff;
}

/** Opening a sign-in for somebody who has proved who they are: its row, the refresh cookie, and the first access token. */
import type { Context } from 'hono';
import type { Transaction } from 'kysely';
import { type AccountRecord, isStillPassword } from '../db/accounts.ts';
import { type Holder, openLogin } from '../db/logins.ts';
import type { Database } from '../db/schema.ts';
import { isStillProved, type StaffMember, type StaffProof } from '../db/staff.ts';
import { newId } from '../runtime/chance.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { signAccessToken, signAccountToken } from '../tokens/access-token.ts';
import { openPerson } from '../tokens/sealed-person.ts';
import type { Deps } from './deps.ts';
import { mustTurnOn } from './identity.ts';
import { digestOf, LOGIN_MS, newRefreshToken, setRefreshCookie } from './refresh-cookie.ts';
import type { TakeCode } from './second-step.ts';

export type Somebody = { readonly staff: StaffMember } | { readonly account: AccountRecord };

const holderOf = (who: Somebody): Holder =>
  'staff' in who ? { staffId: who.staff.id } : { accountId: who.account.id };

export interface OpenedLogin {
  readonly loginId: string;
  readonly refreshToken: string;
}

/** Somebody whose password was checked a moment ago, and who is checked once more in the transaction that lets them in. */
export type Proved =
  | { readonly staff: StaffMember; readonly proof: StaffProof; readonly takeCode: TakeCode }
  | { readonly account: AccountRecord };

/** Null where the password was changed, the member withdrawn or the code taken meanwhile (ACT-12, STF-2). */
export async function openProved(
  trx: Transaction<Database>,
  deps: Pick<Deps, 'chance'>,
  c: Context,
  who: Proved,
): Promise<OpenedLogin | null> {
  const isGood =
    'staff' in who
      ? (await isStillProved(trx, who.staff.id, who.proof)) && (await who.takeCode(trx))
      : await isStillPassword(trx, who.account.id, who.account.passwordHash);
  return isGood ? await openSignIn(trx, deps, c, who) : null;
}

/** In the transaction that made the account, or one of its own. */
export async function openSignIn(
  trx: Transaction<Database>,
  deps: Pick<Deps, 'chance'>,
  c: Context,
  who: Somebody,
): Promise<OpenedLogin> {
  const refreshToken = newRefreshToken(deps.chance);
  const loginId = newId('log', deps.chance);
  const device = (c.req.header('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200);
  const refreshDigest = digestOf(refreshToken);
  await openLogin(trx, { id: loginId, holder: holderOf(who), refreshDigest, device, lastsMs: LOGIN_MS });
  return { loginId, refreshToken };
}

/** Once it is committed: the cookie, and what the client is told. */
export async function answerSignIn(
  c: Context,
  deps: Pick<Deps, 'ring' | 'clock' | 'isSecure' | 'twoStep'>,
  who: Somebody,
  { loginId, refreshToken }: OpenedLogin,
) {
  setRefreshCookie(c, refreshToken, deps.isSecure);
  const nowMs = deps.clock();
  if ('staff' in who) {
    const { staff } = who;
    const token = { kind: 'staff', staffId: staff.id, role: staff.role, loginId } as const;
    const { accessToken, expiresAt } = await signAccessToken(
      deps.ring,
      token,
      nowMs,
      mustTurnOn(deps, staff) === 'now',
    );
    return { accessToken, expiresAt: expiresAt.toISOString(), staff: memberView(deps, staff) };
  }
  const token = { accountId: who.account.id, loginId };
  const { accessToken, expiresAt } = await signAccountToken(deps.ring, token, nowMs);
  return { accessToken, expiresAt: expiresAt.toISOString(), account: personView(deps.ring, who.account) };
}

/** What a member of staff sees of themselves. */
export const memberView = (deps: Pick<Deps, 'twoStep'>, staff: StaffMember) => {
  const { id, email, name, role, hasTwoStep } = staff;
  return { id, email, name, role, hasTwoStep, mustTurnOnTwoStep: mustTurnOn(deps, staff) };
};

/** What an account's owner sees of it. */
export const personView = (ring: KeyRing, account: AccountRecord) => ({
  id: account.id,
  email: openPerson(ring, account.id, 'email', account.emailSealed),
  name: openPerson(ring, account.id, 'name', account.nameSealed),
  phone: account.phoneSealed === null ? null : openPerson(ring, account.id, 'phone', account.phoneSealed),
  language: account.language,
  createdAt: account.createdAt.toISOString(),
});

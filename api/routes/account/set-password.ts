/**
 * PUT /me/password, POST /auth/password/reset: a new password, for who shows the old one or a code by mail. It ends every
 * sign-in of the account, or of the member of staff, and a letter says so (ACT-4).
 */
import { hash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { type AccountRecord, accountByEmail, isStillPassword, setPassword } from '../../../db/accounts.ts';
import { recordAct, staffActor } from '../../../db/audit.ts';
import { endLogins } from '../../../db/logins.ts';
import { stageOutbox } from '../../../db/outbox.ts';
import type { Database } from '../../../db/schema.ts';
import { isStillProved, type StaffMember, setStaffPassword, staffProofOf } from '../../../db/staff.ts';
import { Refused } from '../../../domain/refusals.ts';
import { blindIndex, sealText } from '../../../runtime/seal.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { anybody } from '../../identity.ts';
import { shownCode } from '../../mail-code.ts';
import { personView } from '../../open-sign-in.ts';
import { clearRefreshCookie } from '../../refresh-cookie.ts';
import { email, lineText, newPassword, password } from '../../shapes.ts';

const changeBody = z.strictObject({ password, newPassword });
const resetBody = z.strictObject({ email, code: lineText(1, 20), password: newPassword });
const done = { 204: { description: 'Set; every sign-in has ended' } };

export function setPasswordRoutes(app: Api, deps: Deps): void {
  const change = createRoute({
    method: 'put',
    path: '/api/me/password',
    summary: 'Change my password',
    security: [{ staff: [] }, { account: [] }],
    middleware: anybody(deps),
    request: { body: jsonBody(changeBody) },
    responses: {
      ...done,
      ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
    },
  });
  app.openapi(change, async (c) => {
    const ask = c.req.valid('json');
    const isAccount = 'accountId' in c.get('holder');
    const attempt = `password|${isAccount ? c.get('account').id : c.get('staff').id}`;
    await deps.attempts.take(attempt);
    const isSet = isAccount
      ? await changeOfAccount(deps, c.get('account'), ask)
      : await changeOfStaff(deps, c.get('staff'), ask);
    if (!isSet) throw new Refused('not_signed_in', { detail: 'the password is wrong' });
    await deps.attempts.forgive(attempt);
    clearRefreshCookie(c, deps.isSecure);
    return c.body(null, 204);
  });

  const reset = createRoute({
    method: 'post',
    path: '/api/auth/password/reset',
    summary: 'Set a new password by a code',
    request: { body: jsonBody(resetBody) },
    responses: {
      ...done,
      ...refusing('code_invalid', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
    },
  });
  app.openapi(reset, async (c) => {
    const ask = c.req.valid('json');
    const shown = await shownCode(deps, 'reset', ask);
    const account = shown && (await accountByEmail(deps.db, blindIndex(deps.ring, ask.email)));
    const isSet = account && (await settle(deps, account, ask.password, shown.spend));
    if (!isSet) throw new Refused('code_invalid');
    await shown.forgive();
    return c.body(null, 204);
  });
}

type ChangeBody = z.output<typeof changeBody>;

/** False where the old password is wrong, also since a moment ago: of two changes at once one is made (ACT-12). */
async function changeOfAccount(deps: Deps, account: AccountRecord, ask: ChangeBody): Promise<boolean> {
  const { id, passwordHash } = account;
  if (!(await deps.passwords.matches(passwordHash, ask.password))) return false;
  return await settle(deps, account, ask.newPassword, (trx) =>
    isStillPassword(trx, id, passwordHash, { toChange: true }),
  );
}

/** The second step stays as it is: the next sign-in asks for its code. */
async function changeOfStaff(deps: Deps, staff: StaffMember, ask: ChangeBody): Promise<boolean> {
  const proof = await staffProofOf(deps.db, staff.id);
  if (!proof || !(await deps.passwords.matches(proof.passwordHash, ask.password))) return false;
  const passwordHash = await deps.passwords.hash(ask.newPassword);
  return await deps.db.transaction().execute(async (trx) => {
    if (!(await isStillProved(trx, staff.id, proof))) return false;
    await setStaffPassword(trx, staff.id, passwordHash);
    await endLogins(trx, { staffId: staff.id }, 'passwordChanged');
    await recordAct(trx, { actor: staffActor(staff.id), act: 'staff.password' });
    await tell(deps, trx, { email: staff.email, language: 'en' });
    return true;
  });
}

/** False where `isStill` says that it must not be done any more: nothing is changed then. */
async function settle(
  deps: Deps,
  account: AccountRecord,
  password: string,
  isStill: (trx: Transaction<Database>) => Promise<boolean>,
): Promise<boolean> {
  const passwordHash = await deps.passwords.hash(password);
  const { email } = personView(deps.ring, account);
  return await deps.db.transaction().execute(async (trx) => {
    if (!(await isStill(trx))) return false;
    await setPassword(trx, account.id, passwordHash);
    await endLogins(trx, { accountId: account.id }, 'passwordChanged');
    await tell(deps, trx, { email, language: account.language });
    return true;
  });
}

async function tell(
  { ring }: Pick<Deps, 'ring'>,
  trx: Transaction<Database>,
  { email, language }: { readonly email: string; readonly language: 'ko' | 'en' },
): Promise<void> {
  const kind = 'password_changed';
  const sealed = sealText(ring, JSON.stringify({ email }), `letter:${kind}`);
  const key = `${kind}:${hash('sha256', sealed, 'base64url')}`;
  await stageOutbox(trx, [{ saleId: null, topic: 'mail', key, payload: { kind, language, sealed } }]);
}

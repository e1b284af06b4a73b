/**
 * PUT /me/password: a new password, for who shows the old one. It ends every sign-in of the account, or of the member of
 * staff (ACT-4).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { type AccountRecord, isStillPassword } from '../../../db/accounts.ts';
import { type StaffMember, staffProofOf } from '../../../db/staff.ts';
import { Refused } from '../../../domain/refusals.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { anybody } from '../../identity.ts';
import { setAccountPassword, setMemberPassword } from '../../new-password.ts';
import { clearRefreshCookie } from '../../refresh-cookie.ts';
import { newPassword, password } from '../../shapes.ts';

const body = z.strictObject({ password, newPassword });
type Body = z.output<typeof body>;

export function changePasswordRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'put',
    path: '/api/me/password',
    summary: 'Change my password',
    security: [{ staff: [] }, { account: [] }],
    middleware: anybody(deps),
    request: { body: jsonBody(body) },
    responses: {
      204: { description: 'Set; every sign-in has ended' },
      ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
    },
  });
  app.openapi(route, async (c) => {
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
}

/** False where the old password is wrong, also since a moment ago: of two changes at once one is made (ACT-12). */
async function changeOfAccount(deps: Deps, account: AccountRecord, ask: Body): Promise<boolean> {
  const { id, passwordHash } = account;
  if (!(await deps.passwords.matches(passwordHash, ask.password))) return false;
  return await setAccountPassword(deps, account, ask.newPassword, (trx) =>
    isStillPassword(trx, id, passwordHash, { toChange: true }),
  );
}

async function changeOfStaff(deps: Deps, staff: StaffMember, ask: Body): Promise<boolean> {
  const proof = await staffProofOf(deps.db, staff.id);
  if (!proof || !(await deps.passwords.matches(proof.passwordHash, ask.password))) return false;
  const password = ask.newPassword;
  return await setMemberPassword(deps, { staff, proof, password, act: 'staff.password', language: 'en' });
}

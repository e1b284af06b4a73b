/**
 * PUT /me/password, POST /auth/password/reset: a new password, for who shows the old one or a code by mail. It ends every
 * sign-in of the account, and a letter says so (ACT-4).
 */
import { hash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { type AccountRecord, accountByEmail, setPassword } from '../../../db/accounts.ts';
import { endLogins } from '../../../db/logins.ts';
import { stageOutbox } from '../../../db/outbox.ts';
import { Refused } from '../../../domain/refusals.ts';
import { blindIndex, sealText } from '../../../runtime/seal.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { isMailedCode } from '../../mail-code.ts';
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
    security: [{ account: [] }],
    middleware: accountWho(deps),
    request: { body: jsonBody(changeBody) },
    responses: {
      ...done,
      ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
    },
  });
  app.openapi(change, async (c) => {
    const account = c.get('account');
    const ask = c.req.valid('json');
    const attempt = `password|${account.id}`;
    await deps.attempts.take(attempt);
    if (!(await deps.passwords.matches(account.passwordHash, ask.password)))
      throw new Refused('not_signed_in', { detail: 'the password is wrong' });
    await deps.attempts.forgive(attempt);
    await settle(deps, account, ask.newPassword);
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
    const isRight = await isMailedCode(deps, 'reset', ask);
    const account = isRight ? await accountByEmail(deps.db, blindIndex(deps.ring, ask.email)) : null;
    if (!account) throw new Refused('code_invalid');
    await settle(deps, account, ask.password);
    return c.body(null, 204);
  });
}

async function settle(deps: Deps, account: AccountRecord, password: string): Promise<void> {
  const { db, ring, passwords } = deps;
  const passwordHash = await passwords.hash(password);
  const kind = 'password_changed';
  const { email } = personView(ring, account);
  const sealed = sealText(ring, JSON.stringify({ email }), `letter:${kind}`);
  await db.transaction().execute(async (trx) => {
    await setPassword(trx, account.id, passwordHash);
    await endLogins(trx, { accountId: account.id }, 'passwordChanged');
    const key = `${kind}:${hash('sha256', sealed, 'base64url')}`;
    const payload = { kind, language: account.language, sealed };
    await stageOutbox(trx, [{ saleId: null, topic: 'mail', key, payload }]);
  });
}

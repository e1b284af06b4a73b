/**
 * DELETE /me: the account ends, with every sign-in, and what names the person is erased (ACT-9, ACT-20). Orders for which
 * money was moved keep the contact that they were made with.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { eraseAccount, eraseContact, ordersWithoutMoney } from '../../../db/erase-account.ts';
import { endLogins } from '../../../db/logins.ts';
import { Refused } from '../../../domain/refusals.ts';
import { erasedContact, sealContact } from '../../../tokens/sealed-contact.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { clearRefreshCookie } from '../../refresh-cookie.ts';
import { password } from '../../shapes.ts';

export function deleteMeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'delete',
    path: '/api/me',
    summary: 'Delete my account',
    security: [{ account: [] }],
    middleware: accountWho(deps),
    request: { body: jsonBody(z.strictObject({ password })) },
    responses: {
      204: { description: 'Deleted' },
      ...refusing('not_signed_in', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
    },
  });
  app.openapi(route, async (c) => {
    const account = c.get('account');
    const attempt = `password|${account.id}`;
    await deps.attempts.take(attempt);
    if (!(await deps.passwords.matches(account.passwordHash, c.req.valid('json').password)))
      throw new Refused('not_signed_in', { detail: 'the password is wrong' });
    await deps.attempts.forgive(attempt);
    await deps.db.transaction().execute(async (trx) => {
      await endLogins(trx, { accountId: account.id }, 'deleted');
      for (const orderId of await ordersWithoutMoney(trx, account.id))
        await eraseContact(trx, orderId, sealContact(deps.ring, orderId, erasedContact));
      await eraseAccount(trx, account.id);
    });
    clearRefreshCookie(c, deps.isSecure);
    return c.body(null, 204);
  });
}

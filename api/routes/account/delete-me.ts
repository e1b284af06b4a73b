/**
 * DELETE /me: the account ends, with every sign-in, and what names the person is erased (ACT-9, ACT-20). Orders for which
 * money was moved keep the contact that they were made with. A letter to the address says so (MAI-12).
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { AccountRecord } from '../../../db/accounts.ts';
import { eraseAccount, eraseContact, ordersWithoutMoney } from '../../../db/erase-account.ts';
import { endLogins } from '../../../db/logins.ts';
import { stageOutbox } from '../../../db/outbox.ts';
import { Refused } from '../../../domain/refusals.ts';
import { sealText } from '../../../runtime/seal.ts';
import { erasedContact, sealContact } from '../../../tokens/sealed-contact.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { personView } from '../../open-sign-in.ts';
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
      await stageOutbox(trx, [letterOf(deps, account)]);
    });
    clearRefreshCookie(c, deps.isSecure);
    return c.body(null, 204);
  });
}

/** Once an account, however often it is deleted at once. */
function letterOf({ ring }: Pick<Deps, 'ring'>, account: AccountRecord) {
  const kind = 'account_deleted';
  const { email } = personView(ring, account);
  const sealed = sealText(ring, JSON.stringify({ email }), `letter:${kind}`);
  const payload = { kind, language: account.language, sealed };
  return { saleId: null, topic: 'mail' as const, key: `mail:${kind}:${account.id}`, payload };
}

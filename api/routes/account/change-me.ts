/**
 * PATCH /me: name, phone and language. The address of an account is its name for life; another one is another account. How
 * often another phone number may be asked for is bounded (ACT-23); the one that the account has is no question.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { accountById, changeAccount } from '../../../db/accounts.ts';
import { Refused } from '../../../domain/refusals.ts';
import { blindIndex } from '../../../runtime/seal.ts';
import { sealPerson } from '../../../tokens/sealed-person.ts';
import { account, json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { personView } from '../../open-sign-in.ts';
import { mayAskForPhone } from '../../phone-asks.ts';
import { lineText, phone } from '../../shapes.ts';

const body = z
  .strictObject({ name: lineText(1, 100), phone: phone.nullable(), language: z.enum(['ko', 'en']) })
  .partial();

export function changeMeRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'patch',
    path: '/api/me',
    summary: 'Change my account',
    security: [{ account: [] }],
    middleware: accountWho(deps),
    request: { body: jsonBody(body) },
    responses: {
      200: json(account, 'The account'),
      ...refusing('not_signed_in', 'account_taken', 'too_many_requests', 'invalid_request', 'not_allowed'),
    },
  });
  app.openapi(route, async (c) => {
    const { ring, db } = deps;
    const account = c.get('account');
    const { id } = account;
    const { name, phone, language } = c.req.valid('json');
    const isAnother = phone !== undefined && phone !== null && phone !== personView(ring, account).phone;
    if (isAnother) await mayAskForPhone(deps, c, id);
    const patch = {
      ...(name !== undefined && { nameSealed: sealPerson(ring, id, 'name', name) }),
      ...(phone !== undefined && {
        phoneIndex: phone === null ? null : blindIndex(ring, phone),
        phoneSealed: phone === null ? null : sealPerson(ring, id, 'phone', phone),
      }),
      ...(language !== undefined && { language }),
    };
    if (!(await changeAccount(db, id, patch))) throw new Refused('account_taken');
    const changed = await accountById(db, id);
    if (!changed) throw new Refused('not_signed_in');
    return c.json(personView(ring, changed), 200);
  });
}

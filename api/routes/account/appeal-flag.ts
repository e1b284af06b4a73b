/**
 * GET /me/flag, POST /me/flag/appeal: why an account is flagged, and what its owner says to that, once (STF-7, STF-8). A
 * letter confirms the appeal.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { appeal, flagById, flagOfAccount } from '../../../db/account-flags.ts';
import { Refused } from '../../../domain/refusals.ts';
import { sealAppeal } from '../../../tokens/sealed-appeal.ts';
import { openPerson } from '../../../tokens/sealed-person.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { flagShape, flagView } from '../../flag-view.ts';
import { accountWho } from '../../identity.ts';
import { longText } from '../../shapes.ts';
import { stageStaffLetter } from '../../staff-letter.ts';

/** A page of writing. */
const APPEAL_LENGTH_MAX = 2_000;
const text = longText(APPEAL_LENGTH_MAX).refine((text) => text.trim() !== '', 'expected some words');

export function appealFlagRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ account: [] }], middleware: accountWho(deps) };
  const answer = z.object({ flag: flagShape.nullable() });

  const show = createRoute({
    ...shared,
    method: 'get',
    path: '/api/me/flag',
    summary: 'Is my account flagged?',
    responses: {
      200: json(answer, 'The latest flag; null where there was none'),
      ...refusing('not_signed_in'),
    },
  });
  app.openapi(show, async (c) => {
    const flag = await flagOfAccount(deps.db, c.get('account').id);
    return c.json({ flag: flag && flagView(deps.ring, flag) }, 200);
  });

  const write = createRoute({
    ...shared,
    method: 'post',
    path: '/api/me/flag/appeal',
    summary: 'Appeal against the flag on my account',
    request: { body: jsonBody(z.strictObject({ text })) },
    responses: {
      200: json(answer, 'The staff will read it'),
      ...refusing('not_signed_in', 'not_found', 'flag_settled', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(write, async (c) => {
    const { ring, db } = deps;
    const account = c.get('account');
    const { text } = c.req.valid('json');
    const flag = await flagOfAccount(db, account.id);
    if (!flag) throw new Refused('not_found');
    const appealSealed = sealAppeal(ring, flag.id, text);
    const appealed = await db.transaction().execute(async (trx) => {
      if (!(await appeal(trx, { id: flag.id, accountId: account.id, appealSealed })))
        throw new Refused('flag_settled');
      const email = openPerson(ring, account.id, 'email', account.emailSealed);
      await stageStaffLetter(deps, trx, { kind: 'appeal_received', language: account.language, email });
      return await flagById(trx, flag.id);
    });
    return c.json({ flag: appealed && flagView(ring, appealed) }, 200);
  });
}

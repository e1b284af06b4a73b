/**
 * GET, POST /staff/accounts/flags, POST …/ID/answer: accounts of those who abuse the house (STF-7, STF-8). What the staff
 * writes is what the person reads: in the letter of each step, and on the account's page.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { answerFlag, flagAccount, flagById, listFlags } from '../../../db/account-flags.ts';
import { accountByEmail, accountById } from '../../../db/accounts.ts';
import { staffActor } from '../../../db/audit.ts';
import { Refused } from '../../../domain/refusals.ts';
import { newId } from '../../../runtime/chance.ts';
import { blindIndex } from '../../../runtime/seal.ts';
import { openPerson } from '../../../tokens/sealed-person.ts';
import { json, jsonBody, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { flagShape, flagStates, flagView } from '../../flag-view.ts';
import { staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, email, id, reason } from '../../shapes.ts';
import { stageStaffLetter } from '../../staff-letter.ts';

const FLAGS_A_PAGE = 50;
const place = z.string().max(64);
const path = '/api/staff/accounts/flags';
const withPerson = flagShape
  .extend({
    accountId: z.string(),
    email: z.string().nullable().openapi({ description: 'null once the account is deleted' }),
  })
  .openapi('FlagOfPerson');

export function abuseFlagRoutes(app: Api, deps: Deps): void {
  const { db, ring } = deps;
  const list = createRoute({
    method: 'get',
    path,
    summary: 'List flagged accounts',
    security: [{ staff: [] }],
    middleware: staffWho(deps, 'flagAccounts'),
    request: { query: z.strictObject({ state: z.enum(flagStates).optional(), cursor }) },
    responses: {
      200: json(pageShape(withPerson), 'The newest first'),
      ...refusing('not_signed_in', 'not_allowed', 'invalid_request'),
    },
  });
  app.openapi(list, async (c) => {
    const { state, cursor } = c.req.valid('query');
    const rows = await listFlags(db, { state, beforeId: readCursor(cursor, place), flags: FLAGS_A_PAGE + 1 });
    const view = (row: (typeof rows)[number]) => ({
      ...flagView(ring, row),
      accountId: row.accountId,
      email: row.emailSealed === null ? null : openPerson(ring, row.accountId, 'email', row.emailSealed),
    });
    return c.json(
      pageOf(rows, FLAGS_A_PAGE, view, (row) => row.id),
      200,
    );
  });

  const flag = createRoute({
    method: 'post',
    path,
    summary: 'Flag the account of an address',
    security: [{ staff: [] }],
    middleware: staffWho(deps, 'flagAccounts'),
    request: { body: jsonBody(z.strictObject({ email, reason })) },
    responses: {
      201: json(flagShape, 'Flagged, and a letter says why and how to appeal'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'flag_settled', 'invalid_request'),
    },
  });
  app.openapi(flag, async (c) => {
    const ask = c.req.valid('json');
    const account = await accountByEmail(db, blindIndex(ring, ask.email));
    if (!account) throw new Refused('not_found');
    const by = staffActor(c.get('staff').id);
    const wish = { id: newId('flg', deps.chance), accountId: account.id, reason: ask.reason, by };
    const made = await db.transaction().execute(async (trx) => {
      const made = await flagAccount(trx, wish);
      if (!made) throw new Refused('flag_settled', { detail: 'the account is flagged already' });
      const { language, id: accountId, emailSealed } = account;
      const email = openPerson(ring, accountId, 'email', emailSealed);
      const facts = { reason: ask.reason };
      await stageStaffLetter(deps, trx, { kind: 'account_flagged', language, email, facts });
      return made;
    });
    return c.json(flagView(ring, made), 201);
  });

  const answer = createRoute({
    method: 'post',
    path: `${path}/{id}/answer`,
    summary: 'Lift a flag, or keep it after an appeal',
    security: [{ staff: [] }],
    middleware: staffWho(deps, 'judgeFlags'),
    request: {
      params: z.strictObject({ id }),
      body: jsonBody(z.strictObject({ decision: z.enum(['lift', 'keep']), answer: reason })),
    },
    responses: {
      200: json(flagShape, 'Decided, and a letter says so'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'flag_settled', 'invalid_request'),
    },
  });
  app.openapi(answer, async (c) => {
    const { decision, answer } = c.req.valid('json');
    const ask = { id: c.req.valid('param').id, decision, answer, by: staffActor(c.get('staff').id) };
    const decided = await db.transaction().execute(async (trx) => {
      const decided = await answerFlag(trx, ask);
      if (!decided) throw new Refused((await flagById(trx, ask.id)) ? 'flag_settled' : 'not_found');
      const account = await accountById(trx, decided.accountId);
      // Whoever deleted the account meanwhile is nobody we could write to.
      if (account) {
        const kind = decision === 'lift' ? 'flag_lifted' : 'flag_kept';
        const email = openPerson(ring, account.id, 'email', account.emailSealed);
        const facts = { answer };
        await stageStaffLetter(deps, trx, { kind, language: account.language, email, facts });
      }
      return decided;
    });
    return c.json(flagView(ring, decided), 200);
  });
}

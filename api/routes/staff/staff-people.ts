/**
 * GET /staff/people, PATCH /staff/people/ID, POST …/withdraw, POST …/two-step/reset: the people of the house, for owners
 * (STF-4 to STF-6). Whoever loses something is out at once, and the house never loses its last owner.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { staffActor } from '../../../db/audit.ts';
import type { Database } from '../../../db/schema.ts';
import { staffById } from '../../../db/staff.ts';
import {
  changeRole,
  listPeople,
  type Person,
  type PersonOutcome,
  withdrawStaff,
} from '../../../db/staff-people.ts';
import { turnOffTwoStep } from '../../../db/two-step.ts';
import { Refused } from '../../../domain/refusals.ts';
import { staffRoles } from '../../../domain/staff-role.ts';
import { blindIndex } from '../../../runtime/seal.ts';
import { json, jsonBody, pageOf as pageShape, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { mustTurnOn, staffWho } from '../../identity.ts';
import { pageOf, readCursor } from '../../page-cursor.ts';
import { cursor, id, reason } from '../../shapes.ts';
import { stageStaffLetter } from '../../staff-letter.ts';

const PEOPLE_A_PAGE = 100;
const place = z.string().max(64);

const person = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(staffRoles),
    isMe: z.boolean(),
    hasTwoStep: z.boolean(),
    twoStepSince: z.string().nullable(),
    mustTurnOnTwoStep: z.enum(['no', 'soon', 'now']),
    createdAt: z.string(),
    signedInAt: z.string().nullable(),
    withdrawnAt: z.string().nullable(),
  })
  .openapi('StaffPerson');

export function staffPeopleRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ staff: [] }], middleware: staffWho(deps, 'manageStaff') };
  const params = z.strictObject({ id });
  const indexOf = (email: string) => blindIndex(deps.ring, email);

  const list = createRoute({
    ...shared,
    method: 'get',
    path: '/api/staff/people',
    summary: 'List the staff',
    request: { query: z.strictObject({ cursor }) },
    responses: {
      200: json(pageShape(person), 'A page of people, those who were withdrawn among them'),
      ...refusing('not_signed_in', 'not_allowed', 'two_step_required', 'invalid_request'),
    },
  });
  app.openapi(list, async (c) => {
    const afterId = readCursor(c.req.valid('query').cursor, place);
    const rows = await listPeople(deps.db, { afterId, people: PEOPLE_A_PAGE + 1 });
    const view = personView(deps, c.get('staff').id);
    return c.json(
      pageOf(rows, PEOPLE_A_PAGE, view, (row) => row.id),
      200,
    );
  });

  const change = createRoute({
    ...shared,
    method: 'patch',
    path: '/api/staff/people/{id}',
    summary: 'Give another role',
    request: {
      params,
      body: jsonBody(z.strictObject({ role: z.enum(staffRoles), reason: reason.optional() })),
    },
    responses: {
      204: { description: 'It counts at once' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'last_owner', 'invalid_request'),
    },
  });
  app.openapi(change, async (c) => {
    const { role, reason = null } = c.req.valid('json');
    const act = { staffId: c.req.valid('param').id, by: staffActor(c.get('staff').id), reason, indexOf };
    await deps.db.transaction().execute(async (trx) => settled(await changeRole(trx, act, role)));
    return c.body(null, 204);
  });

  const withdraw = createRoute({
    ...shared,
    method: 'post',
    path: '/api/staff/people/{id}/withdraw',
    summary: 'Withdraw a member of staff',
    request: { params, body: jsonBody(z.strictObject({ reason })) },
    responses: {
      204: { description: 'Every sign-in of theirs has ended' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'last_owner', 'invalid_request'),
    },
  });
  app.openapi(withdraw, async (c) => {
    const { reason } = c.req.valid('json');
    const act = { staffId: c.req.valid('param').id, by: staffActor(c.get('staff').id), reason, indexOf };
    await deps.db.transaction().execute(async (trx) => {
      await tellMember(deps, trx, act.staffId, 'staff_withdrawn');
      settled(await withdrawStaff(trx, act));
    });
    return c.body(null, 204);
  });

  const reset = createRoute({
    ...shared,
    method: 'post',
    path: '/api/staff/people/{id}/two-step/reset',
    summary: 'Take two-step sign-in off for somebody who has lost the device',
    request: { params, body: jsonBody(z.strictObject({ reason })) },
    responses: {
      204: { description: 'Off; every sign-in of theirs has ended' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(reset, async (c) => {
    const { id: staffId } = c.req.valid('param');
    const by = staffActor(c.get('staff').id);
    // One's own goes off with a code, as everybody's: an owner's stolen token must not take it away.
    if (staffId === c.get('staff').id) throw new Refused('not_allowed');
    await deps.db.transaction().execute(async (trx) => {
      await tellMember(deps, trx, staffId, 'two_step_reset');
      if (!(await turnOffTwoStep(trx, staffId, { by, reason: c.req.valid('json').reason })))
        throw new Refused('not_found');
    });
    return c.body(null, 204);
  });
}

/** In the transaction of the act; it goes out where the act is done. */
async function tellMember(
  deps: Deps,
  trx: Transaction<Database>,
  staffId: string,
  kind: 'staff_withdrawn' | 'two_step_reset',
): Promise<void> {
  const member = await staffById(trx, staffId);
  if (!member) throw new Refused('not_found');
  await stageStaffLetter(deps, trx, { kind, language: 'en', email: member.email });
}

function settled(outcome: PersonOutcome): void {
  if (outcome === 'none') throw new Refused('not_found');
  if (outcome === 'lastOwner') throw new Refused('last_owner');
}

const personView =
  (deps: Pick<Deps, 'twoStep'>, ownId: string) =>
  ({ twoStepSince, createdAt, signedInAt, withdrawnAt, ...row }: Person) => ({
    ...row,
    isMe: row.id === ownId,
    mustTurnOnTwoStep: withdrawnAt === null ? mustTurnOn(deps, row) : ('no' as const),
    twoStepSince: twoStepSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    signedInAt: signedInAt?.toISOString() ?? null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  });

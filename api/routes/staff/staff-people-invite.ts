/**
 * GET, POST /staff/people/invitations, POST …/ID/withdraw, and POST /auth/staff/join: a colleague comes by a letter
 * (STF-4). Joining sets name and password and signs nobody in: whoever has two-step sign-in shows its code as always.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import {
  type Invitation,
  type Invitee,
  invite,
  joinStaff,
  openInvitations,
  withdrawInvitation,
} from '../../../db/invitations.ts';
import { Refused } from '../../../domain/refusals.ts';
import { staffRoles } from '../../../domain/staff-role.ts';
import { newId } from '../../../runtime/chance.ts';
import type { KeyRing } from '../../../runtime/keyring.ts';
import { blindIndex } from '../../../runtime/seal.ts';
import { invitationDigest, newInvitationCode } from '../../../tokens/invitation-code.ts';
import { openInvitee, sealInvitee } from '../../../tokens/sealed-invitation.ts';
import { json, jsonBody, pageOf, refusing } from '../../answers.ts';
import { addressOf } from '../../asker-address.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { email, id, lineText, newPassword } from '../../shapes.ts';
import { stageStaffLetter } from '../../staff-letter.ts';

/** Over a weekend. */
const INVITATION_MS = 3 * 24 * 3_600_000;
/** A house that invites more at once does it in turns. */
const INVITATIONS_SHOWN = 200;

const role = z.enum(staffRoles);
const inviteBody = z.strictObject({ email, role, language: z.enum(['ko', 'en']).default('en') });
const joinBody = z.strictObject({
  invitation: id,
  code: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the code of the letter'),
  name: lineText(1, 100),
  password: newPassword,
});

const invitation = z
  .object({ id: z.string(), email: z.string(), role, createdAt: z.string(), expiresAt: z.string() })
  .openapi('StaffInvitation');

export function staffPeopleInviteRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ staff: [] }], middleware: staffWho(deps, 'manageStaff') };
  const path = '/api/staff/people/invitations';

  const list = createRoute({
    ...shared,
    method: 'get',
    path,
    summary: 'List open invitations',
    responses: {
      200: json(pageOf(invitation), 'Those that can still be used'),
      ...refusing('not_signed_in', 'not_allowed'),
    },
  });
  app.openapi(list, async (c) => {
    const items = (await openInvitations(deps.db, INVITATIONS_SHOWN)).map((row) => viewOf(deps.ring, row));
    return c.json({ items, nextCursor: null }, 200);
  });

  const make = createRoute({
    ...shared,
    method: 'post',
    path,
    summary: 'Invite a colleague, or somebody who has forgotten the password',
    request: { body: jsonBody(inviteBody) },
    responses: {
      201: json(invitation, 'A letter is on its way; one before to the same address opens nothing any more'),
      ...refusing('not_signed_in', 'not_allowed', 'two_step_required', 'invalid_request'),
    },
  });
  app.openapi(make, async (c) => {
    const ask = c.req.valid('json');
    const code = newInvitationCode(deps.chance);
    const by = staffActor(c.get('staff').id);
    const id = newId('inv', deps.chance);
    const address = ask.email.trim().toLowerCase();
    const wish = {
      ...{ id, by, role: ask.role, lastsMs: INVITATION_MS, email: address },
      emailSealed: sealInvitee(deps.ring, id, address),
      emailIndex: blindIndex(deps.ring, address),
    };
    const made = await deps.db.transaction().execute(async (trx) => {
      const codeDigest = invitationDigest(code);
      const made = await invite(trx, { ...wish, codeDigest });
      const facts = { invitation: made.id, code, role: ask.role, by: c.get('staff').name };
      const { email, language } = ask;
      await stageStaffLetter(deps, trx, { kind: 'staff_invitation', language, email, facts });
      return made;
    });
    return c.json(viewOf(deps.ring, made), 201);
  });

  const withdraw = createRoute({
    ...shared,
    method: 'post',
    path: `${path}/{id}/withdraw`,
    summary: 'Withdraw an invitation',
    request: { params: z.strictObject({ id }) },
    responses: {
      204: { description: 'It opens nothing any more' },
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(withdraw, async (c) => {
    const by = staffActor(c.get('staff').id);
    const { id } = c.req.valid('param');
    const isDone = await deps.db.transaction().execute((trx) => withdrawInvitation(trx, id, by));
    if (!isDone) throw new Refused('not_found');
    return c.body(null, 204);
  });

  const join = createRoute({
    method: 'post',
    path: '/api/auth/staff/join',
    summary: 'Join the staff by an invitation',
    request: { body: jsonBody(joinBody) },
    responses: {
      204: { description: 'Joined: sign in' },
      ...refusing('code_invalid', 'too_many_requests', 'invalid_request', 'not_allowed'),
    },
  });
  app.openapi(join, async (c) => {
    const ask = c.req.valid('json');
    // Before Argon2id: whoever tries codes must not take the machine away from those who sign in.
    await deps.attempts.take(`join|${addressOf(c)}`);
    const passwordHash = await deps.passwords.hash(ask.password);
    const joining = {
      ...{ invitationId: ask.invitation, codeDigest: invitationDigest(ask.code) },
      ...{ staffId: newId('stf', deps.chance), name: ask.name, passwordHash },
      emailOf: (invitee: Invitee) => emailOf(deps.ring, invitee),
    };
    const isIn = await deps.db.transaction().execute((trx) => joinStaff(trx, joining));
    if (!isIn) throw new Refused('code_invalid');
    await deps.attempts.forgive(`join|${addressOf(c)}`);
    return c.body(null, 204);
  });
}

/** Of an invitation from before it was sealed as it stands. */
const emailOf = (ring: KeyRing, { id, email, emailSealed }: Invitee): string =>
  email ?? openInvitee(ring, id, emailSealed ?? '');

const viewOf = (ring: KeyRing, { createdAt, expiresAt, role, ...invitee }: Invitation) => ({
  ...{ id: invitee.id, email: emailOf(ring, invitee), role },
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

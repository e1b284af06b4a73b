/**
 * GET, POST, DELETE /staff/me/two-step and POST …/confirm: a member's own second step (STF-1, STF-3). Beginning and ending
 * ask for the password, and for a code where it is on: a stolen access token changes nothing here.
 *
 * If this process dies after a secret was begun, the old one goes on until a code confirms the new one.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { staffActor } from '../../../db/audit.ts';
import { staffProofOf } from '../../../db/staff.ts';
import { keepPendingSecret, turnOffTwoStep, turnOnTwoStep, twoStepOf } from '../../../db/two-step.ts';
import { Refused } from '../../../domain/refusals.ts';
import {
  newRecoveryCodes,
  newTotpSecret,
  openTotp,
  recoveryDigest,
  sealTotp,
  timeStepOf,
  totpUri,
} from '../../../tokens/totp.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, ApiEnv, Deps } from '../../deps.ts';
import { mustTurnOn, staffWho } from '../../identity.ts';
import { checkCode, forgiveCodes, type TakeCode } from '../../second-step.ts';
import { password } from '../../shapes.ts';

const totp = z.string().max(40);
const proofBody = z.strictObject({ password, totp: totp.optional() });
const path = '/api/staff/me/two-step';

const state = z
  .object({
    isOn: z.boolean(),
    since: z.string().nullable(),
    recoveryCodesLeft: z.int(),
    mustTurnOn: z.enum(['no', 'soon', 'now']),
  })
  .openapi('TwoStep');

export function staffTwoStepRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ staff: [] }], middleware: staffWho(deps, 'ownTwoStep') };

  const show = createRoute({
    ...shared,
    method: 'get',
    path,
    summary: 'My two-step sign-in',
    responses: { 200: json(state, 'Whether it is on'), ...refusing('not_signed_in', 'not_allowed') },
  });
  app.openapi(show, async (c) => {
    const staff = c.get('staff');
    const { totpSealed, since, recoveryCodesLeft } = await twoStepOf(deps.db, staff.id);
    const view = { isOn: totpSealed !== null, since: since?.toISOString() ?? null, recoveryCodesLeft };
    return c.json({ ...view, mustTurnOn: mustTurnOn(deps, staff) }, 200);
  });

  const begin = createRoute({
    ...shared,
    method: 'post',
    path,
    summary: 'Begin two-step sign-in, or move it to another device',
    request: { body: jsonBody(proofBody) },
    responses: {
      200: json(z.object({ secret: z.string(), uri: z.string() }), 'For the authenticator; not on yet'),
      ...refusing('not_signed_in', 'not_allowed', 'too_many_requests', 'invalid_request'),
    },
  });
  app.openapi(begin, async (c) => {
    const staff = c.get('staff');
    const takeCode = await proved(deps, staff, c.req.valid('json'));
    const secret = newTotpSecret(deps.chance);
    await deps.db.transaction().execute(async (trx) => {
      if (!(await takeCode(trx))) throw wrong();
      await keepPendingSecret(trx, staff.id, sealTotp(deps.ring, staff.id, secret));
    });
    return c.json({ secret, uri: totpUri(secret, staff.email) }, 200);
  });

  const confirm = createRoute({
    ...shared,
    method: 'post',
    path: `${path}/confirm`,
    summary: 'Turn two-step sign-in on with a first code',
    request: { body: jsonBody(z.strictObject({ totp })) },
    responses: {
      200: json(
        z.object({ recoveryCodes: z.array(z.string()) }),
        'On; every other sign-in has ended. The codes are shown this once',
      ),
      ...refusing('not_signed_in', 'not_allowed', 'too_many_requests', 'code_invalid', 'invalid_request'),
    },
  });
  app.openapi(confirm, async (c) => {
    const staff = c.get('staff');
    const { pendingSealed } = await twoStepOf(deps.db, staff.id);
    if (pendingSealed === null) throw new Refused('code_invalid');
    await deps.attempts.take(`totp-first|${staff.id}`);
    const secret = openTotp(deps.ring, staff.id, pendingSealed);
    const step = timeStepOf(secret, c.req.valid('json').totp, deps.clock());
    if (step === null) throw new Refused('code_invalid');
    const recoveryCodes = newRecoveryCodes(deps.chance);
    const recoveryDigests = recoveryCodes.map((code) => recoveryDigest(staff.id, code));
    const on = { staffId: staff.id, pendingSealed, step, recoveryDigests, loginId: staff.loginId };
    const isOn = await deps.db.transaction().execute((trx) => turnOnTwoStep(trx, on));
    if (!isOn) throw new Refused('code_invalid');
    await deps.attempts.forgive(`totp-first|${staff.id}`);
    return c.json({ recoveryCodes }, 200);
  });

  const end = createRoute({
    ...shared,
    method: 'delete',
    path,
    summary: 'Turn two-step sign-in off',
    request: { body: jsonBody(proofBody) },
    responses: {
      204: { description: 'Off' },
      ...refusing(
        'not_signed_in',
        'not_allowed',
        'two_step_required',
        'too_many_requests',
        'invalid_request',
      ),
    },
  });
  app.openapi(end, async (c) => {
    const staff = c.get('staff');
    const takeCode = await proved(deps, staff, c.req.valid('json'));
    if (mustTurnOn(deps, { ...staff, hasTwoStep: false }) === 'now') throw new Refused('two_step_required');
    await deps.db.transaction().execute(async (trx) => {
      if (!(await takeCode(trx))) throw wrong();
      await turnOffTwoStep(trx, staff.id, { by: staffActor(staff.id), reason: null });
    });
    return c.body(null, 204);
  });
}

const wrong = () => new Refused('not_signed_in', { detail: 'the password or the code is wrong' });

/** The password is right, and so is the code where one is asked; to be taken in the transaction of the act. */
async function proved(
  deps: Deps,
  staff: ApiEnv['Variables']['staff'],
  shown: z.output<typeof proofBody>,
): Promise<TakeCode> {
  const attempt = `password|${staff.id}`;
  await deps.attempts.take(attempt);
  const proof = await staffProofOf(deps.db, staff.id);
  if (!proof || !(await deps.passwords.matches(proof.passwordHash, shown.password))) throw wrong();
  const { totpSealed } = proof;
  const takeCode = await checkCode(deps, { staffId: staff.id, totpSealed, typed: shown.totp });
  if (!takeCode) throw wrong();
  await deps.attempts.forgive(attempt);
  // A code that was used before looks right, and gives no budget back.
  return async (trx) => {
    const isTaken = await takeCode(trx);
    if (isTaken) await forgiveCodes(deps, staff.id);
    return isTaken;
  };
}

/**
 * POST /auth/password/reset: a new password, for who shows the code that was mailed to the address, of an account or of a
 * member of staff. It ends every sign-in (ACT-4); a member's second step stays as it is (STF-10).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { Refused } from '../../../domain/refusals.ts';
import { jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { holderOf, type ShownInTime, shownCode, whose } from '../../mail-code.ts';
import { setAccountPassword, setMemberPassword } from '../../new-password.ts';
import { email, lineText, newPassword } from '../../shapes.ts';

const body = z.strictObject({
  email,
  code: lineText(1, 20),
  password: newPassword,
  whose,
  language: z.enum(['ko', 'en']).default('en'),
});

const route = createRoute({
  method: 'post',
  path: '/api/auth/password/reset',
  summary: 'Set a new password by a code',
  request: { body: jsonBody(body) },
  responses: {
    204: { description: 'Set; every sign-in has ended' },
    ...refusing('code_invalid', 'too_many_requests', 'invalid_request', 'not_allowed', 'busy'),
  },
});

export function resetPasswordRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const ask = c.req.valid('json');
    const shown = await shownCode(deps, 'reset', ask);
    if (!shown || !(await set(deps, ask, shown))) throw new Refused('code_invalid');
    await shown.forgive();
    return c.body(null, 204);
  });
}

async function set(deps: Deps, ask: z.output<typeof body>, { spend }: ShownInTime): Promise<boolean> {
  const holder = await holderOf(deps, ask);
  if (holder === null) return false;
  const { password, language } = ask;
  if ('account' in holder) return await setAccountPassword(deps, holder.account, password, spend);
  const { passwordHash, totpSealed, ...staff } = holder.staff;
  const proof = { passwordHash, totpSealed };
  return await setMemberPassword(
    deps,
    { staff, proof, password, act: 'staff.password.reset', language },
    spend,
  );
}

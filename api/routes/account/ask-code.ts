/**
 * POST /auth/signup/code, POST /auth/password/reset/code: a code by mail (ACT-2). The answer is the same whether or not the
 * address has an account, and so are the budgets: by letter box and by sender (ACT-13).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { blindIndex } from '../../../runtime/seal.ts';
import { jsonBody, refusing } from '../../answers.ts';
import { addressOf } from '../../asker-address.ts';
import type { Api, Deps } from '../../deps.ts';
import { mailCode, whose } from '../../mail-code.ts';
import { email } from '../../shapes.ts';

const signUp = z.strictObject({ email, language: z.enum(['ko', 'en']).default('en') });
const reset = signUp.extend({ whose });

const paths = [
  ['signup', '/api/auth/signup/code', 'Send a code for signing up', signUp],
  ['reset', '/api/auth/password/reset/code', 'Send a code for a new password', reset],
] as const;

export function askCodeRoutes(app: Api, deps: Deps): void {
  for (const [purpose, path, summary, body] of paths) {
    const route = createRoute({
      method: 'post',
      path,
      summary,
      description: 'Good for ten minutes and five tries; a new one replaces it.',
      request: { body: jsonBody(body) },
      responses: {
        202: { description: 'If the address can be written to, a letter is on its way' },
        ...refusing('too_many_requests', 'invalid_request', 'not_allowed'),
      },
    });
    app.openapi(route, async (c) => {
      const wish = c.req.valid('json');
      // By letter box, so that nobody's is filled; and by sender, so that one of them does not fill everybody's.
      await deps.codeAsks.take(`from|${addressOf(c)}`);
      await deps.attempts.take(`code|${blindIndex(deps.ring, wish.email)}`);
      await mailCode(deps, purpose, wish);
      return c.body(null, 202);
    });
  }
}

/**
 * POST /auth/refresh: a new access token for the cookie's refresh token, which is handed on for another one. A token that
 * was handed on before ends the sign-in: two hold it, and nobody can tell which of them is right (API-4).
 */
import { createRoute } from '@hono/zod-openapi';
import { rotateRefresh } from '../../db/staff.ts';
import { Refused } from '../../domain/refusals.ts';
import { signAccessToken } from '../../tokens/access-token.ts';
import { json, refusing, signedIn } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import {
  clearRefreshCookie,
  digestOf,
  newRefreshToken,
  refreshTokenOf,
  setRefreshCookie,
} from '../refresh-cookie.ts';

const route = createRoute({
  method: 'post',
  path: '/api/auth/refresh',
  summary: 'Go on being signed in',
  responses: { 200: json(signedIn, 'Signed in'), ...refusing('not_signed_in', 'not_allowed') },
});

export function refreshSignInRoute(app: Api, deps: Deps): void {
  app.openapi(route, async (c) => {
    const token = refreshTokenOf(c);
    if (token === null) throw new Refused('not_signed_in');
    const next = newRefreshToken(deps.chance);
    const rotation = await rotateRefresh(deps.db, digestOf(token), digestOf(next));
    if (rotation.outcome !== 'rotated') {
      if (rotation.outcome === 'reused')
        deps.log.warn('a refresh token was shown twice: its sign-in has ended');
      clearRefreshCookie(c, deps.isSecure);
      throw new Refused('not_signed_in');
    }
    const { staff, loginId } = rotation;
    setRefreshCookie(c, next, deps.isSecure);
    const who = { kind: 'staff', staffId: staff.id, role: staff.role, loginId } as const;
    const { accessToken, expiresAt } = await signAccessToken(deps.ring, who, deps.clock());
    return c.json({ accessToken, expiresAt: expiresAt.toISOString(), staff }, 200);
  });
}

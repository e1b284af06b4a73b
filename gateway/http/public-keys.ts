/**
 * GET /.well-known/jwks.json: the public keys with which anybody reads our tickets without asking us (TIC-8). Former keys
 * stay as long as they are in the ring. Open to pages of other sites, as public keys are; kept for five minutes, because a
 * ticket may be signed with a new key a moment after it was put first.
 */
import { hash } from 'node:crypto';
import { Hono } from 'hono';
import type { KeyRing } from '../../runtime/keyring.ts';
import { ticketJwks } from '../../tokens/ticket-token.ts';
import { commonHeaders } from './security-headers.ts';

export function publicKeyRoutes({ ring }: { readonly ring: KeyRing }): Hono {
  const body = JSON.stringify(ticketJwks(ring));
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
  const headers = {
    ...commonHeaders,
    etag,
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  };
  const app = new Hono();
  app.get('/.well-known/jwks.json', (c) =>
    c.req.header('if-none-match')?.includes(etag)
      ? c.body(null, 304, headers)
      : c.body(body, 200, { ...headers, 'content-type': 'application/jwk-set+json' }),
  );
  return app;
}

/**
 * GET /verify-draw.ts: the file that recomputes a published draw (VER-25), from the source itself, as text, so that whoever
 * does not trust the organiser reads it before running it. Open to other sites: it is the same for everybody.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { commonHeaders } from './security-headers.ts';

const SCRIPT = new URL('../../scripts/verify-draw.ts', import.meta.url);

export function drawScriptRoute(): Hono {
  const text = readFileSync(SCRIPT, 'utf8');
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 22)}"`;
  const headers = { ...commonHeaders, etag, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };
  const app = new Hono();
  app.get('/verify-draw.ts', (c) =>
    c.req.header('if-none-match')?.includes(etag)
      ? c.body(null, 304, headers)
      : c.body(text, 200, { ...headers, 'content-type': 'text/plain; charset=utf-8' }),
  );
  return app;
}

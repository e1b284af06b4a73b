/**
 * GET and POST /letters/stop/TOKEN: no more reminders about a place in a line (MAI-9). Mail programs POST by themselves
 * where their reader presses their button (RFC 8058); a link that is only followed, as scanners of mail do, stops nothing.
 * Whatever the token is, the answer is the same: it tells nobody whether a place exists.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { stopReminders } from '../../db/mail.ts';
import { openStopToken } from '../../tokens/stop-token.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { stopLettersPage, stopLettersPolicy } from '../stop-letters-page.ts';

const request = { params: z.strictObject({ token: z.string().regex(/^[\w.-]{1,500}$/) }) };
const responses = {
  200: {
    description: 'A page for people',
    content: { 'text/html': { schema: z.string() } },
  },
  ...refusing('not_found', 'too_large'),
};
const path = '/api/letters/stop/{token}';

export function stopLettersRoutes(app: Api, { db, ring }: Deps): void {
  const ask = createRoute({ method: 'get', path, summary: 'Ask to stop reminders', request, responses });
  app.openapi(ask, (c) => {
    c.header('content-security-policy', stopLettersPolicy);
    return c.html(stopLettersPage(false), 200);
  });
  const stop = createRoute({ method: 'post', path, summary: 'Stop reminders', request, responses });
  app.openapi(stop, async (c) => {
    const place = openStopToken(ring, c.req.valid('param').token);
    if (place) await stopReminders(db, place);
    c.header('content-security-policy', stopLettersPolicy);
    return c.html(stopLettersPage(true), 200);
  });
}

/**
 * /dev/mail: what was caught, and one mail as its reader would see it (MAI-4). A mail's HTML is foreign: it
 * is shown in a frame of its own with a policy that runs and loads nothing, and only its links may leave,
 * into a new window.
 */
import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { html, raw } from 'hono/html';
import type { CaughtMail, Shelf } from './shelf.ts';
import { style, styleSource } from './style.ts';

export function mailPages(shelf: Shelf): Hono {
  const mailOf = (id: string) => (/^\d{1,15}$/.test(id) ? shelf.find(Number(id)) : null);
  return new Hono()
    .use(safe)
    .get('/dev/mail', (c) => (wantsJson(c) ? c.json(listOf(shelf)) : c.html(listHtml(shelf.all()))))
    .get('/dev/mail.json', (c) => c.json(listOf(shelf)))
    .get('/dev/mail/:id', (c) => {
      const mail = mailOf(c.req.param('id'));
      return mail ? c.html(mailHtml(mail)) : c.html(goneHtml, 404);
    })
    .get('/dev/mail/:id/html', (c) => {
      const mail = mailOf(c.req.param('id'));
      c.header('content-security-policy', foreignPolicy);
      return mail?.html ? c.html(opensLinksOutside + mail.html) : c.html(goneHtml, 404);
    });
}

const ownPolicy = [
  "default-src 'none'",
  `style-src ${styleSource}`,
  "frame-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const foreignPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** A program asks for JSON at the page's own address, which is all that a gateway may let through. */
const wantsJson = (c: Context) => c.req.header('accept')?.startsWith('application/json') === true;

const listOf = (shelf: Shelf) => ({ items: shelf.all(), nextCursor: null });

/** A link followed inside the frame would end in a page without its scripts. */
const opensLinksOutside = '<!doctype html><base target="_blank">';

const safe = createMiddleware(async (c, next) => {
  c.header('content-security-policy', ownPolicy);
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-content-type-options', 'nosniff');
  await next();
});

const listHtml = (mails: readonly CaughtMail[]) =>
  frame(
    'Caught mail',
    html`<h1>Caught mail</h1>
<p class="quiet">Nothing here was delivered to anybody. The newest 500 are kept until the next start.</p>
${
  mails.length === 0
    ? html`<p>No mail yet.</p>`
    : html`<ol>${mails.map(
        ({ id, subject, to, at }) =>
          html`<li><a class="panel" href="/dev/mail/${id}"><strong>${subject}</strong>
<span class="quiet">${to.join(', ')} · ${at}</span></a></li>`,
      )}</ol>`
}`,
  );

const mailHtml = (mail: CaughtMail) =>
  frame(
    mail.subject,
    html`<h1>${mail.subject}</h1>
<dl><dt>From</dt><dd>${mail.from}</dd>
<dt>To</dt><dd>${mail.to.join(', ')}</dd><dt>At</dt><dd>${mail.at}</dd></dl>
${
  mail.html &&
  html`<iframe title="The mail" src="/dev/mail/${mail.id}/html"
sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
${mail.text && html`<h2>As plain text</h2><pre>${mail.text}</pre>`}`,
  );

const frame = (title: string, content: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body><header class="bar"><a href="/dev/mail">Usher mail catcher</a></header><main>${content}</main></body>
</html>`;

const goneHtml = frame('No such mail', html`<h1>No such mail</h1><p>Mails are forgotten at a restart.</p>`);

/**
 * What all pages of the catcher share: frame, style, and the policies. A mail's own HTML is foreign and gets a policy under
 * which it runs and loads nothing (MAI-4).
 */
import { createMiddleware } from 'hono/factory';
import { html, raw } from 'hono/html';
import { style, styleSource } from './style.ts';

const ownPolicy = [
  "default-src 'none'",
  `style-src ${styleSource}`,
  "frame-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
export const foreignPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** A link followed inside the frame would end in a page without its scripts. */
export const opensLinksOutside = '<!doctype html><base target="_blank">';

export const safe = createMiddleware(async (c, next) => {
  c.header('content-security-policy', ownPolicy);
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-content-type-options', 'nosniff');
  await next();
});

export const frame = (title: string, content: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body><header class="bar"><strong>Usher mail catcher</strong>
<nav aria-label="Mail"><a href="/dev/mail">Caught mail</a><a href="/dev/mail/letters">All letters</a></nav></header>
<main>${content}</main></body>
</html>`;

/** The mail as its reader sees it, in a frame of its own. */
export const shown = (src: string) =>
  html`<iframe title="The mail" src="${src}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;

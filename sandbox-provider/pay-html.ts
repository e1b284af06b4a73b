/** The hosted page as HTML: one panel, at most one accent button, no script, nothing from anywhere else. */
import { html, raw } from 'hono/html';
import { priceText, type TextLanguage } from '../domain/price-text.ts';
import type { SandboxPayment } from '../payment/sandbox-wire.ts';
import { payStyle } from './pay-style.ts';
import { type PayWords, payWords } from './pay-words.ts';

export interface PayPage {
  readonly payment: Pick<SandboxPayment, 'state' | 'amount' | 'currency'>;
  readonly description: string;
  readonly returnUrl: string;
  readonly language: TextLanguage;
}

export function payHtml({ payment, description, returnUrl, language }: PayPage) {
  const words = payWords[language];
  const { title, text } = words.states[payment.state];
  const price = priceText(payment, language);
  const act =
    payment.state === 'pending'
      ? payForm(words, price)
      : html`<p>${text}</p><p><a class="btn go" href="${returnUrl}">${words.back}</a></p>`;
  return frame(
    language,
    `${title} · ${price}`,
    html`<h1>${title}</h1>
<section class="panel"><h2>${words.whatFor}</h2><p>${description}</p>
<dl class="sum"><dt>${words.total}</dt><dd>${price}</dd></dl></section>
<p class="note">${words.honest}</p>
${act}`,
  );
}

export function noPayHtml(language: TextLanguage) {
  const { title, text } = payWords[language].notFound;
  return frame(language, title, html`<h1>${title}</h1><p>${text}</p>`);
}

/** Both buttons post to the page's own address, whatever prefix a gateway put before it. */
const payForm = (words: PayWords, price: string) => html`<form method="post">
<button class="btn go" name="outcome" value="succeed">${words.pay(price)}</button>
<button class="btn" name="outcome" value="decline" aria-describedby="why">${words.decline}</button>
<p class="quiet" id="why">${words.declineHint}</p>
</form>`;

const frame = (
  language: TextLanguage,
  title: string,
  content: ReturnType<typeof html>,
) => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(payStyle)}</style>
</head>
<body>
<header class="bar"><p>${door} ${payWords[language].bank}</p>
<span class="chip">${payWords[language].testMoney}</span></header>
<main>${content}</main>
</body>
</html>`;

const door = html`<svg width="18" height="24" viewBox="0 0 18 24" aria-hidden="true">
<path d="M1 24V9a8 8 0 0 1 16 0v15z" fill="none" stroke="currentColor" stroke-width="2"/>
<circle cx="9" cy="19" r="2.5" fill="#ffc247"/></svg>`;

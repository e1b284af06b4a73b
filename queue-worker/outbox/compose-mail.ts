/**
 * A mail from what is known of its order: Korean, then English, as plain text and as HTML that says the same.
 */
import { html } from 'hono/html';
import type { MailMatter } from '../../db/mail.ts';
import { priceText, type TextLanguage, textLanguages } from '../../domain/price-text.ts';
import { type MailWords, mailWords } from './mail-words.ts';
import type { Mail } from './post-box.ts';

export const mailKinds = [
  'order_paid',
  'order_lapsed',
  'order_shipped',
  'order_delivered',
  'refunded',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** Why money went back, as the buyer is told; `given` is every wish of buyer or staff. */
export type RefundCause = 'twice' | 'tooLate' | 'overLimit' | 'otherAmount' | 'given';

/** The writer's reasons (domain/writer/confirm.ts). */
const causes: Readonly<Record<string, RefundCause>> = {
  already_paid: 'twice',
  sold_out: 'tooLate',
  limit_reached: 'overLimit',
  amount_differs: 'otherAmount',
};

export interface MailAsk {
  readonly kind: MailKind;
  readonly matter: MailMatter;
  readonly name: string;
  /** The order's page, with its key. */
  readonly url: string;
}

export function composeMail(ask: MailAsk): Pick<Mail, 'subject' | 'text' | 'html'> {
  const said = textLanguages.map((language) => ({ language, words: wordsOf(ask, language) }));
  return {
    subject: `${ask.matter.title}: ${said.map(({ words }) => words.headline).join(' · ')}`,
    text: said.map(({ language, words }) => plain(ask, language, words)).join('\n\n---\n\n'),
    html: htmlOf(ask, said),
  };
}

function wordsOf({ kind, matter, name }: MailAsk, language: TextLanguage): MailWords {
  const facts = {
    name,
    isTicket: matter.fulfilment === 'ticket',
    paid: priceText(matter.payment ?? matter.total, language),
  };
  const words = mailWords[language];
  if (kind === 'refunded')
    return words.refunded(facts, causes[matter.payment?.refundReason ?? ''] ?? 'given');
  return words[kind](facts);
}

/**
 * The same facts in both forms. When it is stands on the order's page, which knows the reader's time zone.
 */
function factsOf({ matter }: MailAsk, language: TextLanguage) {
  return {
    title: matter.title,
    where: matter.venue ?? '',
    lines: matter.lines.map(({ name, quantity }) => `${name} × ${quantity}`),
    total: `${mailWords[language].frame.total}: ${priceText(matter.total, language)}`,
  };
}

function plain(ask: MailAsk, language: TextLanguage, { text, link }: MailWords): string {
  const { title, where, lines, total } = factsOf(ask, language);
  const { yours, keep } = mailWords[language].frame;
  return [
    text,
    `${link}: ${ask.url}`,
    [yours, title, where, ...lines, total].filter((line) => line !== '').join('\n'),
    keep,
  ].join('\n\n');
}

const bodyStyle = 'margin:0;padding:24px;background:#fff;color:#10262e;font:16px/1.5 system-ui,sans-serif';
const buttonStyle =
  'display:inline-block;padding:12px 24px;border-radius:6px;background:#ffc247;color:#1a1300;' +
  'font-weight:600;text-decoration:none';

/**
 * Styles stand in the elements and are few: mail programs drop the rest. No picture, nothing to load, nothing
 * to count.
 */
function htmlOf(ask: MailAsk, said: readonly { language: TextLanguage; words: MailWords }[]): string {
  const parts = said.map(({ language, words: { headline, text, link } }) => {
    const { title, where, lines, total } = factsOf(ask, language);
    const { yours, keep } = mailWords[language].frame;
    return html`<section lang="${language}" style="margin:0 0 40px">
<h1 style="font-size:22px;line-height:1.3;margin:0 0 12px">${headline}</h1>
<p style="margin:0 0 16px">${text}</p>
<p style="margin:0 0 20px"><a href="${ask.url}" style="${buttonStyle}">${link}</a></p>
<div style="padding:16px;border:1px solid #d0dadc;border-radius:12px"><strong>${yours}</strong><br>
${title}${where && html`<br>${where}`}
${lines.map((line) => html`<br>${line}`)}<br><strong>${total}</strong></div>
<p style="margin:12px 0 0;color:#435860;font-size:14px">${keep}</p>
</section>`;
  });
  return String(
    html`<!doctype html><html lang="ko"><body style="${bodyStyle}">
<div style="max-width:560px;margin:0 auto">${parts}</div></body></html>`,
  );
}

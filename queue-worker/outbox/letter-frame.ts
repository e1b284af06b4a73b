/**
 * The one design of all letters. Styles stand in the elements and are few: mail programs drop the rest. No picture, nothing
 * to load, nothing to count; light whatever the reader's program is, because half of them turn only some colours round.
 */
import { html, raw } from 'hono/html';

type Html = ReturnType<typeof html>;

const page =
  'margin:0;padding:24px 16px;background:#f3f6f6;color:#10262e;font:16px/1.5 system-ui,sans-serif;' +
  'word-break:keep-all;overflow-wrap:anywhere';
const sheet =
  'box-sizing:border-box;max-width:600px;margin:0 auto;padding:28px 24px 8px;background:#fff;' +
  'border:1px solid #d0dadc;border-radius:12px';
const wordmark = 'max-width:600px;margin:0 auto 12px;font-weight:700;font-size:15px;color:#10262e';
const headline = 'font-size:22px;line-height:1.3;margin:0 0 12px';
const button =
  'display:inline-block;padding:12px 24px;border-radius:6px;background:#ffc247;color:#1a1300;' +
  'font-weight:600;text-decoration:none';
const code = 'margin:0 0 20px;font:600 32px/1.2 ui-monospace,monospace;letter-spacing:.12em';
const box = 'margin:0 0 20px;padding:16px;border:1px solid #d0dadc;border-radius:12px';
const quiet = 'margin:0 0 20px;color:#435860;font-size:14px';

/** What one language says, from top to bottom. */
export interface LetterPart {
  readonly language: 'ko' | 'en';
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Typed by the reader; stands alone, large. */
  readonly code?: string | undefined;
  readonly link?: { readonly label: string; readonly url: string } | undefined;
  /** Facts in a frame: a title and its lines. The last one is the sum. */
  readonly facts?: readonly string[] | undefined;
  readonly note?: string | undefined;
}

export function letterHtml(title: string, parts: readonly LetterPart[]): string {
  const [first] = parts;
  return String(html`<!doctype html>
<html lang="${first?.language ?? 'en'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">
<title>${title}</title></head>
<body style="${page}"><div style="${wordmark}">Usher</div>
<div style="${sheet}">${parts.map(partHtml)}</div></body></html>`);
}

/** The same in plain text. */
export const letterText = (parts: readonly LetterPart[]): string => parts.map(partText).join('\n\n---\n\n');

function partHtml(part: LetterPart, at: number): Html {
  const [factsTitle = '', ...facts] = part.facts ?? [];
  const line = at === 0 ? '' : 'border-top:1px solid #d0dadc;padding-top:24px';
  return html`<div lang="${part.language}" style="${line}">
<h1 style="${headline}">${part.headline}</h1>
${part.sentences.map((sentence) => html`<p style="margin:0 0 16px">${sentence}</p>`)}
${part.code && html`<p style="${code}">${part.code}</p>`}
${part.link && html`<p style="margin:0 0 20px"><a href="${part.link.url}" style="${button}">${part.link.label}</a></p>`}
${part.facts && html`<div style="${box}"><strong>${factsTitle}</strong>${facts.map((fact) => html`<br>${fact}`)}</div>`}
${part.note ? html`<p style="${quiet}">${part.note}</p>` : raw('')}</div>`;
}

function partText({ headline, sentences, code, link, facts, note }: LetterPart): string {
  return [
    headline,
    ...sentences,
    ...(code ? [code] : []),
    ...(link ? [`${link.label}: ${link.url}`] : []),
    ...(facts ? [facts.join('\n')] : []),
    ...(note ? [note] : []),
  ].join('\n\n');
}

/**
 * Draws the page without JavaScript (RCH-1): one document with its style sheet inside and forms that work in any
 * browser, a text browser included. What it shows is decided in plain-view.ts.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { SaleMessage } from '../../domain/protocol.ts';
import { plainAddress } from './kept-place.ts';
import { type PlainLabels, plainLabels } from './plain-labels.ts';
import { countWords, fillPlain, type PlainLanguage, type Said, timeWords } from './plain-language.ts';
import { drawNote, organiserNote, whatIsLeft } from './plain-sale-part.ts';
import { type PlainAct, type PlainView, SNOOZE_PASS } from './plain-view.ts';

export const style = readFileSync(new URL('page.css', import.meta.url), 'utf8');
export const styleDigest = `sha256-${hash('sha256', style, 'base64')}`;

type Markup = ReturnType<typeof html>;

/** What a page is drawn around. */
export interface PlainFrame {
  readonly slug: string;
  readonly publicUrl: string;
  readonly title: string;
  readonly language: PlainLanguage;
  /** Looks again by itself each so many seconds; null where the visitor did not ask for it. */
  readonly everySeconds: number | null;
  /** Proves that a form was given to this visitor. */
  readonly formKey: string;
  readonly nowMs: number;
  /** What the visitor's last press has done, where the page does not show it by itself. */
  readonly done: DoneAct | null;
}

/** Acts that leave no trace in the place. */
export const doneActs = ['remind', 'mailCheck', 'wrongCode'] as const;
export type DoneAct = (typeof doneActs)[number];

export function plainPage(frame: PlainFrame, view: PlainView, news: SaleMessage, isLeaving: boolean): Markup {
  const labels = plainLabels[frame.language];
  const isCalm = view.ahead !== null;
  return documentOf(frame, view.title, [
    html`<main class="${isCalm ? 'calm' : ''}">
      <h1>${view.title}</h1>
      ${figure(view, frame.language)}
      ${view.wait === null ? '' : html`<p class="strong">${view.wait}</p>`}
      <p>${view.sentence}</p>
      ${view.notes.map((note) => html`<p class="quiet">${note}</p>`)}
      ${frame.done === null ? '' : html`<p class="note" role="status">${saidOf(frame.done, view, labels)}</p>`}
      ${isLeaving ? leaving(frame) : nextAct(frame, view)}
      <p class="quiet">
        ${frame.everySeconds === null ? labels.still : fillPlain(labels.moving, { n: frame.everySeconds })}
        ${fillPlain(labels.looked, { time: timeWords(frame.nowMs, frame.language) })}
      </p>
    </main>`,
    html`${whatIsLeft(news, frame.language)} ${organiserNote(news, frame.language)}
      ${isLeaving ? '' : otherActs(frame, view)}
      ${view.draw === null ? '' : drawNote(view.draw, frame)}`,
  ]);
}

/** A "no", with the way back. */
export function plainRefusalPage(frame: PlainFrame, said: Said, hasLine: boolean): Markup {
  const labels = plainLabels[frame.language];
  const way = hasLine ? { href: here(frame), label: labels.back } : { href: '/', label: labels.sales };
  return documentOf(frame, said.title, [
    html`<main>
      <h1>${said.title}</h1>
      <p>${said.sentence}</p>
      <p class="acts"><a class="button go" href="${way.href}">${way.label}</a></p>
    </main>`,
    null,
  ]);
}

/** `to` is what this page's address says more than its own manner; the other language keeps it. */
export function documentOf(
  frame: PlainFrame,
  title: string,
  [board, rest]: [Markup, Markup | null],
  to = '',
): Markup {
  const { language } = frame;
  const labels = plainLabels[language];
  const other = language === 'en' ? 'ko' : 'en';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}${frame.title === '' ? '' : ` · ${frame.title}`}</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <div class="board">
          <header>
            <strong>${frame.title}</strong>
            <a lang="${other}" href="${here({ ...frame, language: other })}${to}">${labels.other}</a>
          </header>
          ${board}
        </div>
        <div class="rest">
          ${rest}
          <footer><a href="/">${labels.sales}</a></footer>
        </div>
      </body>
    </html>`;
}

export const saidOf = (done: DoneAct, { remindAs }: PlainView, labels: PlainLabels): string =>
  ({ mailCheck: labels.mailedCheck, wrongCode: labels.wrongMailed, remind: labels.reminded[remindAs] })[done];

function figure({ ahead }: PlainView, language: PlainLanguage): Markup | string {
  if (ahead === null) return '';
  const labels = plainLabels[language];
  if (ahead === 0) return html`<p class="strong">${labels.first}</p>`;
  return html`<p class="num">${countWords(ahead, language)}<small>${labels.ahead}</small></p>`;
}

/** One thing is next: the act of this state, or looking again. */
function nextAct(frame: PlainFrame, view: PlainView): Markup {
  const labels = plainLabels[frame.language];
  if (view.checkout) {
    const { url, pass, expiresAt } = view.checkout;
    const proof = new URLSearchParams({ pass, expires: expiresAt });
    return html`<p class="acts"><a class="button go" href="${url}#${proof}">${labels.checkout}</a></p>
      <p class="quiet">${labels.checkoutNote}</p>`;
  }
  const act =
    view.next && form(frame, view.next.act, view.next.label, 'go', view.needsCode ? codeField(labels) : '');
  if (view.isFinal) return html`${act ?? ''}`;
  return html`${act ?? ''}
    <p class="acts">
      <a class="button ${act ? '' : 'go'}" href="${here(frame)}">${labels.look}</a>
      <a href="${here({ ...frame, everySeconds: frame.everySeconds === null ? 0 : null })}"
        >${frame.everySeconds === null ? labels.start : labels.stop}</a
      >
    </p>`;
}

export const codeField = (labels: PlainLabels): Markup =>
  html`<label>${labels.code}<input name="code" required autocomplete="off" autocapitalize="characters" /></label>`;

export const emailField = (labels: PlainLabels): Markup =>
  html`<label>${labels.email}<input name="email" type="email" required autocomplete="email" /></label>`;

function leaving(frame: PlainFrame): Markup {
  const labels = plainLabels[frame.language];
  return html`<p>${labels.leaveAsk}</p>
    <p class="acts"><a class="button go" href="${here(frame)}">${labels.stay}</a></p>
    ${form(frame, 'leave', labels.leave, '')}`;
}

function otherActs(frame: PlainFrame, { others, remindAs }: PlainView): Markup | string {
  if (others.length === 0) return '';
  const labels = plainLabels[frame.language];
  const address = emailField(labels);
  const shown: Readonly<Partial<Record<PlainAct, () => Markup>>> = {
    remind: () => form(frame, 'remind', labels.remind[remindAs], '', address),
    mailCheck: () => form(frame, 'mailCheck', labels.mailCheck, '', address),
    tryCheck: () =>
      form(
        frame,
        'tryCheck',
        labels.tryCheck,
        '',
        html`<label>${labels.mailedCode}<input name="code" required inputmode="numeric" autocomplete="one-time-code" /></label>`,
      ),
    reserve: () => form(frame, 'reserve', labels.reserve, '', address),
    unreserve: () => form(frame, 'unreserve', labels.unreserve, ''),
    snooze: () => form(frame, 'snooze', fillPlain(labels.snooze, { n: SNOOZE_PASS }), ''),
    leave: () => html`<p class="acts"><a href="${here(frame)}&amp;ask=leave">${labels.leave}</a></p>`,
  };
  return html`<section aria-labelledby="more">
    <h2 id="more">${labels.more}</h2>
    ${others.map((act) => shown[act]?.() ?? '')}
  </section>`;
}

/** `to` is what the answer's address says more than this page's. */
export function form(
  frame: PlainFrame,
  act: PlainAct,
  label: string,
  kind: 'go' | '',
  field: Markup | string = '',
  to = '',
): Markup {
  return html`<form method="post" action="${here(frame)}${to}">
    <input type="hidden" name="key" value="${frame.formKey}" />
    <input type="hidden" name="act" value="${act}" />
    ${field}<button class="${kind}">${label}</button>
  </form>`;
}

/** This page again, in the same language and manner. */
export function here({ slug, language, everySeconds }: PlainFrame): string {
  const manner = new URLSearchParams({ lang: language, ...(everySeconds !== null && { again: 'yes' }) });
  return `${plainAddress(slug)}?${manner}`;
}

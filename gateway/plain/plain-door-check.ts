/**
 * The check before there is a place, without JavaScript (ACC-21): why it is asked, and the one way that needs no script, a
 * code by mail. The form that was refused stands here once more, with a field for that code.
 */
import { html } from 'hono/html';
import { type CheckReason, checkReasons } from '../../domain/protocol.ts';
import { plainLabels } from './plain-labels.ts';
import { codeField, documentOf, emailField, form, here, type PlainFrame, saidOf } from './plain-page.ts';
import { plainRefusal } from './plain-refusals.ts';
import type { PlainView } from './plain-view.ts';

/** The question that a refused join is answered with; a reload repeats a look and never an act. */
export const checkQuery = (reason: CheckReason | undefined) => ({ ask: 'check', why: reason ?? 'pattern' });

/** What the page's address asks for; null where nobody can join, so that nothing is to be checked. */
export function checkAsked(query: Readonly<Record<string, string>>, view: PlainView): CheckReason | null {
  if (query.ask !== 'check' || view.next?.act !== 'join') return null;
  return checkReasons.find((reason) => reason === query.why) ?? 'pattern';
}

export function plainCheckPage(frame: PlainFrame, view: PlainView, reason: CheckReason) {
  const labels = plainLabels[frame.language];
  const said = plainRefusal(frame.language, 'proof_required', reason);
  const to = `&${new URLSearchParams(checkQuery(reason))}`;
  const isSent = frame.done !== null;
  const note = frame.done && html`<p class="note" role="status">${saidOf(frame.done, view, labels)}</p>`;
  const mailed = html`<label
    >${labels.mailedCode}<input name="mailed" required inputmode="numeric" autocomplete="one-time-code"
  /></label>`;
  const fields = html`${view.needsCode ? codeField(labels) : ''}${mailed}`;
  const ask = form(frame, 'mailCheck', labels.mailCheck, isSent ? '' : 'go', emailField(labels), to);
  const join = form(frame, 'join', view.next?.label ?? labels.join, isSent ? 'go' : '', fields, to);
  return documentOf(
    frame,
    said.title,
    [
      html`<main>
      <h1>${said.title}</h1>
      <p>${said.sentence}</p>
      ${note ?? ''}
      ${isSent ? join : ask}
    </main>`,
      html`<section aria-labelledby="more">
      <h2 id="more">${labels.more}</h2>
      ${isSent ? ask : join}
      <p class="acts"><a href="${here(frame)}">${labels.back}</a></p>
    </section>`,
    ],
    to,
  );
}

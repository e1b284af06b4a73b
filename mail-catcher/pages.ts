/**
 * /dev/mail: what was caught, and one mail as its reader would see it (MAI-4). A mail's HTML is foreign: it
 * is shown in a frame of its own with a policy that runs and loads nothing, and only its links may leave,
 * into a new window.
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { foreignPolicy, frame, opensLinksOutside, safe, shown } from './page-frame.ts';
import { samplePages } from './sample-pages.ts';
import type { Samples } from './samples.ts';
import type { CaughtMail, Shelf } from './shelf.ts';

export function mailPages(shelf: Shelf, samples: Samples): Hono {
  const mailOf = async (id: string) => (/^\d{1,15}$/.test(id) ? await shelf.find(Number(id)) : null);
  return new Hono()
    .use(safe)
    .get('/dev/mail', async (c) =>
      wantsJson(c) ? c.json(await listOf(shelf)) : c.html(listHtml(await shelf.all())),
    )
    .get('/dev/mail.json', async (c) => c.json(await listOf(shelf)))
    .route('/dev/mail/letters', samplePages(samples))
    .get('/dev/mail/:id', async (c) => {
      const mail = await mailOf(c.req.param('id'));
      return mail ? c.html(mailHtml(mail)) : c.html(goneHtml, 404);
    })
    .get('/dev/mail/:id/html', async (c) => {
      const mail = await mailOf(c.req.param('id'));
      c.header('content-security-policy', foreignPolicy);
      return mail?.html ? c.html(opensLinksOutside + mail.html) : c.html(goneHtml, 404);
    });
}

/** A program asks for JSON at the page's own address, which is all that a gateway may let through. */
const wantsJson = (c: Context) => c.req.header('accept')?.startsWith('application/json') === true;

const listOf = async (shelf: Shelf) => ({ items: await shelf.all(), nextCursor: null });

const listHtml = (mails: readonly CaughtMail[]) =>
  frame(
    'Caught mail',
    html`<h1>Caught mail</h1>
<p class="quiet">Nothing here was delivered to anybody. The newest 500 are kept until the next start.</p>
${
  mails.length === 0
    ? html`<p>No mail yet. What each letter says is under <a href="/dev/mail/letters">all letters</a>.</p>`
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
${mail.html && shown(`/dev/mail/${mail.id}/html`)}
${mail.text && html`<h2>As plain text</h2><pre>${mail.text}</pre>`}`,
  );

const goneHtml = frame('No such mail', html`<h1>No such mail</h1><p>Mails are forgotten at a restart.</p>`);

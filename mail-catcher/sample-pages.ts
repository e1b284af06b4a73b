/**
 * /dev/mail/letters: every letter there is, with made-up facts, in both languages (MAI-6). Shown like a caught mail: in a
 * frame under a policy that runs and loads nothing.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { foreignPolicy, frame, opensLinksOutside, shown } from './page-frame.ts';
import type { Sample, Samples } from './samples.ts';

export function samplePages(samples: Samples): Hono {
  return new Hono()
    .get('/', (c) => c.html(galleryHtml(samples.all())))
    .get('/:kind/:language', (c) => {
      const sample = samples.find(c.req.param('kind'), c.req.param('language'));
      return sample ? c.html(sampleHtml(sample)) : c.html(goneHtml, 404);
    })
    .get('/:kind/:language/html', (c) => {
      const sample = samples.find(c.req.param('kind'), c.req.param('language'));
      c.header('content-security-policy', foreignPolicy);
      return sample ? c.html(opensLinksOutside + sample.html) : c.html(goneHtml, 404);
    });
}

const groupNames = {
  account: 'Accounts',
  line: 'The line, draws and reserve lists',
  order: 'Orders and payments',
  ticket: 'Tickets that change hands',
  staff: 'To the staff',
} as const;
const languageNames = { ko: '한국어', en: 'English', both: '한국어 · English' } as const;

const pathOf = ({ kind, language }: Sample) => `/dev/mail/letters/${kind}/${language}`;

function galleryHtml(samples: readonly Sample[]) {
  const groups = Map.groupBy(samples, ({ group }) => group);
  return frame(
    'All letters',
    html`<h1>All letters</h1>
<p class="quiet">As their readers would get them, with made-up facts. None of these was sent.</p>
${samples.length === 0 && html`<p>They arrive some seconds after the start. Load this page again.</p>`}
${[...groups].map(
  ([group, some]) =>
    html`<section><h2>${groupNames[group]}</h2><ol>${[...Map.groupBy(some, ({ kind }) => kind).values()].map(
      kindHtml,
    )}</ol></section>`,
)}`,
  );
}

/** One line a kind: what it says, and a link for each language. */
function kindHtml(versions: readonly Sample[]) {
  const links = versions.map(
    (one) =>
      html`<a href="${pathOf(one)}"><span lang="${langOf(one)}">${one.subject}</span>
<span class="quiet">${languageNames[one.language]}</span></a>`,
  );
  return html`<li class="panel">${links}</li>`;
}

const langOf = ({ language }: Sample) => (language === 'en' ? 'en' : 'ko');

const sampleHtml = (sample: Sample) =>
  frame(
    sample.subject,
    html`<h1 lang="${langOf(sample)}">${sample.subject}</h1>
<p class="quiet">${groupNames[sample.group]} · ${languageNames[sample.language]} · ${sample.kind}</p>
${shown(`${pathOf(sample)}/html`)}
<h2>As plain text</h2><pre lang="${langOf(sample)}">${sample.text}</pre>`,
  );

const goneHtml = frame(
  'No such letter',
  html`<h1>No such letter</h1><p>See <a href="/dev/mail/letters">all letters</a>.</p>`,
);

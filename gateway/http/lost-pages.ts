/** Pages for when there is none to show: words in the sheet of the page without JavaScript, readable by everything. */
import { html, raw } from 'hono/html';
import { style } from '../plain/plain-page.ts';

const words = {
  en: { title: 'Nothing here', text: 'Check the address, or see all sales.', link: 'All sales' },
  ko: { title: '찾을 수 없어요', text: '주소를 확인하거나 전체 판매를 봐 주세요.', link: '전체 판매' },
} as const;

/** Whoever typed an address of the staff's pages goes back to those. */
const isStaffs = (path: string): boolean => /^\/(ops|staff)\//.test(path);

export function notFoundPage(path: string, acceptLanguage: string | undefined): string {
  const language = /^\s*ko\b/i.test(acceptLanguage ?? '') ? 'ko' : 'en';
  const { title, text, link } = words[language];
  const way = html`<p class="acts"><a class="button go" href="${isStaffs(path) ? '/ops' : '/'}">${link}</a></p>`;
  return documentOf(language, title, html`<h1>${title}</h1><p>${text}</p>${way}`);
}

export const notBuiltPage = documentOf(
  'en',
  'Usher',
  html`<h1>The pages are not built</h1><p>Type <code>npm run build</code> and start again.</p>`,
);

function documentOf(language: string, title: string, body: ReturnType<typeof html>): string {
  return String(html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="/art/door.svg" type="image/svg+xml" />
        <style>${raw(style)}</style>
      </head>
      <body>
        <div class="board whole"><main>${body}</main></div>
      </body>
    </html>`);
}

/** Pages in words alone, for when there is none to show: no script, no style, readable by everything. */

const words = {
  en: { title: 'Nothing here', text: 'Check the address, or see all sales.', link: 'All sales' },
  ko: { title: '찾을 수 없어요', text: '주소를 확인하거나 전체 판매를 봐 주세요.', link: '전체 판매' },
} as const;

export function notFoundPage(acceptLanguage: string | undefined): string {
  const language = /^\s*ko\b/i.test(acceptLanguage ?? '') ? 'ko' : 'en';
  const { title, text, link } = words[language];
  return html(language, title, `<h1>${title}</h1><p>${text}</p><p><a href="/">${link}</a></p>`);
}

export const notBuiltPage = html(
  'en',
  'Usher',
  '<h1>The pages are not built</h1><p>Type <code>npm run build</code> and start again.</p>',
);

function html(language: string, title: string, body: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  return `<!doctype html><html lang="${language}"><head>${head}</head><body>${body}</body></html>`;
}

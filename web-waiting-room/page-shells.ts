/**
 * The documents that the pages are drawn into. They differ in a title, a script and in what they say where no script
 * runs, so they are made here at build time from one shell, and not kept as files that drift apart.
 */
import type { Plugin } from 'vite';

interface Shell {
  readonly title: string;
  /** Nothing for a search engine: it belongs to one visitor, or to this minute. */
  readonly isPrivate: boolean;
  /** The page that does the same without JavaScript, where there is one; as seen from this page's address. */
  readonly plain?: string;
}

export const shells = {
  sales: { title: 'Sales', isPrivate: false },
  sale: { title: 'Sale', isPrivate: false },
  checkout: { title: 'Checkout', isPrivate: true },
  order: { title: 'Your order', isPrivate: true },
  tickets: { title: 'Your tickets', isPrivate: true },
  transfer: { title: 'A ticket for you', isPrivate: true },
  scanner: { title: 'Door', isPrivate: true },
  basket: { title: 'Basket', isPrivate: true },
  account: { title: 'Your account', isPrivate: true },
  'ops-staff': { title: 'Staff', isPrivate: true },
  'ops-orders': { title: 'Orders', isPrivate: true },
  'ops-list': { title: 'Operations', isPrivate: true },
  'ops-catalogue': { title: 'Catalogue', isPrivate: true },
  ops: { title: 'Operations', isPrivate: true },
  waiting: { title: 'The line', isPrivate: true, plain: 'line/plain' },
} as const satisfies Record<string, Shell>;

/** The folder of a page's script. */
const folders: Readonly<Record<string, string>> = { waiting: 'waiting-room' };

const noindex = '<meta name="robots" content="noindex">';
/** At once, for browsers without scripts alone; the link below is for those that do not follow it. */
const goOn = (address: string) =>
  `<noscript><meta http-equiv="refresh" content="0; url=${address}"></noscript>`;
const needed = [
  '<p>This page needs JavaScript.</p>',
  '<p lang="ko">이 페이지에는 자바스크립트가 필요해요.</p>',
];
const plainWays = (address: string) => [
  `<p><a href="${address}">Go on without JavaScript</a></p>`,
  `<p lang="ko"><a href="${address}?lang=ko">자바스크립트 없이 계속하기</a></p>`,
];

export function shellOf(name: string, { title, isPrivate, plain }: Shell): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="theme-color" content="#0f2730">
    ${[...(isPrivate ? [noindex] : []), ...(plain === undefined ? [] : [goOn(plain)])].join('\n    ')}
    <title>${title}</title>
    <link rel="icon" href="/art/door.svg" type="image/svg+xml">
    <script type="module" src="./${folders[name] ?? name}/main.tsx"></script>
  </head>
  <body>
    <div id="page"></div>
    <noscript>
      ${(plain === undefined ? needed : plainWays(plain)).join('\n      ')}
    </noscript>
  </body>
</html>
`;
}

/** Gives the bundler `NAME.html` in the pages' folder as if it were a file. */
export function pageShells(folder: string): Plugin {
  const documents = new Map(
    Object.entries<Shell>(shells).map(([name, shell]) => [`${folder}${name}.html`, shellOf(name, shell)]),
  );
  return {
    name: 'page-shells',
    enforce: 'pre',
    resolveId: (id) => (documents.has(id) ? id : null),
    load: (id) => documents.get(id) ?? null,
  };
}

/**
 * The pages by their addresses (GWY-20). A page is the same for everybody; who is new gets an anonymous
 * visitor's cookie with it. An address that is none says so in words.
 */
import { type Context, Hono } from 'hono';
import type { Chance } from '../../runtime/chance.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { SaleBook } from '../line/sale-book.ts';
import { styleDigest } from '../plain/plain-page.ts';
import { isStoreAway } from '../store-away.ts';
import { keepCrawlersOut } from './crawlers.ts';
import { notBuiltPage, notFoundPage } from './lost-pages.ts';
import type { PageFile, PageFiles } from './page-files.ts';
import { headersFramedBy, pageHeaders, plainHeaders, scannerHeaders } from './security-headers.ts';
import { cookieVisitor, newVisitorCookie } from './visitor-cookie.ts';

type PageHeaders = Readonly<Record<string, string>>;

export interface PagesDeps {
  readonly files: PageFiles;
  readonly ring: KeyRing;
  readonly chance: Chance;
  /** PUBLIC_URL is https. */
  readonly isSecure: boolean;
  readonly book: SaleBook;
}

const addresses: Readonly<Record<string, string>> = {
  '/': '/sales.html',
  '/sales/:slug': '/sale.html',
  '/sales/:slug/line': '/waiting.html',
  '/sales/:slug/checkout': '/checkout.html',
  '/orders/:id': '/order.html',
  '/basket': '/basket.html',
  '/wishlist': '/basket.html',
  '/tickets': '/tickets.html',
  '/transfer/:id': '/transfer.html',
  '/scanner': '/scanner.html',
  '/scanner/:slug': '/scanner.html',
  '/account': '/account.html',
  '/staff': '/ops-staff.html',
  '/staff/join': '/ops-staff.html',
  '/staff/orders': '/ops-orders.html',
  '/staff/categories': '/ops-catalogue.html',
  '/ops': '/ops-list.html',
  '/ops/:slug': '/ops.html',
  '/ops/:slug/catalogue': '/ops-catalogue.html',
};

const WAITING_ROOM = '/sales/:slug/line';
/** They read codes with a library in WebAssembly. */
const scanners = ['/scanner', '/scanner/:slug'];
/** Nothing there is worth indexing, and a crowd needs the room. */
const forVisitors = [WAITING_ROOM, '/sales/:slug/checkout'];

export function pages(deps: PagesDeps): Hono {
  const app = new Hono();
  for (const address of forVisitors) app.use(address, keepCrawlersOut);
  for (const [address, name] of Object.entries(addresses))
    app.get(address, async (c) => page(deps, c, name, await headersOf(deps, c, address)));
  app.get('*', (c) => {
    const file = isPage(c.req.path) ? undefined : deps.files.get(c.req.path);
    return file
      ? answer(c, file, pageHeaders)
      : lost(c, 404, notFoundPage(c.req.path, c.req.header('accept-language')));
  });
  app.all('*', (c) => lost(c, 405, notFoundPage(c.req.path, c.req.header('accept-language'))));
  return app;
}

/** Pages have addresses; their files' names are none. */
const isPage = (path: string): boolean => path.endsWith('.html');

/** A sale that is known costs no asking; whoever frames one that was made a moment ago waits until it is. */
async function headersOf({ book }: PagesDeps, c: Context, address: string): Promise<PageHeaders> {
  if (scanners.includes(address)) return scannerHeaders;
  if (address !== WAITING_ROOM) return pageHeaders;
  try {
    const sale = await book.find(c.req.param('slug') ?? '');
    return headersFramedBy(sale?.embedOrigins ?? []);
  } catch (fault) {
    if (!isStoreAway(fault)) throw fault;
    return pageHeaders;
  }
}

function page(deps: PagesDeps, c: Context, name: string, headers: PageHeaders): Response {
  const file = deps.files.get(name);
  if (!file) return lost(c, 503, notBuiltPage);
  const isKnown = cookieVisitor(deps.ring, c.req.header('cookie')) !== null;
  return answer(c, file, {
    ...headers,
    ...(!isKnown && { 'set-cookie': newVisitorCookie(deps.ring, deps.chance, deps.isSecure) }),
  });
}

function answer(c: Context, file: PageFile, extra: Readonly<Record<string, string>>): Response {
  const headers = { ...extra, etag: file.etag, 'cache-control': file.cacheControl, vary: 'accept-encoding' };
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304, headers);
  const accepted = c.req.header('accept-encoding') ?? '';
  const packed =
    /\bbr\b/.test(accepted) && file.brotli ? 'br' : /\bgzip\b/.test(accepted) && file.gzip ? 'gzip' : null;
  const bytes = (packed === 'br' ? file.brotli : packed === 'gzip' ? file.gzip : null) ?? file.bytes;
  return c.body(new Uint8Array(bytes), 200, {
    ...headers,
    'content-type': file.type,
    ...(packed && { 'content-encoding': packed }),
  });
}

const lost = (c: Context, status: 404 | 405 | 503, html: string): Response =>
  c.body(html, status, {
    ...plainHeaders(styleDigest),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });

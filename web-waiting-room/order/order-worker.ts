/**
 * The worker behind the pages that people open at a door: orders, an account's tickets, tickets that were passed on, the
 * scanner (PAG-22, PAG-70, DOR-8).
 * It is registered for each of them, and answers for pages below its own address and for files with a digest in their name,
 * and leaves everything else alone. From the network where there is one, from its cache where not; a network that does not
 * answer within three seconds counts as none, because people stand at a door.
 */

const { scope } = (globalThis as unknown as { registration: { readonly scope: string } }).registration;
/** `/orders/`, `/tickets`, `/transfer/`, `/scanner`. */
const { pathname: pagesBelow } = new URL(scope);
const [, pagesName = ''] = pagesBelow.split('/');
const cacheName = `usher-${pagesName}`;
/** All orders have the same page, and this is nobody's; what differs comes from the browser's own storage. */
const shell = pagesBelow.endsWith('/') ? `${pagesBelow}-` : pagesBelow;
const patienceMs = 3_000;

interface FetchEventLike extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface ExtendableLike extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface MessageLike extends ExtendableLike {
  readonly data: { readonly type?: string; readonly files?: readonly string[] };
}

addEventListener('install', () => {
  // The page that registers the worker should be kept by it, not only the next one.
  void (globalThis as unknown as { skipWaiting(): Promise<void> }).skipWaiting();
});

addEventListener('activate', (event) => {
  const { clients } = globalThis as unknown as { clients: { claim(): Promise<void> } };
  (event as ExtendableLike).waitUntil(clients.claim());
});

addEventListener('message', (event) => {
  const { data, waitUntil } = event as unknown as MessageLike;
  if (data.type === 'keep') waitUntil.call(event, keep(data.files ?? []));
});

addEventListener('fetch', (event) => {
  const { request } = event as unknown as FetchEventLike;
  const { pathname } = new URL(request.url);
  const respond = (answer: Promise<Response>) => (event as unknown as FetchEventLike).respondWith(answer);
  if (request.mode === 'navigate') respond(page(request));
  else if (request.method === 'GET' && /^\/(assets|art)\//.test(pathname)) respond(file(request));
});

async function keep(files: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  // Files of an earlier build are not asked for any more.
  await Promise.all(kept.filter((name) => !files.includes(name)).map((name) => cache.delete(name)));
  await cache.addAll([shell, ...files.filter((name) => !kept.includes(name))]);
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    const kept = await caches.match(shell, { cacheName });
    if (kept) return kept;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(request)) ?? fetch(request);
}

export {};

/** The worker behind the orders' pages, in a stage set of a cache and a network that can be cut. */
import { beforeAll, expect, test, vi } from 'vitest';

type Handler = (event: unknown) => void;
const handlers: Record<string, Handler> = {};
const cached = new Map<string, Response>();
let isConnected = true;
const asked: string[] = [];

const pathOf = (what: Request | string) =>
  new URL(typeof what === 'string' ? what : what.url, 'http://usher.test').pathname;
const network = async (what: Request | string): Promise<Response> => {
  if (!isConnected) throw new TypeError('no network');
  asked.push(pathOf(what));
  return new Response(`live ${pathOf(what)}`);
};
const cache = {
  keys: async () => [...cached.keys()].map((name) => new Request(`http://usher.test${name}`)),
  delete: async (name: string) => cached.delete(name),
  match: async (what: Request | string) => cached.get(pathOf(what))?.clone(),
  addAll: async (names: string[]) => {
    for (const name of names) cached.set(name, await network(name));
  },
};

beforeAll(async () => {
  vi.stubGlobal('addEventListener', (type: string, handler: Handler) => {
    handlers[type] = handler;
  });
  vi.stubGlobal('caches', { open: async () => cache, match: cache.match });
  vi.stubGlobal('fetch', network);
  vi.stubGlobal('registration', { scope: 'http://usher.test/orders/' });
  await import('./order-worker.ts');
});

/** The worker's answer, or null where it leaves the request to the browser. */
async function answer(path: string, mode: 'navigate' | 'cors'): Promise<string | null> {
  let answered: Promise<Response> | null = null;
  const request = { url: `http://usher.test${path}`, mode, method: 'GET' };
  handlers.fetch?.({ request, respondWith: (response: Promise<Response>) => (answered = response) });
  return answered === null ? null : (await (answered as Promise<Response>)).text();
}
async function keep(files: readonly string[]): Promise<void> {
  let work: Promise<unknown> = Promise.resolve();
  const waitUntil = (done: Promise<unknown>) => {
    work = done;
  };
  handlers.message?.({ data: { type: 'keep', files }, waitUntil });
  await work;
}

test('PAG-22: without a connection the page and its files come from what was kept', async () => {
  await keep(['/assets/order-1.js', '/assets/order-1.css']);
  isConnected = false;
  expect(await answer('/orders/ord_1', 'navigate')).toBe('live /orders/-');
  expect(await answer('/assets/order-1.js', 'cors')).toBe('live /assets/order-1.js');
  await expect(answer('/assets/never-kept.js', 'cors')).rejects.toThrow('no network');
  isConnected = true;
});

test('PAG-22: with a connection the page comes from the network, and everything else is left alone', async () => {
  expect(await answer('/orders/ord_1', 'navigate')).toBe('live /orders/ord_1');
  expect(await answer('/api/orders/ord_1', 'cors')).toBeNull();
});

test('PAG-22: files of an earlier build are not kept', async () => {
  await keep(['/assets/order-2.js']);
  expect([...cached.keys()].sort()).toEqual(['/assets/order-2.js', '/orders/-']);
});

/** Who reaches the line from where: crawlers (RCH-4) and pages of other sites (RCH-5). */
import { expect } from 'vitest';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { isCrawler } from './crawlers.ts';

const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

test('RCH-4: a crawler is told to come back later in the line, and reads sales as everybody', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const statusOf = async (path: string, agent: string) => {
    const response = await fetch(`${gateway.url}${path}`, { headers: { 'user-agent': agent } });
    return [
      response.status,
      response.headers.get('retry-after'),
      response.headers.get('set-cookie') !== null,
    ];
  };
  for (const path of ['line', 'line/plain', 'checkout'])
    expect([path, await statusOf(`/sales/${sale.slug}/${path}`, googlebot)]).toEqual([
      path,
      [503, '3600', false],
    ]);
  expect(await statusOf(`/sales/${sale.slug}`, googlebot)).toEqual([200, null, true]);
  expect(await statusOf('/', googlebot)).toEqual([200, null, true]);
});

test('RCH-4: the rules for crawlers name the line, and not the sales', async ({ stores }) => {
  await using gateway = await openTestGateway(stores, { PAGES_DIR: 'web-waiting-room/public' });
  const rules = await fetch(`${gateway.url}/robots.txt`, { headers: { 'user-agent': googlebot } });
  expect([rules.status, rules.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const kept = (await rules.text()).match(/(?<=^Disallow: ).*$/gm) ?? [];
  const isKept = (path: string) =>
    kept.some((rule) => new RegExp(`^${rule.replaceAll('*', '.*')}`).test(path));
  expect(
    ['/sales/a/line', '/sales/a/line/plain', '/sales/a/checkout', '/ops', '/orders/o'].filter(isKept),
  ).toHaveLength(5);
  expect(['/', '/sales/a', '/art/door.svg'].filter(isKept)).toEqual([]);
});

test('RCH-4: a browser is not taken for a crawler', () => {
  const crawlers = [
    googlebot,
    'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)',
    'facebookexternalhit/1.1',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36',
    'kakaotalk-scrap/1.0',
  ];
  const visitors = [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 KAKAOTALK 10.8.3',
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36 NAVER(inapp; search; 1000; 12.8.3)',
    'Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1',
    'okhttp/4.12.0',
    '',
    undefined,
  ];
  expect(crawlers.filter((agent) => !isCrawler(agent))).toEqual([]);
  expect(visitors.filter((agent) => isCrawler(agent))).toEqual([]);
});

test('RCH-5: only the waiting room is shown in a frame, and only on the sites that its sale names', async ({
  stores,
}) => {
  const open = await openTestSale(stores, {
    embed_origins: ['https://shop.example', 'https://www.shop.example:8443'],
  });
  const closed = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const framedBy = async (path: string) => {
    const { headers } = await fetch(`${gateway.url}${path}`);
    return /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
  };
  expect(await framedBy(`/sales/${open.slug}/line`)).toBe(
    'https://shop.example https://www.shop.example:8443',
  );
  const others = ['', '/checkout', '/line/plain'].map((path) => `/sales/${open.slug}${path}`);
  for (const path of [
    ...others,
    `/sales/${closed.slug}/line`,
    '/sales/none/line',
    '/',
    '/ops',
    `/ops/${open.slug}`,
  ])
    expect([path, await framedBy(path)]).toEqual([path, "'none'"]);
});

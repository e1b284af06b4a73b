/** What the document says of the line over HTTP is what the gateway answers (RCH-7). */
import { OpenAPIHono } from '@hono/zod-openapi';
import { expect } from 'vitest';
import { lineRoutes } from '../gateway/http/line-routes.ts';
import { openTestGateway, openTestSale, test } from '../test/gateway.ts';
import type { ApiEnv } from './deps.ts';
import { linePoll } from './line-answers.ts';
import { documentLine } from './line-paths.ts';

/** `POST /api/sales/{slug}/line/claim` */
function documented(): string[] {
  const app = new OpenAPIHono<ApiEnv>();
  documentLine(app);
  const { paths = {} } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

test('RCH-7: every endpoint of the line is in the document, and nothing else', () => {
  const served = lineRoutes({} as never).routes.map(
    ({ method, path }) => `${method} ${path.replace(':slug', '{slug}')}`,
  );
  expect(documented().sort()).toEqual([...new Set(served)].sort());
});

test('RCH-7: each documented endpoint is reached from outside, and what it answers is as documented', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const ask = async (endpoint: string, headers: Record<string, string> = {}) => {
    const [method = '', path = ''] = endpoint.split(' ');
    const url = gateway.url + path.replace('{slug}', sale.slug);
    const response = await fetch(url, { method, headers });
    return { status: response.status, text: await response.text() };
  };
  for (const endpoint of documented()) {
    const { status, text } = await ask(endpoint);
    expect([endpoint, status, text]).not.toEqual([endpoint, 404, text]);
  }
  const joined = JSON.parse((await ask('POST /api/sales/{slug}/line')).text);
  const { receipt = '' } = linePoll.parse(joined).place;
  await sale.admit();
  const headers = { 'usher-receipt': receipt };
  for (const endpoint of ['GET /api/sales/{slug}/line', 'POST /api/sales/{slug}/line/claim']) {
    const { status, text } = await ask(endpoint, headers);
    expect(status).toBe(200);
    const said = JSON.parse(text);
    // Nothing is left over that the document does not know.
    expect(linePoll.parse(said)).toEqual(said);
  }
});

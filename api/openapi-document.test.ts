/** The OpenAPI document and its readable form. */
import { expect } from 'vitest';
import { openTestApi, test } from '../test/api.ts';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every object in the document, with the path to it. */
function* objectsOf(value: unknown, at = '#'): Iterable<[string, Json]> {
  if (!isObject(value)) return;
  yield [at, value];
  for (const [name, inner] of Object.entries(value)) yield* objectsOf(inner, `${at}/${name}`);
}

test('API-18: the document is OpenAPI 3.1, complete, and refers to nothing that is not in it', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const { body } = await api.ask('GET', '/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const resolve = (ref: string) =>
    ref
      .split('/')
      .slice(1)
      .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), body);
  for (const [at, object] of objectsOf(body)) {
    if (typeof object.$ref === 'string') expect([at, isObject(resolve(object.$ref))]).toEqual([at, true]);
  }
  const names = new Set<unknown>();
  for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Json>>)) {
    const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => name);
    for (const [method, operation] of Object.entries(methods)) {
      const where = `${method} ${path}`;
      const parameters = (operation.parameters ?? []) as {
        name: string;
        in: string;
        required?: boolean;
        schema?: unknown;
      }[];
      const declared = parameters.filter((parameter) => parameter.in === 'path' && parameter.required);
      expect([where, declared.map(({ name }) => name)]).toEqual([where, inPath]);
      expect(parameters.every(({ schema }) => isObject(schema))).toBe(true);
      expect(operation.summary).toMatch(/\w/);
      names.add(operation.summary);
      const statuses = Object.keys(operation.responses as object);
      expect([where, statuses.some((status) => status.startsWith('2')), statuses.includes('503')]).toEqual([
        where,
        true,
        true,
      ]);
    }
  }
  expect(body.components.schemas.Order.properties.state.enum).toContain('refund_pending');
  const order = body.paths['/api/sales/{slug}/orders'].post;
  expect(order.parameters.map(({ name }: { name: string }) => name)).toContain('Idempotency-Key');
  expect(order.responses['409'].description).toContain('sold_out');
});

test('API-18: the readable form is our own files under a policy that lets nothing else in', async ({
  stores,
}) => {
  await using api = await openTestApi(stores);
  const page = await api.ask('GET', '/api/docs');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  const asked = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(asked).toHaveLength(4);
  for (const address of asked) {
    expect(address).toMatch(/^\/api\/docs\//);
    expect((await api.ask('GET', address)).status).toBe(200);
  }
  expect(page.body).not.toMatch(/<script>|style=| on\w+=/);
});

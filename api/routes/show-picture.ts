/**
 * GET /pictures/HASH-WIDTH.webp: a picture under an address that names its very bytes, so that whoever has it once never
 * asks again (CAT-4).
 */
import { createRoute, z } from '@hono/zod-openapi';
import { pictureBytes } from '../../db/sale-pictures.ts';
import { Refused } from '../../domain/refusals.ts';
import { refusing } from '../answers.ts';
import type { Api, Deps } from '../deps.ts';
import { keepFresh } from '../fresh.ts';
import { pictureWidths } from '../views.ts';

const forms = { [pictureWidths.small]: 'small', [pictureWidths.large]: 'large' } as const;
const nameShape = /^([0-9a-f]{64})-(480|1280)\.webp$/;

const route = createRoute({
  method: 'get',
  path: '/api/pictures/{name}',
  summary: 'Show a picture',
  request: { params: z.strictObject({ name: z.string().max(80) }) },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/webp': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...refusing('not_found'),
  },
});

/** Some hundred kilobytes each. A picture that was removed is gone from here within the minute. */
const KEPT_MAX = 40;
const KEPT_MS = 60_000;

export function showPictureRoute(app: Api, { db, clock }: Deps): void {
  const pictures = keepFresh({
    read: async (name) => {
      const [, hash = '', width] = nameShape.exec(name) ?? [];
      return await pictureBytes(db, hash, forms[Number(width) as keyof typeof forms]);
    },
    ...{ ageMsMax: KEPT_MS, keysMax: KEPT_MAX, clock },
  });
  app.openapi(route, async (c) => {
    const { name } = c.req.valid('param');
    if (!nameShape.test(name)) throw new Refused('not_found');
    const bytes = await pictures.get(name);
    if (!bytes) {
      pictures.forget(name);
      throw new Refused('not_found');
    }
    c.header('cache-control', 'public, max-age=31536000, immutable');
    c.header('content-type', 'image/webp');
    // Pages and mails of other sites may show it too.
    c.header('cross-origin-resource-policy', 'cross-origin');
    return c.body(new Uint8Array(bytes), 200) as never;
  });
}

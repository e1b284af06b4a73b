/**
 * /staff/sales/SLUG/pictures: taking a picture in, telling it in words, its place among the others, removing it (CAT-3).
 * The body is the file itself. If this process dies on the way nothing is there, and the same file once more adds no second
 * one.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { addPicture, changePicture, removePicture } from '../../../db/sale-pictures.ts';
import { saleBySlug } from '../../../db/sales.ts';
import { Refused } from '../../../domain/refusals.ts';
import { saleBounds } from '../../../domain/sale-defaults.ts';
import { newId } from '../../../runtime/chance.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { staffWho } from '../../identity.ts';
import { pictureForms } from '../../picture-forms.ts';
import { staffSale } from '../../sale-answers.ts';
import { id, lineText, slugParam } from '../../shapes.ts';
import { steer } from '../../steer.ts';

const security = [{ staff: [] }];
const refusals = ['not_signed_in', 'not_allowed', 'not_found', 'invalid_request', 'too_large'] as const;
const altText = lineText(0, 300);
const file = z.string().openapi({ format: 'binary' });
const content = {
  'image/jpeg': { schema: file },
  'image/png': { schema: file },
  'image/webp': { schema: file },
};
const patch = z
  .strictObject({
    alt: z.strictObject({ ko: altText, en: altText }),
    position: z.int().min(0).max(saleBounds.pictures[1]),
  })
  .partial()
  .openapi('PicturePatch');

export function steerPicturesRoutes(app: Api, deps: Deps): void {
  const middleware = staffWho(deps, 'steer');
  const path = '/api/staff/sales/{slug}/pictures';
  const sale = json(staffSale, 'The sale');

  const add = createRoute({
    ...{ method: 'post', path, summary: 'Add a picture', security, middleware },
    description: 'JPEG, PNG or WebP, up to 10 MB and 50 megapixels; re-encoded in two sizes.',
    request: {
      params: slugParam,
      query: z.strictObject({ altKo: altText.optional(), altEn: altText.optional() }),
      body: { content },
    },
    responses: { 201: sale, ...refusing(...refusals) },
  });
  app.openapi(add, async (c) => {
    const { slug } = c.req.valid('param');
    const { altKo: ko = '', altEn: en = '' } = c.req.valid('query');
    // Before ten megabytes are worked through for nothing.
    const known = await saleBySlug(deps.db, slug);
    if (!known || known.deleted_at !== null) throw new Refused('not_found');
    const forms = await pictureForms(Buffer.from(await c.req.arrayBuffer()));
    const picture = { ...forms, id: newId('pic', deps.chance), alt: { ko, en } };
    const asked = { slug, staffId: c.get('staff').id };
    return c.json(await steer(deps, asked, (trx, _, by) => addPicture(trx, slug, picture, by)), 201);
  });

  const params = slugParam.extend({ id });
  const change = createRoute({
    ...{ method: 'patch', path: `${path}/{id}`, summary: 'Change a picture', security, middleware },
    request: { params, body: jsonBody(patch) },
    responses: { 200: sale, ...refusing(...refusals) },
  });
  app.openapi(change, async (c) => {
    const { slug, id: pictureId } = c.req.valid('param');
    const wish = c.req.valid('json');
    const asked = { slug, staffId: c.get('staff').id };
    return c.json(
      await steer(deps, asked, (trx, _, by) => changePicture(trx, slug, pictureId, wish, by)),
      200,
    );
  });

  const remove = createRoute({
    ...{ method: 'delete', path: `${path}/{id}`, summary: 'Remove a picture', security, middleware },
    request: { params },
    responses: { 200: sale, ...refusing('not_signed_in', 'not_allowed', 'not_found') },
  });
  app.openapi(remove, async (c) => {
    const { slug, id: pictureId } = c.req.valid('param');
    const asked = { slug, staffId: c.get('staff').id };
    return c.json(await steer(deps, asked, (trx, _, by) => removePicture(trx, slug, pictureId, by)), 200);
  });
}

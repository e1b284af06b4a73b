/** /me/addresses: the address book (ACT-7). */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { addressesOf, dropAddress, keepAddress } from '../../../db/account-addresses.ts';
import { ADDRESSES_MAX } from '../../../domain/limits.ts';
import { Refused } from '../../../domain/refusals.ts';
import { addressView, sealedAddress } from '../../address-book.ts';
import { json, jsonBody, keptAddress as kept, pageOf, refusing } from '../../answers.ts';
import type { Api, Deps } from '../../deps.ts';
import { accountWho } from '../../identity.ts';
import { addressShape, id } from '../../shapes.ts';

const body = addressShape.extend({ isDefault: z.boolean().default(false) });
const params = z.strictObject({ id });

export function addressesRoutes(app: Api, deps: Deps): void {
  const shared = { security: [{ account: [] }], middleware: accountWho(deps) };
  const list = createRoute({
    ...shared,
    method: 'get',
    path: '/api/me/addresses',
    summary: 'My addresses',
    responses: { 200: json(pageOf(kept), 'All of them, the default first'), ...refusing('not_signed_in') },
  });
  app.openapi(list, async (c) => {
    const { id: accountId } = c.get('account');
    const items = (await addressesOf(deps.db, accountId)).map((one) => addressView(deps, accountId, one));
    return c.json({ items, nextCursor: null }, 200);
  });

  const keep = async (c: Context, ask: z.output<typeof body>, addressId?: string) => {
    const { isDefault, ...address } = ask;
    const accountId: string = c.get('account').id;
    const sealed = sealedAddress(deps, accountId, address, {
      isDefault,
      ...(addressId !== undefined && { id: addressId }),
    });
    const outcome = await deps.db.transaction().execute((trx) => keepAddress(trx, accountId, sealed));
    if (outcome === 'full')
      throw new Refused('invalid_request', { detail: `An address book holds ${ADDRESSES_MAX}.` });
    if (outcome === 'none') throw new Refused('not_found');
    const now = (await addressesOf(deps.db, accountId)).find((one) => one.id === sealed.id) ?? sealed;
    return addressView(deps, accountId, now);
  };
  const add = createRoute({
    ...shared,
    method: 'post',
    path: '/api/me/addresses',
    summary: 'Add an address',
    request: { body: jsonBody(body) },
    responses: { 201: json(kept, 'Kept'), ...refusing('not_signed_in', 'invalid_request', 'not_allowed') },
  });
  app.openapi(add, async (c) => c.json(await keep(c, c.req.valid('json')), 201));

  const change = createRoute({
    ...shared,
    method: 'put',
    path: '/api/me/addresses/{id}',
    summary: 'Change an address',
    request: { params, body: jsonBody(body) },
    responses: {
      200: json(kept, 'Kept'),
      ...refusing('not_signed_in', 'not_found', 'invalid_request', 'not_allowed'),
    },
  });
  app.openapi(change, async (c) => {
    const { id: addressId } = c.req.valid('param');
    const own = await addressesOf(deps.db, c.get('account').id);
    if (!own.some((one) => one.id === addressId)) throw new Refused('not_found');
    return c.json(await keep(c, c.req.valid('json'), addressId), 200);
  });

  const drop = createRoute({
    ...shared,
    method: 'delete',
    path: '/api/me/addresses/{id}',
    summary: 'Remove an address',
    request: { params },
    responses: {
      204: { description: 'Removed' },
      ...refusing('not_signed_in', 'not_found', 'invalid_request', 'not_allowed'),
    },
  });
  app.openapi(drop, async (c) => {
    const { id: addressId } = c.req.valid('param');
    const { id: accountId } = c.get('account');
    const isDropped = await deps.db.transaction().execute((trx) => dropAddress(trx, accountId, addressId));
    if (!isDropped) throw new Refused('not_found');
    return c.body(null, 204);
  });
}

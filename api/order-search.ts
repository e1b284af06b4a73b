/** How staff look for orders: the same filters for the list and for the file. */
import { z } from '@hono/zod-openapi';
import type { OrderSearch } from '../db/orders.ts';
import { saleBySlug } from '../db/sales.ts';
import { orderStates } from '../domain/order-lifecycle.ts';
import { Refused } from '../domain/refusals.ts';
import { blindIndex } from '../runtime/seal.ts';
import type { Deps } from './deps.ts';
import { email, id, moment, slug } from './shapes.ts';

export const searchShape = {
  sale: slug.optional(),
  state: z.enum(orderStates as [(typeof orderStates)[number]]).optional(),
  email: email
    .optional()
    .openapi({ description: 'the buyer’s, as it was typed; large and small letters are alike' }),
  id: id.optional().openapi({ description: 'of the order' }),
  from: moment.optional().openapi({ description: 'made at this moment or later' }),
  to: moment.optional().openapi({ description: 'made before this moment' }),
};
const shape = z.strictObject(searchShape);

/** Refuses with `not_found` for a sale that is not there. Addresses are looked for by blind index alone (API-11). */
export async function searchOf(
  { db, ring }: Deps,
  ask: z.output<typeof shape>,
): Promise<Omit<OrderSearch, 'orders' | 'afterId'>> {
  const sale = ask.sale === undefined ? undefined : await saleBySlug(db, ask.sale);
  if (sale === null) throw new Refused('not_found');
  const { state, id: orderId, from, to } = ask;
  const emailIndex = ask.email === undefined ? undefined : blindIndex(ring, ask.email);
  return { saleId: sale?.id, state, emailIndex, orderId, from, to };
}

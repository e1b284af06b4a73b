/**
 * POST /sales/SLUG/orders: asks the sale's writer for units (API-9, API-10). The one route that a whole crowd comes through
 * at once: the sale is known already, and PostgreSQL is asked only where the writer was not heard.
 *
 * If this process dies after the writer decided, the buyer repeats the request under its key and gets the same answer.
 */
import { hash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { noteBasketOrder } from '../../db/basket-orders.ts';
import type { KeptSale } from '../../db/sales.ts';
import { findAnswer } from '../../db/writer-answers.ts';
import type { PlacedOrder } from '../../domain/order-view.ts';
import { Refused } from '../../domain/refusals.ts';
import { maySell } from '../../domain/sale-showing.ts';
import type { ReserveCommand, WriterAnswer } from '../../domain/writer/command.ts';
import { leastToPay } from '../../payment/providers.ts';
import { newId } from '../../runtime/chance.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { sealAddress, sealContact } from '../../tokens/sealed-contact.ts';
import { json, jsonBody, placedOrder, refusing } from '../answers.ts';
import { bodyHashOf } from '../body-hash.ts';
import type { Api, ApiEnv, Deps } from '../deps.ts';
import { monotonicMs } from '../latencies.ts';
import { matching } from '../reserve.ts';
import { reserveWithPoints } from '../reserve-with-points.ts';
import { addressShape, contactShape, idempotencyKeyPattern, orderLines, slugParam } from '../shapes.ts';
import { type Visitor, visitorOf } from '../visitor.ts';

const body = z.strictObject({
  lines: orderLines,
  contact: contactShape,
  address: addressShape.optional(),
  fromBasket: z
    .boolean()
    .optional()
    .openapi({ description: 'what is granted leaves the basket of the account' }),
  points: z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ description: 'pay so much with the account’s points; one is a minor unit of the currency' }),
});
type Body = z.output<typeof body>;

const header = (name: string, description: string, required = false) => ({
  name,
  in: 'header' as const,
  required,
  description,
  schema: { type: 'string' as const },
});

export function placeOrderRoute(app: Api, deps: Deps): void {
  const route = createRoute({
    method: 'post',
    path: '/api/sales/{slug}/orders',
    summary: 'Place an order: all of its lines are held, or none',
    parameters: [
      header('Usher-Pass', 'the pass; not needed where the sale is a `shelf`'),
      header('Usher-Secret', 'the secret that the place was bound to'),
      header('Idempotency-Key', '1–200 visible characters; repeat a request under the same key', true),
    ],
    request: { params: slugParam, body: jsonBody(body) },
    // Who asks comes before what is asked.
    middleware: (async (c, next) => {
      const sinceMs = monotonicMs();
      const named = slugParam.safeParse(c.req.param());
      const sale = named.success ? await deps.sales.get(named.data.slug) : null;
      if (!sale || !maySell(sale, deps.clock())) throw new Refused('not_found');
      c.set('asker', { sale, visitor: await visitorOf(deps, sale, c), sinceMs });
      await next();
    }) satisfies MiddlewareHandler<ApiEnv>,
    responses: {
      201: json(placedOrder, 'Held until `holdExpiresAt`'),
      ...refusing(
        ...([
          'pass_required',
          'pass_invalid',
          'pass_ended',
          'secret_required',
          'not_signed_in',
          'not_found',
          'sold_out',
        ] as const),
        ...([
          'account_flagged',
          'not_enough_points',
          'too_little_left',
          'limit_reached',
          'key_reused',
          'sale_not_open',
          'invalid_request',
          'too_large',
        ] as const),
      ),
    },
  });

  app.openapi(route, async (c) => {
    const { sale: kept, visitor, sinceMs } = c.get('asker');
    const ask = c.req.valid('json');
    const sale = await saleOffering(deps, kept, ask);
    checkAsk(sale, ask);
    const command = commandOf(deps, sale, visitor, ask, idempotencyKeyOf(c));
    if (ask.fromBasket) await note(deps, command);
    const answer = await decide(deps, sale, visitor, command);
    deps.latencies.took('reserve', monotonicMs() - sinceMs);
    return c.json(placed(deps, sale, answer), 201);
  });
}

function idempotencyKeyOf(c: Context): string {
  const key = c.req.header('idempotency-key');
  if (key !== undefined && idempotencyKeyPattern.test(key)) return key;
  const message = key === undefined ? 'is required' : 'expected 1 to 200 visible characters';
  throw new Refused('invalid_request', { errors: [{ path: 'Idempotency-Key', message }] });
}

/**
 * The sale that sells these tiers. A tier may be new (CAT-6), and a turn may come in the very second of the opening: where
 * the kept sale does not know the one, or of the other, the newest is looked at, by one for all who ask meanwhile.
 */
async function saleOffering({ sales }: Deps, kept: KeptSale, { lines }: Body): Promise<KeptSale> {
  if (isOnSale(kept) && lines.every(({ tierId }) => nameOf(kept, tierId) !== undefined)) return kept;
  return (await sales.renew(kept.slug)) ?? kept;
}

const isOnSale = ({ state }: KeptSale) => state !== 'lobby' && state !== 'closed';

/** What only the sale can tell about the shape. */
function checkAsk(sale: KeptSale, { lines, address }: Body): void {
  const errors = lines.flatMap(({ tierId }, index) =>
    nameOf(sale, tierId) === undefined
      ? [{ path: `lines.${index}.tierId`, message: 'is no tier of this sale' }]
      : [],
  );
  if (sale.fulfilment === 'shipping' && address === undefined)
    errors.push({ path: 'address', message: 'is required: this is sent by post' });
  if (errors.length > 0) throw new Refused('invalid_request', { errors });
}

/** One that is sold no more too (CAT-17): an order of it is told again, and the writer has none for another. */
const nameOf = (sale: KeptSale, tierId: string): string | undefined =>
  [...sale.tiers, ...sale.removed_tiers].find(({ id }) => id === tierId)?.name;

type Command = Omit<ReserveCommand, 'replyTo'>;

/** Before the writer is asked, so that what it grants leaves the basket whoever dies in between (BAS-7). */
async function note({ db }: Deps, { id, accountId }: Command): Promise<void> {
  if (accountId === null) throw new Refused('not_signed_in');
  await noteBasketOrder(db, accountId, id);
}

/** The contact is sealed here, before it leaves the API. */
function commandOf(
  { ring, chance, payments }: Deps,
  sale: KeptSale,
  visitor: Visitor,
  ask: Body,
  key: string,
): Command {
  const { visitorId, admissionId, accountId } = visitor;
  const orderId = newId('ord', chance);
  const scope = [sale.id, admissionId ?? visitorId, 'orders', key].join('|');
  return {
    id: hash('sha256', scope, 'base64url'),
    bodyHash: bodyHashOf(ring, canonical(ask)),
    saleId: sale.id,
    orderId,
    admissionId,
    visitorId,
    accountId,
    emailIndex: blindIndex(ring, ask.contact.email),
    contactSealed: sealContact(ring, orderId, ask.contact),
    addressSealed: ask.address ? sealAddress(ring, orderId, ask.address) : null,
    lines: ask.lines,
    ...(ask.points && {
      points: ask.points,
      leastToPay: leastToPay(payments.providers, sale.currency),
    }),
  };
}

/** The same request written differently (order of fields, blanks) is the same request. */
function canonical({ lines, contact, address, points }: Body): string {
  const place = address
    ? [address.recipient, address.line1, address.line2, address.city, address.postalCode, address.country]
    : [];
  return JSON.stringify([
    lines.map(({ tierId, quantity }) => [tierId, quantity]),
    [contact.email, contact.name],
    [...place, address?.phone, address?.note],
    ...(points ? [points] : []),
  ]);
}

/**
 * A stored answer wins over everything that has changed since: an ended pass, a closed sale. A sale that has no writer
 * (not yet open, closed) is not asked in vain.
 */
async function decide(deps: Deps, sale: KeptSale, visitor: Visitor, command: Command): Promise<WriterAnswer> {
  const isOver = !isOnSale(sale);
  // A sale for accounts counts by account: whoever orders as nobody would have a second limit.
  const isNobody = sale.audience === 'accounts' && visitor.accountId === null;
  // Whose account is flagged knows it by a letter and by the account's page (STF-7).
  const isFlagged =
    sale.audience === 'accounts' && visitor.accountId !== null && deps.barred.isFlagged(visitor.accountId);
  if (visitor.ended || isOver || isNobody || isFlagged) {
    const stored = matching(await findAnswer(deps.db, command.id), command.bodyHash);
    if (stored) return stored;
    if (isFlagged && !visitor.ended && !isOver) throw new Refused('account_flagged');
    throw new Refused(visitor.ended ? 'pass_ended' : isOver ? 'sale_not_open' : 'not_signed_in');
  }
  const answer = await reserveWithPoints(deps, sale.currency, command);
  if (!answer) throw new Refused('busy');
  return answer;
}

function placed({ ring }: Deps, sale: KeptSale, answer: WriterAnswer): PlacedOrder {
  if (answer.outcome === 'refused') throw new Refused(answer.code, answer.left ? { left: answer.left } : {});
  const { order } = answer;
  const { currency } = order;
  return {
    id: order.id,
    key: orderKeyOf(ring, order.id),
    state: 'held',
    holdExpiresAt: order.holdExpiresAt,
    lines: order.lines.map(({ tierId, quantity, unitAmount }) => ({
      tierId,
      name: nameOf(sale, tierId) ?? tierId,
      quantity,
      price: { amount: unitAmount, currency },
    })),
    total: { amount: order.totalAmount, currency },
    ...(order.points && { points: order.points }),
  };
}

/**
 * The shapes that routes answer with: for the compiler (a handler that answers otherwise does not build) and for readers
 * of the OpenAPI document.
 */
import { z } from '@hono/zod-openapi';
import { orderStates } from '../domain/order-lifecycle.ts';
import { refusals } from '../domain/refusals.ts';
import { audiences, fulfilments, lobbyModes, saleModes, saleStates } from '../domain/sale.ts';
import { staffRoles } from '../domain/staff-role.ts';
import { addressShape } from './shapes.ts';

const time = z.string().openapi({ format: 'date-time' });
export const money = z
  .object({ amount: z.int().openapi({ description: 'in minor units' }), currency: z.string() })
  .openapi('Money');

const picture = z
  .object({
    url: z.string(),
    largeUrl: z.string(),
    width: z.int(),
    height: z.int(),
    alt: z.object({ ko: z.string(), en: z.string() }),
  })
  .openapi('Picture');
export const category = z
  .object({
    slug: z.string(),
    parent: z.string().nullable(),
    name: z.object({ ko: z.string(), en: z.string() }),
  })
  .openapi('Category');

export const tier = z.object({
  id: z.string(),
  name: z.string(),
  price: money,
  listPrice: money
    .nullable()
    .openapi({ description: 'the ordinary price, where it is more than what is paid' }),
  attributes: z.record(z.string(), z.string()).openapi({ description: 'of a variant, as in {"size":"M"}' }),
  capacity: z.int(),
  availability: z.enum(['plenty', 'few', 'held', 'none']),
});
export const sale = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    venue: z.string().nullable(),
    startsAt: time.nullable(),
    picture: z.string().nullable(),
    pictures: z.array(picture).readonly(),
    accent: z.string().nullable(),
    mode: z.enum(saleModes),
    lobby: z.enum(lobbyModes),
    audience: z.enum(audiences),
    state: z.enum(saleStates),
    opensAt: time.nullable(),
    closesAt: time.nullable(),
    floorMax: z.int(),
    admitPerMinute: z.int(),
    passMinutes: z.int(),
    claimSeconds: z.int(),
    holdMinutes: z.int(),
    perVisitorMax: z.int(),
    fulfilment: z.enum(fulfilments),
    registrationClosesAt: time.nullable(),
    winners: z.int().nullable(),
    claimHours: z.int(),
    reserveHours: z.int(),
    codeRequired: z.boolean(),
    priorityShare: z.int(),
    autopilot: z.boolean(),
    embedOrigins: z.array(z.string()).readonly(),
    seedHash: z.string(),
    message: z.object({ ko: z.string().optional(), en: z.string().optional(), at: time }).nullable(),
    reason: z.string().nullable(),
    waiting: z.int().optional().openapi({
      description: 'people in the line and its lobby; not there while nobody can wait or it is not known',
    }),
    teaser: z.literal(true).optional().openapi({
      description: 'it has not opened and tells no more than what, where and when until it does',
    }),
    tiers: z.array(tier).readonly(),
  })
  .openapi('Sale');
/** A sale as the staff sees it. */
export const staffSale = sale
  .extend({ hiddenUntil: time.nullable(), hideBeforeOpening: z.boolean(), deletedAt: time.nullable() })
  .openapi('StaffSale');

export const stock = z
  .object({
    version: z.int(),
    tiers: z
      .array(
        z.object({
          id: z.string(),
          capacity: z.int(),
          available: z.int(),
          held: z.int(),
          sold: z.int(),
        }),
      )
      .readonly(),
  })
  .openapi('Stock');

const orderLine = z.object({ tierId: z.string(), name: z.string(), quantity: z.int(), price: money });
export const placedOrder = z
  .object({
    id: z.string(),
    key: z.string(),
    state: z.literal('held'),
    holdExpiresAt: time,
    lines: z.array(orderLine).readonly(),
    total: money,
  })
  .openapi('PlacedOrder');
export const order = z
  .object({
    id: z.string(),
    state: z.enum(orderStates as [(typeof orderStates)[number]]),
    sale: z.object({
      slug: z.string(),
      title: z.string(),
      venue: z.string().nullable(),
      startsAt: time.nullable(),
      fulfilment: z.enum(fulfilments),
    }),
    lines: z.array(orderLine).readonly(),
    total: money,
    contact: z.object({ email: z.string(), name: z.string() }),
    createdAt: time,
    holdExpiresAt: time,
    paidAt: time.nullable(),
    closedAt: time.nullable(),
    reason: z.string().nullable(),
    returnableUntil: time.nullable(),
    cancellable: z.boolean(),
    payments: z
      .array(z.object({ id: z.string(), provider: z.string(), state: z.string(), amount: money }))
      .readonly(),
  })
  .openapi('Order');

export const ticket = z
  .object({
    id: z.string(),
    tierId: z.string(),
    token: z.string(),
    state: z.enum(['valid', 'void', 'used']),
  })
  .openapi('Ticket');

export const staff = z
  .object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(staffRoles) })
  .openapi('Staff');
export const signIn = z
  .object({ id: z.string(), device: z.string(), isThis: z.boolean(), createdAt: time, seenAt: time })
  .openapi('SignIn');
export const keptAddress = addressShape.extend({ id: z.string(), isDefault: z.boolean() }).openapi('Address');
export const account = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    language: z.enum(['ko', 'en']),
    createdAt: time,
  })
  .openapi('Account');
export const signedIn = z
  .object({ accessToken: z.string(), expiresAt: time, staff: staff.optional(), account: account.optional() })
  .openapi('SignedIn', { description: 'a member of staff, or the account of a buyer' });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).readonly(), nextCursor: z.string().nullable() });

const codes = Object.keys(refusals) as [keyof typeof refusals];
const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    left: z.record(z.string(), z.int()).optional(),
  })
  .openapi('Problem');

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A route's refusals, beside those that every route may give. Handlers throw them, so they take no part in its type. */
export const refusing = (...codes: readonly (keyof typeof refusals)[]) => {
  const byStatus = Map.groupBy(
    [...codes, 'busy', 'internal'] as (keyof typeof refusals)[],
    (code) => refusals[code].status,
  );
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\` ${refusals[code].title}`).join(' · '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  ) as Record<never, never>;
};

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
/** A body that may be left out. */
export const jsonBodyIfAny = <Schema extends z.ZodType>(schema: Schema) => ({
  required: false,
  content: { 'application/json': { schema } },
});

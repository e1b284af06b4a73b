/**
 * The shapes that routes answer with: for the compiler (a handler that answers otherwise does not build) and for readers
 * of the OpenAPI document.
 */
import { z } from '@hono/zod-openapi';
import { orderStates } from '../domain/order-lifecycle.ts';
import { refusals } from '../domain/refusals.ts';
import { fulfilments } from '../domain/sale.ts';
import { staffRoles } from '../domain/staff-role.ts';
import { takers } from '../domain/taken-back.ts';
import { addressShape } from './shapes.ts';

export const time = z.string().openapi({ format: 'date-time' });
export const money = z
  .object({ amount: z.int().openapi({ description: 'in minor units' }), currency: z.string() })
  .openapi('Money');

const orderLine = z.object({ tierId: z.string(), name: z.string(), quantity: z.int(), price: money });
const orderState = z.enum(orderStates as [(typeof orderStates)[number]]);
const unitsOfLines = z.array(z.object({ lineNo: z.int(), quantity: z.int() })).readonly();
const orderedLine = orderLine.extend({
  lineNo: z.int(),
  refundedQuantity: z.int().openapi({ description: 'units that parts gave back' }),
  repaidQuantity: z.int().openapi({ description: 'units that were paid back and stay with the buyer' }),
  returningQuantity: z.int().openapi({ description: 'units that were asked back and wait for a decision' }),
  state: orderState,
});
export const placedOrder = z
  .object({
    id: z.string(),
    key: z.string(),
    state: z.literal('held'),
    holdExpiresAt: time,
    lines: z.array(orderLine).readonly(),
    total: money,
    points: z
      .int()
      .optional()
      .openapi({ description: 'what points pay of it; `total` is the money beside them' }),
  })
  .openapi('PlacedOrder');
export const order = z
  .object({
    id: z.string(),
    state: orderState,
    sale: z.object({
      slug: z.string(),
      title: z.string(),
      venue: z.string().nullable(),
      startsAt: time.nullable(),
      timeZone: z.string(),
      accent: z.string().nullable(),
      fulfilment: z.enum(fulfilments),
    }),
    lines: z.array(orderedLine).readonly(),
    total: money,
    pointsSpent: z.int(),
    refunded: money.openapi({ description: 'given back in parts so far' }),
    refundedByOthers: money
      .optional()
      .openapi({ description: 'given back at the provider itself, or by a bank; in no part' }),
    partRefunds: z
      .array(
        z.object({
          at: time,
          lines: unitsOfLines,
          amount: money,
          points: z.int(),
          reason: z.string().nullable(),
          unitsStay: z.boolean().openapi({ description: 'only their money went back' }),
          isReturn: z.boolean().openapi({ description: 'goods that the buyer sent back; so is the reason' }),
        }),
      )
      .readonly(),
    returns: z
      .array(
        z.object({
          id: z.string(),
          at: time,
          lines: unitsOfLines,
          reason: z.string(),
          state: z.enum(['asked', 'taken_back', 'refused']),
          decidedAt: time.nullable(),
          answer: z.string().nullable().openapi({ description: 'why it was refused' }),
        }),
      )
      .readonly(),
    contact: z.object({ email: z.string(), name: z.string() }),
    address: addressShape.nullable().openapi({ description: 'where it goes by post' }),
    createdAt: time,
    holdExpiresAt: time,
    paidAt: time.nullable(),
    closedAt: time.nullable(),
    reason: z.string().nullable().openapi({
      description: 'what who took it back wrote; a code of ours where a bank or the provider did',
    }),
    takenBackBy: z
      .enum(takers)
      .nullable()
      .optional()
      .openapi({ description: 'who ended it or took it back; null where nobody did' }),
    returnableUntil: time.nullable(),
    cancellable: z.boolean(),
    payments: z
      .array(z.object({ id: z.string(), provider: z.string(), state: z.string(), amount: money }))
      .readonly(),
  })
  .openapi('Order');

const receiver = z.object({ email: z.string(), name: z.string() });
export const ticket = z
  .object({
    id: z.string(),
    tierId: z.string(),
    token: z
      .string()
      .nullable()
      .openapi({ description: 'what the QR code shows; null where another has it' }),
    code: z.string().nullable().openapi({ description: 'to be typed at the door' }),
    state: z.enum(['valid', 'void', 'used']),
    usedAt: time.nullable(),
    door: z.string().nullable(),
    passedOn: z.object({ to: receiver, at: time }).nullable(),
    offer: z.object({ id: z.string(), to: receiver, at: time }).nullable(),
  })
  .openapi('Ticket');
export const ownTicketFacts = z.object({
  how: z.enum(['bought', 'given', 'offered']),
  orderId: z.string().nullable().openapi({ description: 'for one that was bought' }),
  transferId: z.string().nullable().openapi({ description: 'for one that was given, or may be taken' }),
  from: z.object({ name: z.string() }).nullable(),
  holder: z.object({ name: z.string() }),
  sale: z.object({
    slug: z.string(),
    title: z.string(),
    venue: z.string().nullable(),
    startsAt: time.nullable(),
    timeZone: z.string(),
  }),
  tierName: z.string(),
});
export const ownTicket = ownTicketFacts
  .extend({ ticket: ticket.nullable().openapi({ description: 'null while it is on offer' }) })
  .openapi('OwnTicket');

export const staff = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(staffRoles),
    hasTwoStep: z.boolean(),
    mustTurnOnTwoStep: z.enum(['no', 'soon', 'now']).openapi({
      description: '`now`: nothing else is open until two-step sign-in is on',
    }),
  })
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

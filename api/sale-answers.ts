/** The shapes in which routes answer with sales, categories and stock; answers.ts says what such shapes are for. */
import { z } from '@hono/zod-openapi';
import { audiences, fulfilments, lobbyModes, saleModes, saleStates } from '../domain/sale.ts';
import { money, time } from './answers.ts';

const picture = z
  .object({
    id: z.string(),
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
const shown = z.object({
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
  closedAt: time.nullable(),
  floorMax: z.int(),
  admitPerMinute: z.int(),
  passMinutes: z.int(),
  claimSeconds: z.int(),
  holdMinutes: z.int(),
  perVisitorMax: z.int(),
  fulfilment: z.enum(fulfilments),
  timeZone: z.string().openapi({ description: 'where days begin and end for this sale' }),
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
  reasons: z.object({ ko: z.string().optional(), en: z.string().optional() }).nullable(),
  tiers: z.array(tier).readonly(),
});
/** A sale as everybody sees it. */
export const sale = shown
  .extend({
    waiting: z.int().optional().openapi({
      description: 'people in the line and its lobby; not there while nobody can wait or it is not known',
    }),
    teaser: z.literal(true).optional().openapi({
      description: 'it has not opened and tells no more than what, where and when until it does',
    }),
  })
  .openapi('Sale');
/** A sale as the staff sees it. */
export const staffSale = shown
  .extend({
    drawing: z
      .string()
      .nullable()
      .openapi({ description: 'the picture that was set; what buyers see is `picture`' }),
    hiddenUntil: time.nullable(),
    hideBeforeOpening: z.boolean(),
    deletedAt: time.nullable(),
  })
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

/** The settings of a sale as staff sends them; the walls are those of domain/sale-defaults.ts. */
import { z } from '@hono/zod-openapi';
import { audiences, fulfilments, lobbyModes, saleModes } from '../domain/sale.ts';
import { saleBounds } from '../domain/sale-defaults.ts';
import { isTimeZone } from '../domain/shipping.ts';
import { currency, lineText, longText, moment, slug } from './shapes.ts';

const between = ([least, most]: readonly [number, number]) => z.int().min(least).max(most);

/** A picture of ours, or one that a browser may load without a warning. */
const picture = z
  .string()
  .max(500)
  .regex(/^(https:\/\/|\/)[\x21-\x7e]*$/, 'expected https://… or a path of this site');

/**
 * Scheme, host and port of a site, as its browser says it. A host may hold a semicolon or a star, which say something else
 * in the policy that it is put into.
 */
const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[\w.:[\]-]+$/, 'expected https://shop.example')
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'expected https://shop.example');

const settings = {
  title: lineText(1, 200),
  description: longText(10_000),
  category: lineText(0, 100),
  venue: lineText(1, 200).nullable(),
  startsAt: moment.nullable(),
  picture: picture.nullable(),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'expected a colour as in #1f6feb')
    .nullable(),
  mode: z.enum(saleModes),
  lobby: z.enum(lobbyModes),
  audience: z.enum(audiences),
  opensAt: moment.nullable(),
  closesAt: moment.nullable(),
  floorMax: between(saleBounds.floorMax),
  admitPerMinute: between(saleBounds.admitPerMinute),
  passMinutes: between(saleBounds.passMinutes),
  claimSeconds: between(saleBounds.claimSeconds),
  holdMinutes: between(saleBounds.holdMinutes),
  perVisitorMax: between(saleBounds.perVisitorMax),
  fulfilment: z.enum(fulfilments),
  timeZone: z.string().max(64).refine(isTimeZone, 'expected a time zone as in Asia/Seoul'),
  registrationClosesAt: moment.nullable(),
  winners: between(saleBounds.winners).nullable(),
  claimHours: between(saleBounds.claimHours),
  reserveHours: between(saleBounds.reserveHours),
  codeRequired: z.boolean(),
  priorityShare: between(saleBounds.priorityShare),
  autopilot: z.boolean(),
  embedOrigins: z.array(origin).max(saleBounds.embedOrigins[1]),
  hiddenUntil: moment.nullable(),
  hideBeforeOpening: z.boolean(),
};

export const capacity = between(saleBounds.capacity);

const price = z.strictObject({ amount: between(saleBounds.priceAmount), currency });

/** Of a variant: {"size":"M"}. */
const attributes = z
  .record(lineText(1, 30), lineText(1, 60))
  .refine((given) => Object.keys(given).length <= saleBounds.attributes[1], 'too many')
  .openapi({ type: 'object', additionalProperties: { type: 'string' }, example: { size: 'M' } });

const tierTexts = { name: lineText(1, 100), price, listPrice: price.nullable(), attributes };
export const tierShape = z
  .strictObject({ ...tierTexts, capacity })
  .partial({ listPrice: true, attributes: true })
  .openapi('NewTier');
export const tierPatchShape = z.strictObject(tierTexts).partial().openapi('TierPatch');
const [tiersLeast, tiersMost] = saleBounds.tiers;

export const newSaleShape = z
  .strictObject({ ...settings, slug, tiers: z.array(tierShape).min(tiersLeast).max(tiersMost) })
  .partial()
  .required({ slug: true, title: true, tiers: true })
  .openapi('NewSale');

export const salePatchShape = z
  .strictObject({ ...settings, reason: lineText(1, 300) })
  .partial()
  .openapi('SalePatch');

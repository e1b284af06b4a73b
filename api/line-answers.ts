/** The shapes of the line's answers over HTTP, for readers of the OpenAPI document: those of domain/protocol.ts. */
import { z } from '@hono/zod-openapi';
import { checkReasons, type LinePoll, placeStates } from '../domain/protocol.ts';
import { saleStates } from '../domain/sale.ts';
import { money } from './answers.ts';

const time = z.string().openapi({ format: 'date-time' });
const count = z.int().min(0);
const challenge = z
  .record(z.string(), z.unknown())
  .openapi({ description: 'a puzzle of altcha’s, as it is' });

const place = z
  .object({
    type: z.literal('place'),
    state: z.enum(placeStates),
    ahead: count.nullable().openapi({ description: 'visitors in front when the counter stood at `moved`' }),
    moved: count,
    waiting: count,
    eta: z
      .object({
        fromSeconds: count,
        toSeconds: count,
        reason: z.string().optional().openapi({ description: 'why the range grew' }),
        reasonAt: time.optional(),
      })
      .nullable(),
    aheadAtJoin: count.optional(),
    number: count.optional(),
    reserveNumber: count.optional(),
    receipt: z.string().optional().openapi({ description: 'keep the newest one: it proves the place' }),
    opensAt: time.optional(),
    claimBy: time.optional(),
    callNo: count.optional(),
    mustAsk: z.boolean().optional().openapi({ description: 'claim to be called again' }),
    lane: z.enum(['priority', 'slow']).optional(),
    letPass: count.optional(),
    check: z.object({ reason: z.enum(checkReasons), challenge }).optional(),
    fromList: z.boolean().optional(),
    givenBack: z.boolean().optional(),
    lobbyIndex: count.optional(),
    reminded: z.boolean().optional(),
    outcome: z.enum(['bought', 'ended', 'missed']).optional(),
  })
  .openapi('Place');

const saleNews = z
  .object({
    type: z.literal('sale'),
    state: z.enum(saleStates),
    tiers: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        price: money,
        availability: z.enum(['plenty', 'few', 'held', 'none']),
        chance: z.enum(['likely', 'possible', 'unlikely']).optional(),
      }),
    ),
    message: z.object({ ko: z.string().optional(), en: z.string().optional(), at: time }).optional(),
    reason: z.string().optional(),
    reasons: z.object({ ko: z.string().optional(), en: z.string().optional() }).optional(),
    nextNewsAt: time.optional(),
    closedAt: time.optional(),
    heldUnits: count.optional(),
    nextHoldEndsAt: time.optional(),
    etaScore: z.object({ promised: count, held: count }).optional(),
    reserveOpen: z.boolean().optional(),
    registrationClosesAt: time.optional(),
    claimHours: count.optional(),
    reserveHours: count.optional(),
    draw: z
      .object({
        seedHash: z.string(),
        root: z.string().optional(),
        size: count.optional(),
        beacon: z.enum(['none', 'awaited', 'mixed', 'missing']),
        isRevealed: z.boolean(),
      })
      .optional(),
  })
  .openapi('SaleNews');

export const linePoll = z
  .object({
    place,
    call: z.object({ type: z.literal('call'), claimBy: time }).optional(),
    pass: z
      .object({ type: z.literal('pass'), pass: z.string(), expiresAt: time, url: z.string() })
      .optional()
      .openapi({ description: 'opens checkout: `Usher-Pass`' }),
    sale: saleNews,
    nextPollMs: z.int().min(2_000).max(30_000).openapi({ description: 'when to ask next, spread' }),
  })
  .openapi('LinePoll');

/** A member that the protocol gains must be said here too: the compiler holds it. */
type Said = z.output<typeof linePoll>;
export type PollIsSaid = keyof LinePoll extends keyof Said
  ? keyof LinePoll['place'] extends keyof Said['place']
    ? keyof LinePoll['sale'] extends keyof Said['sale']
      ? true
      : never
    : never
  : never;
export const pollIsSaid: PollIsSaid = true;

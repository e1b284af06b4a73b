/**
 * The line over HTTP, for who cannot hold a socket (GWY-17): the same places, calls and passes, and when to
 * ask next. A poll counts as presence. No place is kept between two polls, the receipt says who asks; only what was
 * promised is remembered, to be held against the call (polled-promises.ts).
 */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { nearAhead } from '../../domain/place.ts';
import type { LinePoll, SaleMessage } from '../../domain/protocol.ts';
import { Refused } from '../../domain/refusals.ts';
import { noStanding } from '../../domain/standing.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import { enterLine } from '../access/enter-line.ts';
import { mailCheckCode, tryCheckCode } from '../access/mail-check.ts';
import { isSlow, withCheck } from '../access/slow-lane.ts';
import { claimTurn } from '../line/claim-turn.ts';
import type { DeedDeps } from '../line/deed.ts';
import { doDeed } from '../line/deeds.ts';
import { type Found, here, placeOf } from '../line/find-place.ts';
import { giveUp, leave } from '../line/give-up.ts';
import type { Hall } from '../line/hall.ts';
import type { Halls } from '../line/halls.ts';
import type { Candidate } from '../line/identify.ts';
import { nextPollMs } from '../line/next-poll.ts';
import { isoOf, type PlaceExtra, placeMessage, toldOf } from '../line/place-message.ts';
import { receiptOf, saysTheSame } from '../line/receipt-of.ts';
import type { LiveSale, SaleBook } from '../line/sale-book.ts';
import type { Measures } from '../measures.ts';
import type { Overload } from '../overload.ts';
import { claimShape, type DeedMessage, deedShapes, joinShape } from '../socket/visitor-message.ts';
import { askerAddress } from './asker-address.ts';
import { headerOf } from './header.ts';
import { readJson } from './json-body.ts';
import { type AskerDeps, askerOf, holderOf } from './line-asker.ts';
import { wordOfOrigin } from './origins.ts';
import { apiHeaders } from './security-headers.ts';
import { cookieVisitor } from './visitor-cookie.ts';

export interface LineRouteDeps extends AskerDeps, DeedDeps {
  readonly book: SaleBook;
  readonly halls: Halls;
  readonly overload: Overload;
  readonly measures: Measures;
  /** Proxies whose word about the address is believed. */
  readonly proxyHops: number;
}

const joinBody = z.strictObject({ type: z.literal('join').optional(), ...joinShape });
const claimBody = z.strictObject({ type: z.literal('claim').optional(), ...claimShape });

/** The way round the check: first the address, then the code that was sent there. */
const checkBody = z.union([
  z.strictObject({
    ...{ email: z.string().max(512), language: z.enum(['ko', 'en']).default('en') },
    // Of who has no receipt yet.
    ...{ secretHash: joinShape.secretHash, accessToken: joinShape.accessToken },
  }),
  z.strictObject({ code: z.string().max(32) }),
]);

/** The address names the deed; a body may name it too. Who asks for the reserve list may have no receipt yet. */
const deedBodies = {
  snooze: z.strictObject({ type: z.literal('snooze').default('snooze'), ...deedShapes.snooze }),
  wake: z.strictObject({ type: z.literal('wake').default('wake'), ...deedShapes.wake }),
  prove: z.strictObject({ type: z.literal('prove').default('prove'), ...deedShapes.prove }),
  remind: z.strictObject({ type: z.literal('remind').default('remind'), ...deedShapes.remind }),
  reserve: z.strictObject({
    type: z.literal('reserve').default('reserve'),
    secretHash: joinShape.secretHash,
    ...deedShapes.reserve,
  }),
} satisfies Record<DeedMessage['type'], z.ZodType<DeedMessage>>;

export function lineRoutes(deps: LineRouteDeps): Hono {
  const app = new Hono();

  app.post('/api/sales/:slug/line', async (c) => {
    const origin = wordOfOrigin(deps.origins, headerOf(c, 'origin'));
    if (origin === 'foreign') throw new Refused('not_allowed');
    if (deps.overload.shedsJoins()) throw new Refused('busy');
    const startedAt = performance.now();
    const hall = await hallOf(deps, c);
    const body = await readJson(c, joinBody);
    const visitor = origin === 'ours' ? cookieVisitor(deps.ring, headerOf(c, 'cookie')) : null;
    const shown = { secret: headerOf(c, 'usher-secret'), ...body, cookieVisitor: visitor };
    const address = askerAddress(c, deps.proxyHops);
    const found = await enterLine(deps, hall, { ...shown, address });
    deps.measures.joined(performance.now() - startedAt);
    return json(await poll(deps, hall, found, null));
  });

  app.get('/api/sales/:slug/line', async (c) => {
    const hall = await hallOf(deps, c);
    const candidate = holderOf(deps, hall, c);
    return json(await poll(deps, hall, await standingOf(hall, candidate), candidate.receipt));
  });

  app.post('/api/sales/:slug/line/claim', async (c) => {
    const startedAt = performance.now();
    const hall = await hallOf(deps, c);
    const { secret } = await readJson(c, claimBody);
    const candidate = holderOf(deps, hall, c, { secret });
    const reading = await claimTurn(hall, candidate.entryId);
    deps.measures.claimed(performance.now() - startedAt);
    return json(await poll(deps, hall, { ...reading, candidate, isNew: false }, candidate.receipt));
  });

  app.delete('/api/sales/:slug/line', async (c) => {
    const hall = await hallOf(deps, c);
    const found = await standingOf(hall, holderOf(deps, hall, c));
    const seated = hall.entries.get(found.candidate.entryId);
    if (seated) await leave(hall, seated);
    else if (found.standing.state !== 'none') await giveUp(hall, found.standing);
    return new Response(null, { status: 204, headers: apiHeaders });
  });

  app.post('/api/sales/:slug/line/check', async (c) => {
    const hall = await hallOf(deps, c);
    const body = await readJson(c, checkBody);
    if ('code' in body) {
      const candidate = holderOf(deps, hall, c);
      const reading = await tryCheckCode(deps, hall, candidate.entryId, body.code);
      return json(await poll(deps, hall, { ...reading, candidate, isNew: false }, candidate.receipt));
    }
    const address = askerAddress(c, deps.proxyHops);
    const { entryId } = await askerOf(deps, hall, c, body);
    await mailCheckCode(deps, hall, { ...body, entryId, address });
    return answer('{"sent":true}', 202);
  });

  for (const [name, shape] of Object.entries(deedBodies)) {
    app.post(`/api/sales/:slug/line/${name}`, async (c) => {
      const hall = await hallOf(deps, c);
      const message = await readJson(c, shape);
      // Who asks for the reserve list may have had no place.
      const candidate = await (message.type === 'reserve' ? askerOf : holderOf)(deps, hall, c, message);
      const { reminded, ...reading } = await doDeed(deps, hall, candidate, message);
      const found = { ...reading, candidate, isNew: false };
      return json(await poll(deps, hall, found, candidate.receipt, reminded && { reminded }));
    });
  }

  return app;
}

const jsonHeaders = { ...apiHeaders, 'content-type': 'application/json' };

/** Headers as a plain object are written as they stand; those of Hono's own answers would be copied one by one. */
const answer = (text: string, status = 200): Response => new Response(text, { status, headers: jsonHeaders });

/** What is said of the sale is one object for many (SaleFrames), and made a text once. */
function json({ sale, ...own }: LinePoll): Response {
  const text = saleTexts.get(sale) ?? JSON.stringify(sale);
  saleTexts.set(sale, text);
  return answer(`${JSON.stringify(own).slice(0, -1)},"sale":${text}}`);
}

const saleTexts = new WeakMap<SaleMessage, string>();

/** Of a sale that is known, as nearly always, at once. */
export function hallOf(deps: LineRouteDeps, c: Context): Hall | Promise<Hall> {
  const slug = c.req.param('slug') ?? '';
  const sale = deps.book.known(slug);
  return sale ? hallFor(deps, sale) : deps.book.find(slug).then((found) => hallFor(deps, found));
}

function hallFor({ halls }: LineRouteDeps, sale: LiveSale | null): Hall {
  if (!sale) throw new Refused('not_found');
  const hall = halls.open(sale);
  if (!hall) throw new Refused('invalid_request', { detail: 'This sale has no line: it sells at once.' });
  return hall;
}

export async function standingOf(hall: Hall, candidate: Candidate): Promise<Found> {
  const reading = await placeOf(hall, candidate);
  if (reading.standing.state !== 'none') return { candidate, ...(await here(hall, reading)), isNew: false };
  return { candidate, standing: noStanding(candidate.entryId), head: hall.lastHead, isNew: false };
}

/** `shown` is the receipt that was sent along; a new one comes back where it says something else. */
export async function poll(
  deps: LineRouteDeps,
  hall: Hall,
  found: Found,
  shown: Receipt | null,
  also: PlaceExtra = {},
): Promise<LinePoll> {
  const now = isNear(hall, found) ? await hall.ask.present.add(found.standing.entryId) : found;
  const asksCheck = found.check === undefined && isSlow(now.standing);
  const {
    head,
    standing,
    check = null,
  } = asksCheck ? await withCheck(deps, hall, now) : { ...now, check: found.check };
  const { entryId, secretHash, isProven } = found.candidate;
  const situation = hall.situation(standing, head);
  const { generation } = head;
  const held = receiptOf({ saleId: hall.sale.id, entryId, standing, secretHash, generation });
  const receipt = saysTheSame(shown, held) ? null : held;
  const extra = {
    ...also,
    check,
    ...(receipt && { receipt: deps.receipts.sign(receipt) }),
    ...(found.isNew && { aheadAtJoin: standing.ahead }),
  };
  const told = toldOf(situation);
  const { state } = told;
  const clocks = { nowMs: deps.clock(), claimMs: hall.sale.claimSeconds * 1_000 };
  if (!hall.entries.has(entryId)) hall.promises.notePoll(standing, told, clocks);
  const pass =
    state === 'shopping' && (isProven || secretHash === null)
      ? await hall.passFor(standing, secretHash)
      : null;
  return {
    place: placeMessage(situation, extra, told),
    ...(state === 'called' &&
      standing.deadlineMs !== null && { call: { type: 'call', claimBy: isoOf(standing.deadlineMs) } }),
    ...(pass && { pass }),
    sale: hall.saleFrames.messageFor(hall.saleFrames.chancesOf(standing, situation.head.moved, head)),
    nextPollMs: nextPollMs(
      state,
      standing.ahead,
      { near: nearAhead(hall.sale), stretch: deps.overload.stretch() },
      deps.chance,
    ),
  };
}

/** Near the front whoever asks is present. */
const isNear = (hall: Hall, { standing: { state, ahead } }: Found): boolean =>
  state === 'returned' || (state === 'waiting' && ahead !== null && ahead <= nearAhead(hall.sale));

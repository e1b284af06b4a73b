/**
 * What a form of the page without JavaScript does (RCH-1): the same acts as over the socket, by the same functions. Each
 * may be sent twice; a second press changes nothing.
 */
import { z } from 'zod';
import { entryIdOf } from '../../domain/entry-id.ts';
import { Refused } from '../../domain/refusals.ts';
import { enterLine } from '../access/enter-line.ts';
import { mailCheckCode, tryCheckCode } from '../access/mail-check.ts';
import { isSlow } from '../access/slow-lane.ts';
import { type LineRouteDeps, poll, standingOf } from '../http/line-routes.ts';
import { claimTurn } from '../line/claim-turn.ts';
import { doDeed } from '../line/deeds.ts';
import type { Found } from '../line/find-place.ts';
import { giveUp } from '../line/give-up.ts';
import type { Hall } from '../line/hall.ts';
import type { Reading } from '../line/hall-batches.ts';
import type { PlainLanguage } from './plain-language.ts';
import { type PlainAct, plainActs, SNOOZE_PASS } from './plain-view.ts';
import type { PlainVisitor } from './plain-visitor.ts';

export const formShape = z.object({
  key: z.string().max(256),
  act: z.enum(plainActs),
  code: z.string().max(128).optional(),
  /** The code of the mail that a refused join asked for. */
  mailed: z.string().max(32).optional(),
  email: z.string().max(512).optional(),
});

export interface PlainWish extends Omit<z.output<typeof formShape>, 'key'> {
  readonly language: PlainLanguage;
}

/** Answers with the receipt to keep, null where there is no place any more. */
export async function act(
  deps: LineRouteDeps,
  hall: Hall,
  visitor: PlainVisitor,
  wish: PlainWish,
): Promise<string | null> {
  const { candidate } = visitor;
  if (wish.act === 'leave') {
    const { standing } = await standingOf(hall, candidate);
    if (standing.state !== 'none') await giveUp(hall, standing);
    return null;
  }
  if (wish.act === 'mailCheck') {
    await mailCode(deps, hall, visitor, wish);
    return visitor.keptReceipt;
  }
  const found = await done(deps, hall, visitor, wish.act, wish);
  const { receipt } = (await poll(deps, hall, found, candidate.receipt)).place;
  return receipt ?? visitor.keptReceipt;
}

async function done(
  deps: LineRouteDeps,
  hall: Hall,
  visitor: PlainVisitor,
  name: Exclude<PlainAct, 'leave' | 'mailCheck'>,
  wish: PlainWish,
): Promise<Found> {
  const { email = '', code = '', language } = wish;
  const { candidate } = visitor;
  const { entryId } = candidate;
  const at = (reading: Reading): Found => ({ ...reading, candidate, isNew: false });
  switch (name) {
    case 'join':
      return await join(deps, hall, visitor, wish);
    case 'claim':
      return at(await claimTurn(hall, entryId));
    case 'tryCheck':
      return at(await tryCheckCode(deps, hall, entryId, code));
    default: {
      const { reminded: _, ...reading } = await doDeed(deps, hall, candidate, deedOf(name, email, language));
      return at(reading);
    }
  }
}

type DeedAct = Exclude<PlainAct, 'join' | 'claim' | 'leave' | 'mailCheck' | 'tryCheck'>;

function deedOf(name: DeedAct, email: string, language: PlainLanguage) {
  const deeds = {
    snooze: { type: 'snooze', letPass: SNOOZE_PASS },
    wake: { type: 'wake' },
    remind: { type: 'remind', email, language },
    reserve: { type: 'reserve', email, language },
    unreserve: { type: 'reserve', email: null, language },
  } as const satisfies Record<DeedAct, object>;
  return deeds[name];
}

/** For the place in the slow lane; where there is none, for the one that joining would take. */
async function mailCode(
  deps: LineRouteDeps,
  hall: Hall,
  { candidate, visitorId, address }: PlainVisitor,
  { email = '', language }: PlainWish,
): Promise<void> {
  const { standing } = await hall.ask.read.add(candidate.entryId);
  const entryId = isSlow(standing) ? candidate.entryId : entryIdOf(hall.sale.id, 'c', visitorId);
  await mailCheckCode(deps, hall, { entryId, email, language, address });
}

/**
 * A place that the receipt proves stays. Whoever joins again after a turn gives the old place up first: here a press of
 * the button always means that.
 */
async function join(
  deps: LineRouteDeps,
  hall: Hall,
  visitor: PlainVisitor,
  { code, mailed }: PlainWish,
): Promise<Found> {
  if (deps.overload.shedsJoins()) throw new Refused('busy');
  if (visitor.candidate.receipt) {
    const kept = await standingOf(hall, visitor.candidate);
    if (kept.standing.state !== 'none' && kept.standing.state !== 'finished') return kept;
  }
  const shown = { cookieVisitor: visitor.visitorId, ...(code !== undefined && { code }) };
  const entering = { ...shown, mailedCode: mailed, address: visitor.address, cannotWork: true };
  const found = await enterLine(deps, hall, entering);
  if (found.standing.state !== 'finished') return found;
  await giveUp(hall, found.standing);
  return await enterLine(deps, hall, entering);
}

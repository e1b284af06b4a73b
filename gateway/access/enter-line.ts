/**
 * Entering a line, by whichever way in: who is it, have they a place, may they take one, and in which lane.
 *
 * Whoever has a place comes back to it and nothing is asked of them. For a new one, in this order: budgets, which may ask
 * for a check first (at-door.ts); the access code; the number. Each step is safe to repeat: a use of a code belongs to its
 * visitor, a suspect is written down before the place is taken, and joining again finds the place.
 */
import { keepAccountPlace } from '../../db/account-places.ts';
import { noteSuspect } from '../../db/line-checks.ts';
import { entryIdOf } from '../../domain/entry-id.ts';
import { plainJoinBudget } from '../../domain/limits.ts';
import type { CheckReason } from '../../domain/protocol.ts';
import { Refused } from '../../domain/refusals.ts';
import { addressGroup } from '../../domain/suspicion.ts';
import type { DeedDeps } from '../line/deed.ts';
import type { Visitor } from '../line/entry.ts';
import { type Found, knownPlace, mayJoinAgain, takePlace } from '../line/find-place.ts';
import type { Hall } from '../line/hall.ts';
import { type Candidate, identify, type Shown } from '../line/identify.ts';
import { type Answer, askAtDoor, passesAtDoor } from './at-door.ts';
import { bypass } from './bypass.ts';
import { judgeJoin } from './join-budgets.ts';
import { clear, isSlow, withCheck } from './slow-lane.ts';
import { useCode } from './use-code.ts';

/** The address counts as far as proxies are believed. */
export interface Entering extends Shown, Answer {
  readonly code?: string | undefined;
  /** A page without JavaScript: where others would work first, it is checked in the slow lane, some times. */
  readonly cannotWork?: boolean;
  /** Asks from a place that it has joined already: a code is one that was typed just now. */
  readonly isSeated?: boolean;
  /** The socket that asks: it stays, whichever of two places is given up. */
  readonly spare?: Visitor | undefined;
}

export type EnterDeps = DeedDeps;

export async function enterLine(deps: EnterDeps, hall: Hall, entering: Entering): Promise<Found> {
  const candidates = await identify(deps, hall.sale, entering);
  const [first] = candidates;
  if (!first) throw new Error('an identity has at least one candidate');
  const { code, address } = entering;
  const asksCode = code !== undefined || hall.sale.codeRequired;
  const looks = asksCode || deps.access.isLimited(address);
  const saleId = hall.sale.id;
  const keep = async (accountId: string, was: string, entryId: string) => {
    const accountEntry = entryIdOf(saleId, 'a', accountId);
    if (!(await keepAccountPlace(deps.db, { saleId, accountEntry, was, entryId }))) throw new Refused('busy');
  };
  const known = await knownPlace(hall, candidates, { looks, spare: entering.spare, keep });
  const isKept = known && !(known.standing.state === 'finished' && mayJoinAgain(known.candidate));
  if (!isKept && hall.sale.audience === 'accounts' && first.accountId === null)
    throw new Refused('not_signed_in');
  const found = isKept
    ? await upgrade(deps, hall, known, entering)
    : await enterAnew(deps, hall, first, entering);
  return isSlow(found.standing)
    ? { ...found, ...(await withCheck(deps, hall, found)) }
    : { ...found, check: null };
}

/** A new place. Where the sale is over there is none, and nothing is spent on it. */
async function enterAnew(deps: EnterDeps, hall: Hall, first: Candidate, entering: Entering): Promise<Found> {
  const { codeRequired, state } = hall.sale;
  const isOver = state === 'soldOut' || state === 'closed';
  if (isOver) return await takePlace(hall, first);
  const { code } = entering;
  if (code === undefined && codeRequired) throw new Refused('code_required');
  const reason = await judge(deps, hall, first, entering);
  if (code !== undefined) {
    const used = await tryCode(deps, hall, first, entering);
    if (used.lane === 'staff') {
      const inside = await bypass(deps.db, hall, first.entryId, used, null);
      return { ...inside, candidate: first, isNew: true };
    }
    // Whoever holds a code was vouched for by the organiser: no other check.
    return await takePlace(hall, first, used.lane);
  }
  if (reason === null) return await takePlace(hall, first);
  const { isCleared } = await noteSuspect(deps.db, hall.sale.id, first.entryId, reason);
  if (!isCleared) deps.measures.suspected(reason);
  return await takePlace(hall, first, isCleared ? 'ordinary' : 'slow');
}

/** Why the place is to be checked in the slow lane; null where it is not, or was checked just now. */
async function judge(
  deps: EnterDeps,
  hall: Hall,
  first: Candidate,
  entering: Entering,
): Promise<CheckReason | null> {
  const { access } = deps;
  const { address } = entering;
  access.noteJoin();
  if (!access.isLimited(address)) return null;
  const group = addressGroup(address);
  const who = { account: first.accountId, device: deviceOf(entering), address, group };
  const { suspicion, giveBack } = await judgeJoin(access.budgets, who);
  if (suspicion.verdict === 'fine') return null;
  const { verdict, reason } = suspicion;
  if (await passesAtDoor(deps, hall, first, entering, reason)) return null;
  // A raffle and a sale without a wait have no slow lane to be checked in.
  const hasSlowLane = hall.sale.mode === 'line';
  if (verdict === 'check' && hasSlowLane) return reason;
  await giveBack();
  if (entering.cannotWork && hasSlowLane) {
    const { isTaken } = await access.budgets.take('join-plain', group, plainJoinBudget);
    if (isTaken) return reason;
  }
  return await askAtDoor(deps, hall, entering, reason);
}

/**
 * A place that is there already, with a code on top: into the priority lane, or straight in. A page that comes back brings
 * the code along that it came in by: there the place counts, whatever became of the code since.
 */
async function upgrade(deps: EnterDeps, hall: Hall, known: Found, entering: Entering): Promise<Found> {
  const { code, isSeated = false } = entering;
  if (code === undefined || (hall.sale.codeRequired && !isSeated)) return known;
  try {
    return await useOnPlace(deps, hall, known, entering);
  } catch (fault) {
    if (fault instanceof Refused && !isSeated) return known;
    throw fault;
  }
}

async function useOnPlace(deps: EnterDeps, hall: Hall, known: Found, entering: Entering): Promise<Found> {
  const { standing, candidate } = known;
  const { state } = standing;
  const isInLine = state === 'waiting' || state === 'lobby' || state === 'returned' || state === 'passedOver';
  // Only the holder spends a code on a place, and nobody on one whose turn has come.
  if (!isInLine || !candidate.isProven || standing.lane === 'priority') return known;
  const used = await tryCode(deps, hall, candidate, entering);
  if (used.lane === 'staff')
    return { ...known, ...(await bypass(deps.db, hall, candidate.entryId, used, standing)) };
  if (isSlow(standing)) await clear(deps, hall, candidate.entryId, 'staff');
  if (used.lane !== 'priority') return { ...known, ...(await hall.ask.read.add(candidate.entryId)) };
  return { ...known, ...(await hall.ask.lane.add({ entryId: candidate.entryId, lane: 'priority' })) };
}

async function tryCode(deps: EnterDeps, hall: Hall, candidate: Candidate, entering: Entering) {
  const { entryId, accountId } = candidate;
  const { address, code = '' } = entering;
  const group = addressGroup(address);
  return await useCode(deps, {
    ...{ saleId: hall.sale.id, entryId, code },
    device: accountId ?? deviceOf(entering) ?? group,
    group: deps.access.isLimited(address) ? group : null,
    isChecked: () => passesAtDoor(deps, hall, candidate, entering, 'codes'),
    ask: () => askAtDoor(deps, hall, entering, 'codes'),
  });
}

/** The cookie outlives a secret that is made anew for each try. */
const deviceOf = ({ cookieVisitor, secretHash }: Shown): string | null => cookieVisitor ?? secretHash ?? null;

/** Reads what the line's scripts answer: the head of the line, then one text an entry, in the order asked. */
import assert from 'node:assert/strict';
import { admissionLanes } from '../domain/lane.ts';
import { type LineHead, linePhases, type Standing, standingStates, turnEnds } from '../domain/standing.ts';

export interface LineReply {
  readonly head: LineHead;
  readonly standings: readonly Standing[];
}

export const readReply = (texts: readonly string[], entryIds: readonly string[]): LineReply => {
  assert(texts.length === entryIds.length + 1, 'a standing for each entry asked');
  return {
    head: readHead(texts[0] ?? ''),
    standings: entryIds.map((entryId, index) => readStanding(entryId, texts[index + 1] ?? '')),
  };
};

export function readHead(text: string): LineHead {
  const [phase, moved, waiting, lobbyCount, generation, movedPriority, inPriority, movedSlow, inSlow] =
    text.split('|');
  return {
    phase: oneOf(linePhases, phase),
    moved: Number(moved),
    waiting: Number(waiting),
    lobbyCount: Number(lobbyCount),
    generation: Number(generation),
    priority: { moved: Number(movedPriority), waiting: Number(inPriority) },
    slow: { moved: Number(movedSlow), waiting: Number(inSlow) },
  };
}

export function readStanding(entryId: string, text: string): Standing {
  const [state, number, ahead, deadlineMs, callNo, admissionId, lane, more] = text.split('|');
  const isSnoozed = state === 'snoozed';
  return {
    entryId,
    state: oneOf(standingStates, state),
    number: Number(number),
    ahead: ahead === '-1' ? null : Number(ahead),
    deadlineMs: deadlineMs === '0' ? null : Number(deadlineMs),
    callNo: Number(callNo),
    admissionId: admissionId || null,
    lane: oneOf(admissionLanes, lane),
    ...(isSnoozed && { letsPassTo: Number(more) }),
    ...(!isSnoozed && more !== undefined && { end: oneOf(turnEnds, more) }),
  };
}

function oneOf<T extends string>(words: readonly T[], word: string | undefined): T {
  const found = words.find((known) => known === word);
  assert(found, `a script answered the unknown word ${word}`);
  return found;
}

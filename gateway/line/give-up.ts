/**
 * Giving a place up (GWY-15, ACC-7): because the visitor leaves, or because another place of theirs is better. The exit is
 * journaled first; everybody who is connected for the place hears of it.
 */
import { exitNumber } from '../../domain/place.ts';
import { noStanding, type Standing } from '../../domain/standing.ts';
import type { Entry, Visitor } from './entry.ts';
import type { Hall } from './hall.ts';

export async function giveUp(hall: Hall, standing: Standing): Promise<void> {
  const { entryId, state } = standing;
  const number = exitNumber(standing.number, hall.sale.drawSize);
  const { standing: now } = await hall.ask.leave.add({ entryId, number });
  // Drawn in that very moment: the number is another one than the index that was given up.
  if (state === 'lobby' && now.state === 'waiting') await hall.ask.leave.add({ entryId, number: now.number });
}

/** The visitor leaves, with all sockets of the entry: each hears it, and may join again at the end. */
export async function leave(hall: Hall, entry: Entry): Promise<void> {
  const { entryId } = entry;
  if (entry.standing.state !== 'none') await giveUp(hall, entry.standing);
  hall.settle(noStanding(entryId));
  hall.entries.delete(entryId);
  for (let one = entry.first; one; one = one.next) one.unseat();
}

/**
 * Another place of the same visitor is better. Whoever else is connected for this one, but `spare`, comes back and finds
 * that one; here and at the other gateways.
 */
export async function mergeAway(hall: Hall, standing: Standing, spare: Visitor | null): Promise<void> {
  hall.hintMerged([standing.entryId]);
  sendBack(hall, standing.entryId, spare);
  await giveUp(hall, standing);
}

export function sendBack(hall: Hall, entryId: string, spare: Visitor | null = null): void {
  const entry = hall.entries.get(entryId);
  for (let one = entry?.first ?? null; entry && one; ) {
    const { next } = one;
    hall.depart(entry, one);
    one.unseat();
    if (one !== spare) one.comeBack();
    one = next;
  }
}

/**
 * Copies for the door, where there may be no connection, of what the account alone opens here. They go with the sign-in;
 * what a key opens stays, because whoever has the letter may look again.
 */
import { forget, keep, keptJson, keptNames } from './keep.ts';

const name = 'usher.tickets';

export const ticketsCopy = (): unknown => keptJson(name);
export const keepTicketsCopy = (copy: unknown): void => keep(name, JSON.stringify(copy));

/** Of an order, or of a ticket that was given: the copy, and beside it the key if this browser has it. */
const copies = [
  ['usher.copy.', 'usher.order.'],
  ['usher.transfer-copy.', 'usher.transfer.'],
] as const;

export function forgetAccountCopies(): void {
  forget(name);
  for (const [copy, key] of copies) {
    const withKey = new Set(keptNames(key).map((kept) => kept.slice(key.length)));
    for (const kept of keptNames(copy)) if (!withKey.has(kept.slice(copy.length))) forget(kept);
  }
}

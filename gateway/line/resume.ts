/**
 * After Redis lost its memory (GWY-18): the visitors who are connected here go back to where they stood, in
 * bulk, each by what their receipt says; then PostgreSQL is told that this gateway is done, and calling may
 * go on.
 *
 * Nobody is asked to do anything: a visitor sees a line that stood still for a moment and a new receipt.
 * Dying half-way costs nothing: their pages bring the receipts to another gateway.
 */
import type { Kysely } from 'kysely';
import { markResumed } from '../../db/line-generation.ts';
import type { Database } from '../../db/schema.ts';
import { isBeside } from '../../domain/standing.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import type { LineDoors } from './doors.ts';
import type { Entry } from './entry.ts';
import type { Hall } from './hall.ts';
import type { SaleBook } from './sale-book.ts';

/** Entries handed to the restore at a time; its own batches are smaller. */
const CHUNK = 5_000;

export interface ResumeDeps {
  readonly db: Kysely<Database>;
  readonly doors: LineDoors;
  readonly book: SaleBook;
  readonly halls: Iterable<Hall>;
  readonly gateway: string;
}

/** Answers the generation that everybody here stands in; throws LineBusy while the line is being rebuilt. */
export async function resumeVisitors(deps: ResumeDeps, resumed: number): Promise<number> {
  const { db, doors, book, halls, gateway } = deps;
  const generation = await doors.refresh();
  if (generation === resumed || generation === 0) return generation;
  await book.refresh(); // The draw's size decides what a lobby receipt is worth.
  for (const hall of halls) {
    if (hall.sale.mode === 'line' || hall.sale.mode === 'raffle') await putBack(hall);
  }
  await markResumed(db, generation, gateway);
  return generation;
}

async function putBack(hall: Hall): Promise<void> {
  const receipts = [...hall.entries.values()].flatMap((entry) => receiptOf(hall, entry) ?? []);
  for (let from = 0; from < receipts.length; from += CHUNK) {
    await Promise.all(receipts.slice(from, from + CHUNK).map((receipt) => hall.ask.restore.add(receipt)));
  }
}

/** What the visitor's own receipt says, so that both ways back lead to the same place. */
function receiptOf({ sale }: Hall, entry: Entry): Receipt | null {
  const { entryId, secretHash, standing, generation } = entry;
  if (standing.state === 'none') return null;
  const { number, state, lane } = standing;
  const kept = isBeside(lane) ? { lane } : {};
  return { saleId: sale.id, entryId, number, lobby: state === 'lobby', ...kept, generation, secretHash };
}

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
import type { LineDoors } from './doors.ts';
import type { Hall } from './hall.ts';
import { receiptOf } from './receipt-of.ts';
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
  const { id: saleId } = hall.sale;
  // What the visitor's own receipt says, so that both ways back lead to the same place.
  const receipts = [...hall.entries.values()].flatMap(
    ({ entryId, standing, secretHash, generation }) =>
      receiptOf({ saleId, entryId, standing, secretHash, generation }) ?? [],
  );
  for (let from = 0; from < receipts.length; from += CHUNK) {
    await Promise.all(receipts.slice(from, from + CHUNK).map((receipt) => hall.ask.restore.add(receipt)));
  }
}

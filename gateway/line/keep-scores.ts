/**
 * Adds what the halls counted of kept promises to PostgreSQL's sum (ETA-1), all in one statement; tried again later where
 * it is away.
 */
import type { Kysely } from 'kysely';
import { addEtaScores } from '../../db/eta-score.ts';
import type { Database } from '../../db/schema.ts';
import type { Promises } from './promises.ts';

/** What of a hall is needed for it. */
export interface ScoredHall {
  readonly sale: { readonly id: string };
  readonly promises: Promises;
}

export async function keepScores(db: Kysely<Database>, halls: Iterable<ScoredHall>): Promise<void> {
  const counted = [...halls].flatMap((hall) => {
    const score = hall.promises.take();
    return score ? [{ hall, saleId: hall.sale.id, ...score }] : [];
  });
  try {
    await addEtaScores(
      db,
      counted.map(({ saleId, promised, held }) => ({ saleId, promised, held })),
    );
  } catch (fault) {
    for (const { hall, ...score } of counted) hall.promises.putBack(score);
    throw fault;
  }
}

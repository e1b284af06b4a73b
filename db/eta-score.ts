/** How often promised ranges held, summed over the gateways: a count for people to judge us by, never for deciding. */
import { type Kysely, sql } from 'kysely';
import type { EtaScore } from '../domain/protocol.ts';
import type { Database } from './schema.ts';

export async function addEtaScores(
  db: Kysely<Database>,
  scores: readonly (EtaScore & { readonly saleId: string })[],
): Promise<void> {
  if (scores.length === 0) return;
  await db
    .insertInto('eta_score')
    .values(scores.map(({ saleId, promised, held }) => ({ sale_id: saleId, promised, held })))
    .onConflict((conflict) =>
      conflict.column('sale_id').doUpdateSet({
        promised: sql<number>`eta_score.promised + excluded.promised`,
        held: sql<number>`eta_score.held + excluded.held`,
      }),
    )
    .execute();
}

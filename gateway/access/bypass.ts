/**
 * Straight in by a staff code (ACC-5): PostgreSQL first, with its audit line; the line is told afterwards, and again by the
 * queue-worker.
 */
import type { Kysely } from 'kysely';
import type { UsedCode } from '../../db/access-codes.ts';
import type { Database } from '../../db/schema.ts';
import { bypassLine } from '../../db/staff-bypass.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Standing } from '../../domain/standing.ts';
import { insideOf } from '../line/claim-turn.ts';
import type { Hall } from '../line/hall.ts';
import type { Reading } from '../line/hall-batches.ts';
import { isStoreAway } from '../store-away.ts';

/** `standing`: where the visitor stands already; null for who has no place. */
export async function bypass(
  db: Kysely<Database>,
  hall: Hall,
  entryId: string,
  { codeId }: UsedCode,
  standing: Standing | null,
): Promise<Reading> {
  const number = standing && standing.state !== 'lobby' ? standing.number : 0;
  const fact = await bypassLine(db, { saleId: hall.sale.id, entryId, number, codeId });
  if (!fact) throw new Refused('sale_not_open');
  await tell(hall, fact);
  if (fact.state !== 'shopping') return await hall.ask.read.add(entryId);
  const inside = insideOf(fact);
  hall.settle(inside);
  return { standing: inside, head: hall.lastHead };
}

async function tell(hall: Hall, fact: AdmissionFact): Promise<void> {
  try {
    hall.learn(await hall.doors.settle({ saleId: hall.sale.id, facts: [fact] }));
  } catch (fault) {
    if (!isStoreAway(fault)) throw fault;
  }
}

/** Rule 13: a number of a line, or an index of its lobby, belongs to one visitor, whatever Redis forgets. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { allVisitors, type CrowdHistory, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';

interface Held {
  readonly place: string;
  readonly visitorId: string;
}

export const numbersOnce: Invariant = {
  name: 'numbers-once',
  says: 'no number of a line was given to two visitors',
  async check({ db, crowds }) {
    const holders = new Map<string, Set<string>>();
    for (const { place, visitorId } of [...(await called(db)), ...told(crowds)])
      holders.set(place, (holders.get(place) ?? new Set()).add(visitorId));
    const broken = [...holders].filter(([, visitors]) => visitors.size > 1);
    const words = broken.map(([place, visitors]) => `${place}: visitors ${[...visitors].join(' and ')}`);
    return findingOf('numbers', holders.size, words);
  },
};

async function called(db: Kysely<Database>): Promise<Held[]> {
  const rows = await db
    .selectFrom('admission')
    .select(['sale_id', 'number', 'visitor_id'])
    .distinct()
    .where('lane', 'in', ['ordinary', 'returned', 'priority', 'slow'])
    .execute();
  return rows.map((row) => ({
    place: `sale ${row.sale_id} number ${row.number}`,
    visitorId: row.visitor_id,
  }));
}

const told = (crowds: readonly CrowdHistory[]): Held[] =>
  allVisitors(crowds).flatMap((visitor) =>
    linesOf(visitor, 'place').map(({ entryId, number, lobby }) => ({
      place: `sale ${visitor.saleId} ${lobby ? 'lobby index' : 'number'} ${number}`,
      visitorId: entryId,
    })),
  );

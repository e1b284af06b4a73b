/** Rule 13: only numbers that PostgreSQL had set aside were handed out; else a Redis that forgets could repeat them. */
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';

export const numbersReserved: Invariant = {
  name: 'numbers-reserved',
  says: 'every number handed out was reserved in PostgreSQL first',
  async check({ db, crowds }) {
    const rows = await db
      .selectFrom('admission')
      .select(['sale_id', 'number', 'id'])
      .where('lane', 'in', ['ordinary', 'returned', 'priority', 'slow'])
      .execute();
    const reserved = await db.selectFrom('line_numbers').selectAll().execute();
    const ends = new Map(reserved.map((row) => [row.sale_id, row.number_end]));
    const handedOut = [
      ...rows.map((row) => ({ saleId: row.sale_id, number: row.number, who: `admission ${row.id}` })),
      ...allVisitors(crowds).flatMap((visitor) =>
        linesOf(visitor, 'place').map((place) => ({
          saleId: visitor.saleId,
          number: place.number,
          who: visitor.name,
        })),
      ),
    ];
    const broken = handedOut.filter(({ saleId, number }) => number > (ends.get(saleId) ?? 0));
    const words = broken.map(({ saleId, number, who }) => `${who}: number ${number} of sale ${saleId}`);
    return findingOf('numbers handed out', handedOut.length, words);
  },
};

/** "All sold: everybody is told at once": nobody was told so while the ledger still had something free or held. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';

export const soldOutTruly: Invariant = {
  name: 'sold-out-truly',
  says: 'nobody was told "sold out" before the last unit was sold',
  async check({ db, crowds }) {
    const soldOutAt = await firstSoldOut(db);
    const told = allVisitors(crowds).flatMap((visitor) =>
      linesOf(visitor, 'soldOut').map(({ at }) => ({ visitor, at })),
    );
    const broken = told.filter(({ visitor, at }) => at < (soldOutAt.get(visitor.saleId) ?? Infinity));
    const words = broken.map(
      ({ visitor, at }) =>
        `${visitor.name} was told at ${new Date(at).toISOString()}; ${when(visitor.saleId)}`,
    );
    return findingOf('visitors told so', told.length, words);

    function when(saleId: string): string {
      const at = soldOutAt.get(saleId);
      return at === undefined ? 'it never was' : `it was at ${new Date(at).toISOString()}`;
    }
  },
};

/** When, for the first time, nothing of a sale was free or held. */
async function firstSoldOut(db: Kysely<Database>): Promise<Map<string, number>> {
  const { rows } = await sql<{ sale_id: string; at: Date }>`
    with stock as (
      select sale_id, seq, at,
             sum(available_delta + held_delta) over (partition by sale_id order by seq) as left
      from ledger
    ), settled as (
      -- Rows of one transaction share their time; only its last one is a state that anybody could see.
      select distinct on (sale_id, at) sale_id, at, "left" from stock order by sale_id, at, seq desc
    )
    select sale_id, min(at) as at from settled where "left" = 0 group by sale_id
  `.execute(db);
  return new Map(rows.map((row) => [row.sale_id, row.at.getTime()]));
}

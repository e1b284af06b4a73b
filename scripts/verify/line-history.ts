/** What PostgreSQL knows of a line's calls and draws, as the invariants that compare it with crowds need it. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { linesOf, type VisitorHistory } from './crowd-history.ts';

export interface Call {
  readonly visitorId: string;
  readonly number: number;
  readonly atMs: number;
}

/** First calls from the ordinary line, sale by sale, as they were recorded. */
export async function firstCalls(db: Kysely<Database>): Promise<Map<string, Call[]>> {
  const rows = await db
    .selectFrom('admission')
    .select(['sale_id', 'visitor_id', 'number', 'called_at'])
    .where('lane', '=', 'ordinary')
    .where('call_no', '=', 1)
    .orderBy('called_at')
    .orderBy('number')
    .execute();
  const calls = rows.map((row) => ({
    saleId: row.sale_id,
    visitorId: row.visitor_id,
    number: row.number,
    atMs: row.called_at.getTime(),
  }));
  return Map.groupBy(calls, (call) => call.saleId);
}

/** The number that each lobby index was drawn, for sales that have drawn; indexes count from 1 as numbers do. */
export async function draws(db: Kysely<Database>): Promise<Map<string, (index: number) => number | null>> {
  const rows = await db
    .selectFrom('sale')
    .select(['id', 'draw_key', 'draw_size'])
    .where('draw_size', '>', 0)
    .execute();
  return new Map(
    rows.map(({ id, draw_key, draw_size }) => {
      const size = draw_size ?? 0;
      const place = permutationOf(draw_key ?? '', size);
      return [id, (index: number) => (index >= 1 && index <= size ? place(index - 1) + 1 : null)];
    }),
  );
}

/** The visitor's number in the line by the receipts they were given; null where there was none, or no draw yet. */
export function numberOf(
  visitor: VisitorHistory,
  draw: ((index: number) => number | null) | undefined,
): number | null {
  const [place] = linesOf(visitor, 'place');
  if (place === undefined) return null;
  return place.lobby ? (draw?.(place.number) ?? null) : place.number;
}

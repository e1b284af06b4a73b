/**
 * The mark of an order: a text that is another one as soon as its state, or that of one of its payments, is. For who waits
 * for an order to become another one (API-31); what changes beside shows in the order itself.
 */
import { type Kysely, sql } from 'kysely';
import type { OrderRecord } from './orders.ts';
import type { Database } from './schema.ts';

export const markOf = ({ state, payments }: Pick<OrderRecord, 'state' | 'payments'>): string =>
  [state, ...payments.map((payment) => payment.id + payment.state).sort()].join('|');

export interface MarkedOrder {
  readonly id: string;
  readonly mark: string;
}

/** The places in the list of those whose mark is another one by now, or that are not there. One look at each. */
export async function movedOrders(db: Kysely<Database>, marked: readonly MarkedOrder[]): Promise<number[]> {
  const ids = marked.map(({ id }) => id);
  const marks = marked.map(({ mark }) => mark);
  const { rows } = await sql<{ place: number }>`
    select marked.place - 1 as place
    from unnest(${ids}::text[], ${marks}::text[]) with ordinality as marked (id, mark, place)
    left join "order" on "order".id = marked.id
    -- As markOf makes it, by bytes.
    where ("order".state || coalesce((
      select string_agg('|' || payment.id || payment.state, '' order by (payment.id || payment.state) collate "C")
      from payment where payment.order_id = "order".id), '')) is distinct from marked.mark`.execute(db);
  return rows.map(({ place }) => place);
}

/** Rule 8: whoever ordered had been let in, and the turn lasted, on PostgreSQL's clock at the ledger's time. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const admittedBuyers: Invariant = {
  name: 'admitted-buyers',
  says: 'no order of a sale with a line was reserved without an admission that was live then',
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders of sales with a line',
      checked: sql`select count(*) from "order" join sale on sale.id = sale_id where mode <> 'shelf'`,
      broken: sql`
        with reserved as (
          select order_id, min(at) as at from ledger where kind = 'reserve' group by order_id
        )
        select format('order %s of visitor %s was reserved at %s; admission %s: %s to %s', "order".id,
                      "order".visitor_id, reserved.at, coalesce(admission.id, 'none'), claimed_at,
                      least(pass_ends_at, ended_at)) as example
        from "order" join sale on sale.id = "order".sale_id
          left join reserved on reserved.order_id = "order".id
          left join admission on admission.id = admission_id and admission.sale_id = "order".sale_id
                             and admission.visitor_id = "order".visitor_id
        where mode <> 'shelf'
          and not coalesce(reserved.at >= claimed_at and reserved.at <= least(pass_ends_at, ended_at), false)`,
    }),
};

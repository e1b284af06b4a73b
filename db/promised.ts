/**
 * Units of a line's sale that are promised to its reserve list (RAF-6): to each turn that has nothing in its basket, and to
 * those who wait to be asked. To everybody else they are as good as sold. 0 where the sale has no line.
 */
import { type RawBuilder, sql } from 'kysely';
import { LISTED_MAX } from '../domain/limits.ts';

/** In a statement that reads from `sale`. */
export const promisedToList: RawBuilder<number> = sql`
  case when sale.mode = 'line' then (
    (select count(*)::int from admission
     where admission.sale_id = sale.id and lane in ('raffle', 'reserve') and admission.state in ('called', 'shopping')
       and not exists (select from "order" where admission_id = admission.id
                       and "order".state in ('held', 'paying', 'expiring')))
    + (select count(*)::int from (
         select from reserve_entry where reserve_entry.sale_id = sale.id and reserve_entry.state = 'waiting'
         limit ${sql.lit(LISTED_MAX)}) as listed)
  ) else 0 end`;

/** A line in which nothing is left, or nothing that is not promised to the list: `isSoldOutBeside` of `sale`. */
export const lineIsSoldOut: RawBuilder<boolean> = sql`
  (sale.mode = 'line' and (sale.state = 'soldOut' or (sale.state = 'open' and ${promisedToList} > 0
    and ${promisedToList} >= (select sum(available + held) from tier where tier.sale_id = sale.id))))`;

/**
 * Deleting a sale (CAT-15): it is closed and nobody but the staff's records knows it any more. Rows stay: orders, tickets
 * and money of it go on. Refused while somebody holds or pays an order of it, which nobody begins meanwhile: the stock
 * stands still until this is decided.
 */
import { sql, type Transaction } from 'kysely';
import { Refused } from '../domain/refusals.ts';
import { recordAct } from './audit.ts';
import { type By, lockSaleAndStock } from './sale-steering.ts';
import type { Database } from './schema.ts';

/** Refuses with `sale_in_use`. */
export async function deleteSale(trx: Transaction<Database>, slug: string, by: By): Promise<void> {
  const sale = await lockSaleAndStock(trx, slug);
  const held = trx
    .selectFrom('order')
    .select('id')
    .where('sale_id', '=', sale.id)
    .where('state', 'in', ['held', 'paying', 'expiring'])
    .limit(1);
  if (await held.executeTakeFirst()) throw new Refused('sale_in_use');
  const closes = sale.state !== 'draft' && sale.state !== 'closed';
  await trx
    .updateTable('sale')
    .set({
      deleted_at: sql<Date>`now()`,
      ...(closes && { state: 'closed', closed_at: sql<Date>`now()`, next_news_at: null }),
    })
    .where('id', '=', sale.id)
    .execute();
  const detail = { slug, was: sale.state };
  await recordAct(trx, {
    actor: by.actor,
    act: 'sale.delete',
    saleId: sale.id,
    detail,
    reason: by.reason ?? null,
  });
}

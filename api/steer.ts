/**
 * What every steering act shares: one transaction, then the kept sale is forgotten, the gateways get a hint, and the sale
 * as it is now is the answer.
 */
import type { Transaction } from 'kysely';
import { staffActor } from '../db/audit.ts';
import type { By } from '../db/sale-steering.ts';
import { saleBySlug } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import { Refused } from '../domain/refusals.ts';
import type { StaffSaleView } from '../domain/sale.ts';
import type { Deps } from './deps.ts';
import { staffSaleView } from './views.ts';

export interface Steering {
  readonly slug: string;
  readonly staffId: string;
  readonly reason?: string | undefined;
}

export async function steer(
  deps: Pick<Deps, 'db' | 'sales' | 'hint'>,
  { slug, staffId, reason }: Steering,
  act: (trx: Transaction<Database>, slug: string, by: By) => Promise<void>,
): Promise<StaffSaleView> {
  const by = { actor: staffActor(staffId), reason };
  const sale = await deps.db.transaction().execute(async (trx) => {
    await act(trx, slug, by);
    return await saleBySlug(trx, slug);
  });
  await deps.sales.changed(slug);
  if (!sale) throw new Refused('not_found');
  deps.hint(sale.id, { type: 'sale' });
  return staffSaleView(sale);
}

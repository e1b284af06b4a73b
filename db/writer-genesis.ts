/**
 * The first page of a sale's book: its writer's lease, free to be taken, and one ledger row a tier that says where its
 * stock came from. So the fold of the ledger is the stock from the first moment on (WRT-4).
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Call it in the transaction that makes the sale, after its tiers are inserted. */
export async function openBook(trx: Kysely<Database>, saleId: string): Promise<void> {
  await sql`
    with page as (
      insert into ledger (sale_id, seq, epoch, kind, tier_id, command_id, available_delta, held_delta, sold_delta)
      select sale_id, row_number() over (order by position), 0, 'capacity', id, 'genesis', available, held, sold
      from tier where sale_id = ${saleId}
      returning seq
    )
    insert into writer_lease (sale_id, ledger_seq) select ${saleId}, count(*) from page
  `.execute(trx);
}

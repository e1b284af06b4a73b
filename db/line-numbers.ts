/** Numbers of a line, reserved in blocks so that none is ever handed out twice, whatever Redis forgets (LIN-4). */
import type { Kysely } from 'kysely';
import { NUMBER_BLOCK } from '../domain/limits.ts';
import type { Database } from './schema.ts';

/** The block is (from, to]. */
export async function reserveNumberBlock(
  db: Kysely<Database>,
  saleId: string,
): Promise<{ from: number; to: number }> {
  const { number_end } = await db
    .insertInto('line_numbers')
    .values({ sale_id: saleId, number_end: NUMBER_BLOCK })
    .onConflict((clash) =>
      clash.column('sale_id').doUpdateSet((eb) => ({
        number_end: eb('line_numbers.number_end', '+', NUMBER_BLOCK),
      })),
    )
    .returning('number_end')
    .executeTakeFirstOrThrow();
  return { from: number_end - NUMBER_BLOCK, to: number_end };
}

/** Numbers up to this one may have been handed out; 0 for a line that nobody has joined. */
export async function numberEndOf(db: Kysely<Database>, saleId: string): Promise<number> {
  const row = await db
    .selectFrom('line_numbers')
    .select('number_end')
    .where('sale_id', '=', saleId)
    .executeTakeFirst();
  return row?.number_end ?? 0;
}

/**
 * Sales without a wait (`passthrough`): joining is the admission (GWY-24). The row is the same as after a
 * call and a claim, so that passes, the writer and the checker know one kind of admission only.
 */
import { type Kysely, sql } from 'kysely';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import { newId } from '../runtime/chance.ts';
import { latestAdmissions } from './admissions.ts';
import type { Database } from './schema.ts';

/**
 * Admits who has no live admission, while the sale is open; answers the newest admission of each who has
 * any. Twice at once is one admission: at most one is live per visitor.
 */
export async function admitAtOnce(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<AdmissionFact[]> {
  const visitors = [...new Set(entryIds)];
  await sql`
    insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, claim_by, claimed_at, pass_ends_at)
    select admitted.id, sale.id, admitted.entry, 0, 'passthrough',
           1 + coalesce((select max(call_no) from admission
                         where sale_id = sale.id and visitor_id = admitted.entry and number = 0), 0),
           'shopping', now(), now(), now() + sale.pass_minutes * interval '1 minute'
    from sale, unnest(${visitors.map(() => newId('adm'))}::text[], ${visitors}::text[]) as admitted (id, entry)
    where sale.id = ${saleId} and sale.mode = 'passthrough' and sale.state = 'open'
    on conflict do nothing
  `.execute(db);
  return await latestAdmissions(db, saleId, visitors);
}

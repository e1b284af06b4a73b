/**
 * Letting a holder of a staff code in at once (ACC-5): admission, claim and audit line in one transaction. One use of a
 * code is one turn: coming again finds it, whatever became of it.
 */
import { type Kysely, sql } from 'kysely';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import { newId } from '../runtime/chance.ts';
import { latestAdmissions } from './admissions.ts';
import { recordAct } from './audit.ts';
import { keepBatchesAway } from './call-batches.ts';
import type { Database } from './schema.ts';

export interface Bypass {
  readonly saleId: string;
  readonly entryId: string;
  /** Of the place that the visitor has; 0 where there is none. */
  readonly number: number;
  readonly codeId: string;
}

/** Null while the sale is not open: then nobody is let in. */
export async function bypassLine(db: Kysely<Database>, bypass: Bypass): Promise<AdmissionFact | null> {
  const { saleId, entryId, number, codeId } = bypass;
  const admissionId = newId('adm');
  return await db.transaction().execute(async (trx) => {
    await keepBatchesAway(trx, saleId);
    const { rows } = await sql<{ id: string }>`
      insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, claim_by, claimed_at, pass_ends_at)
      select ${admissionId}, sale.id, ${entryId}, ${number}, 'staff',
             1 + coalesce((select max(call_no) from admission
                           where sale_id = sale.id and visitor_id = ${entryId} and number = ${number}), 0),
             'shopping', now(), now(), now() + sale.pass_minutes * interval '1 minute'
      from sale
      where sale.id = ${saleId} and sale.state = 'open' and not exists (
        select from admission join access_code_use used on used.visitor_id = admission.visitor_id
        where admission.sale_id = sale.id and admission.visitor_id = ${entryId} and admission.lane = 'staff'
          and used.code_id = ${codeId} and admission.called_at >= used.at)
      on conflict do nothing
      returning id
    `.execute(trx);
    if (rows.length > 0) {
      const detail = { codeId, visitorId: entryId, admissionId };
      await recordAct(trx, { actor: `access-code:${codeId}`, act: 'line.bypass', saleId, detail });
    }
    const [fact] = await latestAdmissions(trx, saleId, [entryId]);
    return fact ?? null;
  });
}

/**
 * Requests of somebody inside that failed by our fault, and the turns given back for it (ADM-12). Holds that were lost by it
 * are the writer's word (writer-settled.ts).
 *
 * A turn is given back where it has ended without a purchase, something of it failed meanwhile, and the visitor neither
 * left nor stands elsewhere since. Each turn once, each visitor twice at most: who can make us fail gains little by it.
 */
import { type Kysely, sql } from 'kysely';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import { TURNS_GIVEN_BACK_MAX } from '../domain/limits.ts';
import { latestAdmissions } from './admissions.ts';
import { recordAct } from './audit.ts';
import type { Database } from './schema.ts';
import { logVisitorEvents } from './visitor-events.ts';

export interface CheckoutFailure {
  readonly saleId: string;
  readonly admissionId: string;
  /** The route and how it failed, as in `POST /api/orders 503`. */
  readonly what: string;
}

/** A pass whose admission is not there, or whose time was over, has nothing to give back: passed over in silence. */
export async function keepFailures(
  db: Kysely<Database>,
  failures: readonly CheckoutFailure[],
): Promise<void> {
  if (failures.length === 0) return;
  await sql`
    insert into checkout_failure (sale_id, admission_id, what)
    select admission.sale_id, admission.id, failed.what
    from unnest(${failures.map(({ saleId }) => saleId)}::text[],
                ${failures.map(({ admissionId }) => admissionId)}::text[],
                ${failures.map(({ what }) => what)}::text[]) as failed (sale, id, what)
    join admission on admission.id = failed.id and admission.sale_id = failed.sale
    where admission.claimed_at is not null
  `.execute(db);
}

/** How far back a failure may lie: longer than the longest pass. */
const REMEMBERED_HOURS = 3;
const GIVEN_BACK_MAX = 500;

/** Gives back what is due in a sale, with its lines in the journal, and answers what the line is to be told. */
export async function giveBackTurns(db: Kysely<Database>, saleId: string): Promise<AdmissionFact[]> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; visitor_id: string; what: string }>`
      with failed as (
        select admission_id as id, min(what) as what from checkout_failure
        where sale_id = ${saleId} and at > now() - ${REMEMBERED_HOURS} * interval '1 hour'
        group by admission_id
      ), due as (
        select admission.id, failed.what from admission join failed on failed.id = admission.id
        where state = 'ended' and given_back_at is null
          and lane in ('ordinary', 'returned', 'priority', 'slow')
          and not exists (select from line_exit where sale_id = ${saleId}
            and line_exit.visitor_id = admission.visitor_id and line_exit.number >= admission.number)
          and not exists (select from admission as later where later.sale_id = ${saleId}
            and later.visitor_id = admission.visitor_id
            and (later.number, later.call_no) > (admission.number, admission.call_no))
          and (select count(*) from admission as before where before.sale_id = ${saleId}
            and before.visitor_id = admission.visitor_id and before.given_back_at is not null)
            < ${TURNS_GIVEN_BACK_MAX}
        order by admission.id limit ${GIVEN_BACK_MAX} for update of admission
      )
      update admission set given_back_at = now() from due where admission.id = due.id
      returning admission.id, visitor_id, due.what`.execute(trx);
    for (const { id, what } of rows) {
      const detail = { admissionId: id, failed: what };
      await recordAct(trx, { actor: 'admission', act: 'turn.give_back', saleId, detail });
    }
    const entryIds = rows.map(({ visitor_id }) => visitor_id);
    await logVisitorEvents(
      trx,
      saleId,
      rows.map(({ visitor_id, id }) => ({
        entryId: visitor_id,
        what: 'givenBack',
        detail: { admissionId: id },
      })),
    );
    return entryIds.length === 0 ? [] : await latestAdmissions(trx, saleId, entryIds);
  });
}

const LATELY_MINUTES = 2;

/** What stands for those who were given a turn back a moment ago: whoever died before telling the line told nobody. */
export async function givenBackLately(db: Kysely<Database>, saleId: string): Promise<AdmissionFact[]> {
  const rows = await db
    .selectFrom('admission')
    .select('visitor_id')
    .where('sale_id', '=', saleId)
    .where('given_back_at', '>', sql<Date>`now() - ${LATELY_MINUTES} * interval '1 minute'`)
    .execute();
  if (rows.length === 0) return [];
  return await latestAdmissions(db, saleId, [...new Set(rows.map(({ visitor_id }) => visitor_id))]);
}

/**
 * Admissions: who was called, claimed, shops, and how it ended. PostgreSQL decides, on its own clock, and the line is told
 * afterwards (ADM-4): dying in between loses nothing, because reconciling tells it again.
 *
 * The end of a pass is the writer's (db/writer.ts): a slot stays taken while an order of it is held, and only the
 * writer changes orders. Statements over several rows lock them in the order of their ids, so that none waits in a circle.
 */
import { type Kysely, sql } from 'kysely';
import type { AdmissionFact } from '../domain/admission-fact.ts';
import type { AdmissionLane } from '../domain/lane.ts';
import { newId } from '../runtime/chance.ts';
import { keepBatchesAway, spreadBatches } from './call-batches.ts';
import type { AdmissionRow, Database } from './schema.ts';

export interface NewCall {
  readonly entryId: string;
  readonly number: number;
  readonly callNo: number;
  readonly lane: AdmissionLane;
}

type FactColumns = Pick<
  AdmissionRow,
  | 'id'
  | 'visitor_id'
  | 'number'
  | 'call_no'
  | 'lane'
  | 'state'
  | 'claim_by'
  | 'pass_ends_at'
  | 'given_back_at'
>;

export const factOf = (row: FactColumns): AdmissionFact => ({
  entryId: row.visitor_id,
  admissionId: row.id,
  number: row.number,
  callNo: row.call_no,
  lane: row.lane,
  state: row.given_back_at === null ? row.state : 'back',
  deadlineMs: deadlineOf(row),
});

function deadlineOf(row: FactColumns): number | null {
  if (row.state === 'called') return row.claim_by.getTime();
  return row.state === 'shopping' ? (row.pass_ends_at?.getTime() ?? null) : null;
}

const factColumns = [
  'id',
  'visitor_id',
  'number',
  'call_no',
  'lane',
  'state',
  'claim_by',
  'pass_ends_at',
  'given_back_at',
] as const;

/**
 * Records calls that may be recorded already, each as a row, and answers what now stands for each of these visitors: the
 * new call, the same call recorded before a crash, or a live one that this call ran into.
 *
 * One of these after the other, and none beside a batch: two ticks may drive the same calls on, and whoever reads the order
 * of calls by time must find those in front first.
 */
export async function recordCalls(
  db: Kysely<Database>,
  saleId: string,
  calls: readonly NewCall[],
): Promise<AdmissionFact[]> {
  if (calls.length === 0) return [];
  const { rows } = await (db.isTransaction
    ? insertCalls(db, saleId, calls)
    : db.transaction().execute((trx) => insertCalls(trx, saleId, calls)));
  // All of them new, as nearly always: what was written is what stands.
  if (rows.length === calls.length) return rows.map(factOf);
  const entryIds = calls.map((call) => call.entryId);
  return await latestAdmissions(db, saleId, entryIds);
}

async function insertCalls(trx: Kysely<Database>, saleId: string, calls: readonly NewCall[]) {
  await keepBatchesAway(trx, saleId);
  return await sql<FactColumns>`
    insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by)
    select called.id, sale.id, called.entry, called.number, called.lane, called.call_no, 'called',
           clock_timestamp(), clock_timestamp() + sale.claim_seconds * interval '1 second'
    from sale, unnest(${calls.map(() => newId('adm'))}::text[], ${calls.map((call) => call.entryId)}::text[],
                      ${calls.map((call) => call.number)}::bigint[], ${calls.map((call) => call.lane)}::text[],
                      ${calls.map((call) => call.callNo)}::integer[]) as called (id, entry, number, lane, call_no)
    where sale.id = ${saleId}
    on conflict do nothing
    returning ${sql.join(factColumns.map((column) => sql.ref(column)))}
  `.execute(trx);
}

const admissionsOf = (db: Kysely<Database>, saleId: string, entryIds: readonly string[]) =>
  db
    .selectFrom('admission')
    .select(factColumns)
    .where('sale_id', '=', saleId)
    .where(sql<boolean>`visitor_id = any(${entryIds}::text[])`);

/** The newest admission of each visitor who has any: the one that says where they stand. */
export async function latestAdmissions(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<AdmissionFact[]> {
  await spreadBatches(db, saleId);
  const rows = await admissionsOf(db, saleId, entryIds)
    .distinctOn('visitor_id')
    .orderBy('visitor_id')
    .orderBy('number', 'desc')
    .orderBy('call_no', 'desc')
    .execute();
  return rows.map(factOf);
}

/** The same for a whole sale, in pages by visitor, for the rebuild. */
export async function latestAdmissionsAfter(
  db: Kysely<Database>,
  saleId: string,
  after: string,
  countMax: number,
): Promise<AdmissionFact[]> {
  await spreadBatches(db, saleId);
  const rows = await db
    .selectFrom('admission')
    .distinctOn('visitor_id')
    .select(factColumns)
    .where('sale_id', '=', saleId)
    .where('visitor_id', '>', after)
    .orderBy('visitor_id')
    .orderBy('number', 'desc')
    .orderBy('call_no', 'desc')
    .limit(countMax)
    .execute();
  return rows.map(factOf);
}

/** Called and shopping: at most the floor. */
export async function liveAdmissions(db: Kysely<Database>, saleId: string): Promise<AdmissionFact[]> {
  await spreadBatches(db, saleId);
  const rows = await db
    .selectFrom('admission')
    .select(factColumns)
    .where('sale_id', '=', saleId)
    .where('state', 'in', ['called', 'shopping'])
    .execute();
  return rows.map(factOf);
}

/**
 * Claims: called and in time → shopping, the pass runs from now. A turn of a raffle or a reserve list lasts as long as it
 * was promised to last: its pass ends when the call would have. Who shops already gets the same again. Who was not
 * called, or too late, is absent from the answer.
 */
export async function claimAdmissions(
  db: Kysely<Database>,
  { saleId, entryIds }: { readonly saleId: string; readonly entryIds: readonly string[] },
): Promise<AdmissionFact[]> {
  const facts = await claimCalled(db, saleId, entryIds);
  if (facts.length === entryIds.length) return facts;
  // Called so lately that there is no row of it yet; or claimed at another gateway, which a statement of its own sees.
  await spreadBatches(db, saleId);
  facts.push(...(await claimCalled(db, saleId, without(entryIds, facts))));
  return [...facts, ...(await insideAdmissions(db, saleId, without(entryIds, facts)))];
}

function without(entryIds: readonly string[], facts: readonly AdmissionFact[]): string[] {
  const dealtWith = new Set(facts.map(({ entryId }) => entryId));
  return entryIds.filter((entryId) => !dealtWith.has(entryId));
}

async function claimCalled(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<AdmissionFact[]> {
  const { rows } = await sql<FactColumns>`
    with mine as (
      select id from admission
      where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[]) and state = 'called' and claim_by > now()
      order by id for update
    )
    update admission set state = 'shopping', claimed_at = now(),
           pass_ends_at = case when lane in ('raffle', 'reserve') then claim_by
             else now() + sale.pass_minutes * interval '1 minute' end
    from sale, mine
    where sale.id = ${saleId} and admission.id = mine.id
    returning admission.id, visitor_id, number, call_no, lane, admission.state, claim_by, pass_ends_at, given_back_at
  `.execute(db);
  return rows.map(factOf);
}

/** Who of these shops already. */
async function insideAdmissions(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<AdmissionFact[]> {
  const rows = await admissionsOf(db, saleId, entryIds).where('state', '=', 'shopping').execute();
  return rows.map(factOf);
}

/** Calls that nobody answered in time: one statement, however many processes ask at once. */
export async function missCalls(db: Kysely<Database>, saleId: string): Promise<AdmissionFact[]> {
  const { rows } = await sql<FactColumns>`
    with due as (
      select id from admission where sale_id = ${saleId} and state = 'called' and claim_by <= now()
      order by id for update
    )
    update admission set state = 'missed', ended_at = now() from due where admission.id = due.id
    returning admission.id, visitor_id, number, call_no, lane, state, claim_by, pass_ends_at, given_back_at
  `.execute(db);
  return rows.map(factOf);
}

/**
 * Visitors who leave: a call ends at once. A pass runs out at once, and the writer ends it when none of its orders is
 * held or paying: until then it keeps its slot. At once is when the row's lock was had (hence not now(), the time of the
 * statement): a batch of the writer that holds the row has decided before.
 */
export async function leaveAdmissions(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<AdmissionFact[]> {
  await spreadBatches(db, saleId);
  const { rows } = await sql<FactColumns>`
    with mine as (
      select id from admission
      where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[]) and state in ('called', 'shopping')
      order by id for update
    )
    update admission set
      state = case when state = 'called' then 'left' else state end,
      ended_at = case when state = 'called' then clock_timestamp() end,
      pass_ends_at = case when state = 'shopping' then least(pass_ends_at, clock_timestamp()) end
    from mine where admission.id = mine.id
    returning admission.id, visitor_id, number, call_no, lane, state, claim_by, pass_ends_at, given_back_at
  `.execute(db);
  return rows.map(factOf);
}

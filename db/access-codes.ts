/**
 * Access codes and their uses (ACC-1, ACC-2). A use belongs to a visitor: coming again costs none. Codes are locked
 * while uses are counted, so of the last use exactly one visitor has it, however many try at once; many visitors are
 * counted in one transaction, and a code that does not open does the same work whatever is wrong with it.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { CodeLane } from '../domain/lane.ts';
import type { Database } from './schema.ts';

export interface NewAccessCodes {
  readonly saleId: string;
  readonly label: string;
  readonly lane: CodeLane;
  readonly usesMax: number;
  readonly endsAt: Date | null;
  readonly codes: readonly { readonly id: string; readonly hash: string }[];
}

export async function makeCodes(trx: Transaction<Database>, made: NewAccessCodes): Promise<void> {
  const { saleId, label, lane, usesMax, endsAt, codes } = made;
  const same = { sale_id: saleId, label, lane, uses_max: usesMax, ends_at: endsAt };
  await trx
    .insertInto('access_code')
    .values(codes.map(({ id, hash }) => ({ ...same, id, code_hash: hash })))
    .execute();
}

export interface AccessCode {
  readonly id: string;
  readonly label: string;
  readonly lane: CodeLane;
  readonly usesMax: number;
  readonly uses: number;
  readonly endsAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly createdAt: Date;
}

/** The newest first. `before` goes on after the last one of the page before. */
export async function accessCodesOf(
  db: Kysely<Database>,
  ask: { readonly saleId: string; readonly before?: string | undefined; readonly codes: number },
): Promise<AccessCode[]> {
  let query = db
    .selectFrom('access_code')
    .select(['id', 'label', 'lane', 'uses', 'uses_max as usesMax', 'ends_at as endsAt'])
    .select(['withdrawn_at as withdrawnAt', 'created_at as createdAt'])
    .where('sale_id', '=', ask.saleId)
    .orderBy('id', 'desc')
    .limit(ask.codes);
  if (ask.before !== undefined) query = query.where('id', '<', ask.before);
  return await query.execute();
}

/** Null: there is no such code. Who has used it keeps the place. */
export async function withdrawCode(
  trx: Transaction<Database>,
  saleId: string,
  id: string,
): Promise<AccessCode | null> {
  const code = await trx
    .updateTable('access_code')
    .set({ withdrawn_at: sql<Date>`coalesce(withdrawn_at, now())` })
    .where('sale_id', '=', saleId)
    .where('id', '=', id)
    .returning(['id', 'label', 'lane', 'uses', 'uses_max as usesMax', 'ends_at as endsAt'])
    .returning(['withdrawn_at as withdrawnAt', 'created_at as createdAt'])
    .executeTakeFirst();
  return code ?? null;
}

export interface CodeUse {
  readonly visitorId: string;
  /** The hashes that the code as typed may be kept under. */
  readonly hashes: readonly string[];
}
export interface UsedCode {
  readonly codeId: string;
  readonly lane: CodeLane;
}

/** What each of these codes opens to its visitor, in their order; null where it does not. */
export async function useCodes(
  db: Kysely<Database>,
  saleId: string,
  asked: readonly CodeUse[],
): Promise<(UsedCode | null)[]> {
  return await db.transaction().execute(async (trx) => {
    const codes = await lockCodes(trx, saleId, [...new Set(asked.flatMap(({ hashes }) => hashes))]);
    const found = asked.map(({ hashes }) => codes.find(({ hash }) => hashes.includes(hash)) ?? null);
    const codeIds = found.map((code) => code?.id ?? '');
    const visitors = asked.map(({ visitorId }) => visitorId);
    const used = await usesOf(trx, codeIds, visitors);

    const left = new Map(codes.map(({ id, left }) => [id, left]));
    const fresh: { code_id: string; visitor_id: string }[] = [];
    const opened = asked.map(({ visitorId }, at) => {
      const code = found[at];
      if (!code?.isOpen) return null;
      const use = `${code.id} ${visitorId}`;
      if (!used.has(use)) {
        const uses = left.get(code.id) ?? 0;
        if (uses < 1) return null;
        left.set(code.id, uses - 1);
        used.add(use);
        fresh.push({ code_id: code.id, visitor_id: visitorId });
      }
      return { codeId: code.id, lane: code.lane };
    });
    if (fresh.length > 0) await noteUses(trx, fresh);
    return opened;
  });
}

interface LockedCode {
  readonly id: string;
  readonly hash: string;
  readonly lane: CodeLane;
  readonly left: number;
  readonly isOpen: boolean;
}

/** In the order of their ids, so that two batches never wait for each other. */
async function lockCodes(
  trx: Transaction<Database>,
  saleId: string,
  hashes: readonly string[],
): Promise<LockedCode[]> {
  const { rows } = await sql<LockedCode>`
    select id, code_hash as hash, lane, uses_max - uses as left,
           withdrawn_at is null and (ends_at is null or ends_at > now()) as "isOpen"
    from access_code where sale_id = ${saleId} and code_hash = any(${hashes}::text[])
    order by id for update
  `.execute(trx);
  return rows;
}

/** Read after the locks are had: what another batch has counted meanwhile is seen. */
async function usesOf(
  trx: Transaction<Database>,
  codeIds: readonly string[],
  visitors: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ use: string }>`
    select code_id || ' ' || visitor_id as use from access_code_use
    where (code_id, visitor_id) in (select * from unnest(${codeIds}::text[], ${visitors}::text[]))
  `.execute(trx);
  return new Set(rows.map(({ use }) => use));
}

async function noteUses(
  trx: Transaction<Database>,
  uses: readonly { readonly code_id: string; readonly visitor_id: string }[],
): Promise<void> {
  await trx.insertInto('access_code_use').values(uses).execute();
  const codeIds = uses.map(({ code_id }) => code_id);
  await sql`
    update access_code set uses = access_code.uses + counted.uses
    from (select id, count(*)::int as uses from unnest(${codeIds}::text[]) as id group by id) as counted
    where access_code.id = counted.id
  `.execute(trx);
}

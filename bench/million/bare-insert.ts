/**
 * The baseline of a call: as many rows as it records, into a table that is made like `admission`, with its indexes and
 * nothing else: no line, no pace, no notice. What PostgreSQL needs for them on this machine nobody can call faster.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '../../runtime/chance.ts';
import type { BenchLine } from './bench-line.ts';

/** As admission records them: 500 a statement. Answers the wall time in ms. */
export async function insertBare({ db, sale }: BenchLine, count: number): Promise<number> {
  await sql`create table if not exists bare_admission (like admission including all)`.execute(db);
  const startedAt = performance.now();
  for (let from = 0; from < count; from += 500) {
    const rows = Array.from({ length: Math.min(500, count - from) }, (_, at) => from + at);
    const ids = rows.map(() => newId('adm'));
    const entries = rows.map(() => randomBytes(12).toString('base64url'));
    await sql`
      insert into bare_admission (id, sale_id, visitor_id, number, lane, call_no, state, claim_by)
      select id, ${sale.id}, entry, number, 'ordinary', 1, 'called', clock_timestamp() + interval '1 hour'
      from unnest(${ids}::text[], ${entries}::text[], ${rows}::bigint[]) as called (id, entry, number)
      returning id, visitor_id, number, state, claim_by`.execute(db);
  }
  return performance.now() - startedAt;
}

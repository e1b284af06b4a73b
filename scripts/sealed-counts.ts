/** What is sealed with which key, table by table, and whether a key can go (ACT-17). */
import type { Kysely } from 'kysely';
import { countByKid, countLettersByKid } from '../db/reseal.ts';
import type { Database } from '../db/schema.ts';
import { sealedColumns } from '../tokens/sealed-columns.ts';

export interface SealedCount {
  readonly kid: string;
  /** `order.contact_sealed` */
  readonly what: string;
  readonly n: number;
}

export async function sealedCounts(db: Kysely<Database>): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const column of sealedColumns)
    for (const [kid, n] of await countByKid(db, column))
      counts.push({ kid, what: `${column.table}.${column.column}`, n });
  for (const [kid, n] of await countLettersByKid(db)) counts.push({ kid, what: 'letters on their way', n });
  return counts;
}

/** Null: nothing needs it. */
export function whyNeeded(counts: readonly SealedCount[], kid: string): string | null {
  const needing = counts.filter((one) => one.kid === kid && one.n > 0);
  if (needing.length === 0) return null;
  const sum = needing.reduce((sum, { n }) => sum + n, 0);
  const parts = needing.map(({ what, n }) => `  ${what}: ${n}`);
  return [`${sum} texts are still sealed with ${kid}; they are sealed anew while Usher runs:`, ...parts].join(
    '\n',
  );
}

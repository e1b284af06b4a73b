/**
 * What `npm run verify` checks: one invariant a file, each with its sentence, its evidence and its words
 * for what it found.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CrowdHistory } from './crowd-history.ts';

export interface Evidence {
  /** One snapshot for all invariants, read-only. */
  readonly db: Kysely<Database>;
  /** What crowds were told, of the sales that are in this database. */
  readonly crowds: readonly CrowdHistory[];
  /** What should have been done by now but is younger than this is under way and not stuck. */
  readonly patienceSeconds: number;
}

export interface Finding {
  readonly checked: number;
  /** What was counted: `tiers`, `orders`. */
  readonly of: string;
  readonly broken: number;
  /** A few of the broken ones, each in words. */
  readonly examples: readonly string[];
  /** What could not be judged, and why. */
  readonly note?: string;
}

export interface Invariant {
  readonly name: string;
  readonly says: string;
  check(evidence: Evidence): Promise<Finding>;
}

export const EXAMPLES_MAX = 5;

/** `checked` selects one count; `broken` selects a row for each violation, with a text `example`. */
export interface SqlCheck {
  readonly of: string;
  readonly checked: RawBuilder<unknown>;
  readonly broken: RawBuilder<unknown>;
}

export async function findBySql(db: Kysely<Database>, { of, checked, broken }: SqlCheck): Promise<Finding> {
  const { rows } = await sql<{ checked: number; broken: number; examples: string[] | null }>`
    with broken as materialized (${broken})
    select (${checked})::int as checked, (select count(*) from broken)::int as broken,
           (select array_agg(example) from (select example from broken limit ${EXAMPLES_MAX}) as few) as examples
  `.execute(db);
  const [found] = rows;
  if (found === undefined) throw new Error('an aggregate answers one row');
  return { of, checked: found.checked, broken: found.broken, examples: found.examples ?? [] };
}

/** For what is compared in memory. */
export const findingOf = (of: string, checked: number, broken: readonly string[]): Finding => ({
  of,
  checked,
  broken: broken.length,
  examples: broken.slice(0, EXAMPLES_MAX),
});

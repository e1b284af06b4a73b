/**
 * Runs all invariants over one snapshot, so that a running Usher is judged at one moment: in the middle of a sale every
 * invariant must hold as it does after it.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CrowdHistory } from './crowd-history.ts';
import type { Finding, Invariant } from './invariant.ts';
import { invariants } from './invariants.ts';

export interface Verdict {
  readonly invariant: Invariant;
  readonly finding: Finding;
}

export interface Verified {
  readonly verdicts: readonly Verdict[];
  readonly crowds: readonly CrowdHistory[];
  /** Records about sales that this database does not know: of another data folder, or of one that was reset. */
  readonly strangers: readonly string[];
}

export async function checkAll(
  db: Kysely<Database>,
  given: readonly CrowdHistory[],
  patienceSeconds: number,
): Promise<Verified> {
  const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return await snapshot.execute(async (trx) => {
    const sales = new Set((await trx.selectFrom('sale').select('id').execute()).map(({ id }) => id));
    const crowds = given.filter(({ saleId }) => sales.has(saleId));
    const strangers = given.filter(({ saleId }) => !sales.has(saleId)).map(({ file }) => file);
    const verdicts: Verdict[] = [];
    for (const invariant of invariants)
      verdicts.push({ invariant, finding: await invariant.check({ db: trx, crowds, patienceSeconds }) });
    return { verdicts, crowds, strangers };
  });
}

export const brokenOf = ({ verdicts }: Verified): string[] =>
  verdicts.filter(({ finding }) => finding.broken > 0).map(({ invariant }) => invariant.name);

/** Rule 12: an unanswered call and an ended pass do not keep their slot, nor does a call without its row. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates } from './order-states.ts';

export const turnsSwept: Invariant = {
  name: 'turns-swept',
  says: 'no unanswered call, no ended pass without a held order and no unspread batch keeps its slot',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'live admissions',
      checked: sql`
        select (select count(*) from admission where ended_at is null) + (select count(*) from call_batch)`,
      broken: sql`
        select format('admission %s is %s; claim by %s, pass to %s', id, state, claim_by, pass_ends_at) as example
        from admission
        where (state = 'called' and claim_by < now() - ${patienceSeconds} * interval '1 second')
           or (state = 'shopping' and pass_ends_at < now() - ${patienceSeconds} * interval '1 second'
               and not exists (select from "order" where admission_id = admission.id
                               and "order".state = any(${holdStates}::text[])))
        union all
        select format('batch %s of %s calls has no rows since %s', id, cardinality(visitors), called_at)
        from call_batch where called_at < now() - ${patienceSeconds} * interval '1 second'`,
    }),
};

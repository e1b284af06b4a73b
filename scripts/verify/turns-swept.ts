/** Rule 12: a call that nobody answered and a pass that has ended do not keep their slot. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates } from './order-states.ts';

export const turnsSwept: Invariant = {
  name: 'turns-swept',
  says: 'no unanswered call and no ended pass without a held order keeps its slot',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'live admissions',
      checked: sql`select count(*) from admission where ended_at is null`,
      broken: sql`
        select format('admission %s is %s; claim by %s, pass to %s', id, state, claim_by, pass_ends_at) as example
        from admission
        where (state = 'called' and claim_by < now() - ${patienceSeconds} * interval '1 second')
           or (state = 'shopping' and pass_ends_at < now() - ${patienceSeconds} * interval '1 second'
               and not exists (select from "order" where admission_id = admission.id
                               and "order".state = any(${holdStates}::text[])))`,
    }),
};

/** Rule 12: a hold has an end that nothing moves, and after it the units are free again. */
import { sql } from 'kysely';
import { HOLD_CAP_MINUTES } from '../../domain/limits.ts';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates } from './order-states.ts';

export const holdsCapped: Invariant = {
  name: 'holds-capped',
  says: `no hold was given more than ${HOLD_CAP_MINUTES} minutes`,
  check: ({ db }) =>
    findBySql(db, {
      of: 'orders',
      checked: sql`select count(*) from "order"`,
      broken: sql`
        select format('order %s of %s may be held until %s', id, created_at, hold_cap_at) as example
        from "order" where hold_cap_at > created_at + ${HOLD_CAP_MINUTES} * interval '1 minute'`,
    }),
};

export const holdsSwept: Invariant = {
  name: 'holds-swept',
  says: 'no order holds units past its hard cap, and no order without a payment past its hold',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'orders that hold units',
      checked: sql`select count(*) from "order" where state = any(${holdStates}::text[])`,
      broken: sql`
        select format('order %s is %s since %s; its hold ended at %s, its cap at %s', id, state, created_at,
                      hold_expires_at, hold_cap_at) as example
        from "order"
        where state = any(${holdStates}::text[])
          and case when state = 'held' then hold_expires_at else hold_cap_at end
              < now() - ${patienceSeconds} * interval '1 second'`,
    }),
};

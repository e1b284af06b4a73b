/**
 * Rule 5: nobody has more units than the sale allows, live holds and sold orders together. Who signed in counts by the
 * account; everybody else by the browser's place in the line and by the contact's address, each for itself. Where there is a
 * line, a place counts whoever signed in with its pass.
 */
import { type RawBuilder, sql } from 'kysely';
import { mostInForce } from './in-force.ts';
import { findBySql, type Invariant } from './invariant.ts';
import { holdStates, soldStates } from './order-states.ts';

export const limitPerVisitor = limitBy(
  'visitor',
  'visitor_id',
  sql`(account_id is null or (select mode from sale where sale.id = "order".sale_id) <> 'shelf')`,
);
export const limitPerEmail = limitBy('email', 'email_index', sql`account_id is null`);
export const limitPerAccount = limitBy('account', 'account_id', sql`account_id is not null`);

function limitBy(
  who: string,
  column: 'visitor_id' | 'email_index' | 'account_id',
  whose: RawBuilder<unknown>,
): Invariant {
  const by = sql.ref(column);
  return {
    name: `limit-per-${who}`,
    says: `no ${who} holds and owns more units of a sale than its limit`,
    check: ({ db }) =>
      findBySql(db, {
        of: `${who}s`,
        checked: sql`select count(distinct (sale_id, ${by})) from "order" where ${whose}`,
        broken: sql`
          with limits as (${mostInForce('perVisitorMax')})
          select format('%s %s has %s units of sale %s, the limit is %s', ${who}::text, ${by}, sum(units),
                        "order".sale_id, most) as example
          from "order" join limits on limits.sale_id = "order".sale_id
          where ${whose} and state = any(${[...holdStates, ...soldStates]}::text[])
          group by "order".sale_id, ${by}, most
          having sum(units) > most`,
      }),
  };
}

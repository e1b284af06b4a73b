/** Rule 10: one command, one effect: no movement of the ledger was made twice for it. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const commandsOnce: Invariant = {
  name: 'commands-once',
  says: 'no command moved the same units twice',
  check: ({ db }) =>
    findBySql(db, {
      of: 'ledger rows',
      checked: sql`select count(*) from ledger`,
      broken: sql`
        select format('command %s: %s times %s of tier %s, order %s', command_id, count(*), kind, tier_id, order_id)
               as example
        from ledger group by sale_id, command_id, kind, tier_id, order_id having count(*) > 1`,
    }),
};

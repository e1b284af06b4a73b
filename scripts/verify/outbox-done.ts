/** Rule 14: what must follow a fact has followed. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const outboxDone: Invariant = {
  name: 'outbox-done',
  says: 'everything staged in the outbox was done',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'outbox rows',
      checked: sql`select count(*) from outbox`,
      broken: sql`
        select format('%s (%s) is open since %s', key, topic, created_at) as example
        from outbox
        where done_at is null and created_at < now() - ${patienceSeconds} * interval '1 second'`,
    }),
};

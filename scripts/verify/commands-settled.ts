/** Rule 12: nothing that was told to the writer lies about; a settled command has its result. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const commandsSettled: Invariant = {
  name: 'commands-settled',
  says: 'no command waits for the writer, and each settled one has a result that is not "failed", or was set aside by staff',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'commands',
      checked: sql`select count(*) from command`,
      broken: sql`
        select format('command %s (%s) since %s: %s', id, key, created_at, coalesce(result::text, 'no result'))
               as example
        from command
        where (done_at is null and created_at < now() - ${patienceSeconds} * interval '1 second')
           or (done_at is not null and (result is null or result->>'outcome' = 'failed') and not exists (
             select from dead_letter where source = 'command' and source_id = command.id::text and state = 'set_aside'))`,
    }),
};

/** Which columns that could name people stand in clear, and why each may. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { test } from '../test/stores.ts';

/**
 * Of things, and of the staff, who is found, shown and let back in without the key ring (STF-11). An invitation in clear is
 * of before migration 0040, and is sealed by a sweep.
 */
const inClear = [
  'category.name_en',
  'category.name_ko',
  'process.name',
  'staff.email',
  'staff.name',
  'staff_invitation.email',
  'tier.name',
];

test('RUN-21: of columns for names and addresses those of the staff alone stand in clear', async ({ db }) => {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and table_name !~ '^kysely'
      and column_name ~ '(^|_)(email|name|phone|address|contact|recipient|receiver)(_|$)'
      and column_name !~ '_(sealed|index)$'
    order by 1`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(inClear);
});

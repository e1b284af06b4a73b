/** Statements that are named, and a table that changes under them. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import { test } from '../test/stores.ts';

test('RUN-35: what is asked again is prepared, and a column that is added is no fault of who asks', async ({
  db,
}) => {
  await sql`create table thing (id integer primary key, name text)`.execute(db);
  await sql`insert into thing values (1, 'one')`.execute(db);
  await db.connection().execute(async (connection) => {
    const read = () => sql<{ name: string }>`select * from thing where id = ${1}`.execute(connection);
    const prepared = () =>
      sql<{
        count: number;
      }>`select count(*) from pg_prepared_statements where statement like 'select * from thing%'`
        .execute(connection)
        .then(({ rows }) => rows[0]?.count);
    for (let time = 0; time < 5; time++) expect((await read()).rows).toEqual([{ id: 1, name: 'one' }]);
    expect(await prepared()).toBe(1);

    await sql`alter table thing add column size integer default 7`.execute(connection);
    expect((await read()).rows).toEqual([{ id: 1, name: 'one', size: 7 }]);
    for (let time = 0; time < 5; time++)
      expect((await read()).rows).toEqual([{ id: 1, name: 'one', size: 7 }]);
    expect(await prepared()).toBe(2); // The old one is named no more.
  });
});

test('RUN-35: in a transaction the statement fails once, and the next transaction goes through', async ({
  db,
}) => {
  await sql`create table thing (id integer primary key)`.execute(db);
  const read = () => db.transaction().execute((trx) => sql`select * from thing where id < ${5}`.execute(trx));
  for (let time = 0; time < 5; time++) await read();
  await sql`alter table thing add column size integer`.execute(db);
  await expect(read()).rejects.toThrow('cached plan');
  expect((await read()).rows).toEqual([]);
});

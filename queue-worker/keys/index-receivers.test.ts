/** Receivers of before the index, as the sweep finds them. */
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { test, testLog } from '../../test/stores.ts';
import { issuedOrder, passOn } from '../../test/tickets.ts';
import { indexReceivers } from './index-receivers.ts';

test('TIC-13: a receiver without an index gets one, once; what does not open stays as it is', async ({
  db,
  keys,
}) => {
  const { tickets } = await issuedOrder(db, { keys, units: 3 });
  for (const ticket of tickets) await passOn(db, keys, ticket);
  await db.updateTable('ticket_transfer').set({ receiver_index: null }).execute();
  const [lost] = await db.selectFrom('ticket_transfer').select('id').orderBy('id').execute();
  await db
    .updateTable('ticket_transfer')
    .set({ receiver_sealed: 'gone.a.b.c' })
    .where('id', '=', lost?.id ?? '')
    .execute();
  const ring = parseKeyRing(keys);
  const deps = { db, ring, log: testLog };
  const stopped = new AbortController();
  stopped.abort();
  expect(await indexReceivers(deps, { signal: stopped.signal })).toBe(0);
  expect(await indexReceivers(deps, { rows: 1, restMs: 0 })).toBe(2);
  expect(await indexReceivers(deps, { rows: 1, restMs: 0 })).toBe(0);
  const rows = await db.selectFrom('ticket_transfer').select('receiver_index').orderBy('id').execute();
  const index = blindIndex(ring, 'sora@example.com');
  expect(rows.map(({ receiver_index }) => receiver_index)).toEqual([null, index, index]);
});

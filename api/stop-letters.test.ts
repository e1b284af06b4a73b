/** Stopping reminders by the link in a letter: one place, by pressing and not by looking, and nothing else. */
import { expect } from 'vitest';
import { keepContact } from '../db/line-contacts.ts';
import { nearLetters } from '../queue-worker/outbox/near-letters.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { openTestApi, test } from '../test/api.ts';
import { openTestBank } from '../test/bank.ts';
import { insertSale } from '../test/line.ts';
import { outboxDeps, stage } from '../test/outbox-deps.ts';
import { newEntryId } from '../test/stores.ts';

test('MAI-9: a reminder says how to stop reminders, and the button stops those of its place alone', async ({
  stores,
  db,
  keys,
}) => {
  await using api = await openTestApi(stores);
  await using bank = await openTestBank();
  const ring = parseKeyRing(keys);
  const saleId = await insertSale(db, { state: 'open' });
  const [mine, theirs] = [newEntryId(), newEntryId()];
  for (const entryId of [mine, theirs])
    await keepContact(db, ring, { saleId, entryId, email: 'a@example.com', language: 'en' });
  const letterTo = async (visitorId: string) => {
    const id = await stage(db, 'mail', { kind: 'near', saleId, visitorId });
    const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    return await nearLetters.near(outboxDeps(db, bank, keys), row);
  };
  const stopUrl = (await letterTo(mine))?.stopUrl ?? '';
  expect(stopUrl).toMatch(/^http:\/\/shop\.test\/api\/letters\/stop\//);
  const path = new URL(stopUrl).pathname;

  const looked = await api.ask('GET', path);
  expect(looked.status).toBe(200);
  expect(looked.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await letterTo(mine)).not.toBe(null);
  for (const tampered of [`${path.slice(0, -2)}AA`, '/api/letters/stop/none'])
    expect((await api.ask('POST', tampered)).status).toBe(200);
  expect(await letterTo(mine)).not.toBe(null);

  expect((await api.ask('POST', path, { body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
  expect((await api.ask('POST', path)).status).toBe(200);
  expect(await letterTo(mine)).toBe(null);
  expect(await letterTo(theirs)).not.toBe(null);
  await keepContact(db, ring, { saleId, entryId: mine, email: 'a@example.com', language: 'en' });
  expect(await letterTo(mine)).not.toBe(null); // Asked anew.
});

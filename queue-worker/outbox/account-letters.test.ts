/** Letters about accounts, from the sealed row to the letter box. */
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { sealText } from '../../runtime/seal.ts';
import { openTestBank } from '../../test/bank.ts';
import { isDone, openTestPostBox, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { test } from '../../test/stores.ts';
import { deliver } from './deliver.ts';

test('ACT-2, MAI-2: each letter reaches its address in the language asked for, its code readable and alone', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const box = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, box);
  const ring = parseKeyRing(keys);
  const kinds = [
    'signup_code',
    'account_exists',
    'reset_code',
    'no_account',
    'password_changed',
    'account_deleted',
    'staff_reset_code',
    'no_staff',
    'staff_password_changed',
  ];
  for (const kind of kinds) {
    const content = { email: 'minseo@example.com', ...(kind.endsWith('_code') && { code: '012345' }) };
    const sealed = sealText(ring, JSON.stringify(content), `letter:${kind}`);
    const id = await stage(db, 'mail', { kind, language: 'ko', sealed });
    await deliver(deps, [id]);
    expect(await isDone(db, id)).toBe(true);
  }
  expect(box.taken).toHaveLength(kinds.length);
  expect(box.taken[0]?.text).toContain('012345');
  expect(box.taken.map(({ text }) => text).join()).not.toMatch(/undefined|null/);
});

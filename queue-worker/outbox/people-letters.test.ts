/** Letters to staff and to flagged accounts, from the sealed row to the letter box. */
import { expect } from 'vitest';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { sealText } from '../../runtime/seal.ts';
import { openTestBank } from '../../test/bank.ts';
import { isDone, openTestPostBox, outboxDeps, stage } from '../../test/outbox-deps.ts';
import { test } from '../../test/stores.ts';
import { deliver } from './deliver.ts';
import { peopleLetters } from './people-words.ts';

const facts = {
  ...{ invitation: 'inv_1', code: 'c0de', role: 'operator', by: 'Owner' },
  ...{ reason: 'forty <b>tickets</b> resold', answer: 'we have looked' },
};

test('STF-4, STF-7, STF-8: each letter says in both languages what is so, and what staff wrote, word for word', async ({
  db,
  keys,
}) => {
  await using bank = await openTestBank();
  const box = openTestPostBox();
  const deps = outboxDeps(db, bank, keys, box);
  const ring = parseKeyRing(keys);
  for (const language of ['ko', 'en'] as const) {
    for (const kind of peopleLetters) {
      const content = JSON.stringify({ email: 'jiwoo@example.com', facts });
      const id = await stage(db, 'mail', {
        kind,
        language,
        sealed: sealText(ring, content, `letter:${kind}`),
      });
      await deliver(deps, [id]);
      expect([kind, await isDone(db, id)]).toEqual([kind, true]);
    }
  }
  expect(box.taken).toHaveLength(2 * peopleLetters.length);
  const texts = box.taken.map(({ text }) => text).join('\n');
  expect(texts).not.toMatch(/undefined|null/);
  expect(texts.split('/staff/join#invitation=inv_1&code=c0de')).toHaveLength(3);
  expect(texts.split('forty <b>tickets</b> resold')).toHaveLength(3);
  expect(texts.split('we have looked')).toHaveLength(5);
  // In the other form it is words too, and no mark-up of theirs.
  expect(box.taken.map(({ html }) => html).join()).not.toContain('<b>tickets');
});

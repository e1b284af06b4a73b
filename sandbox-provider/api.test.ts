/** Answers of the bank wait for its disk: the disk here is a promise that the test settles. */
import { expect, test } from 'vitest';
import { systemChance } from '../runtime/chance.ts';
import { bankApi } from './api.ts';
import { openBook } from './book.ts';
import { openManners } from './manners.ts';

test('SBX-4: nobody hears of what is not on the disk yet', async () => {
  const disk = Promise.withResolvers<void>();
  const book = openBook({
    journal: {
      past: [],
      append: () => {},
      note: () => {},
      rewrite: () => {},
      flushed: () => disk.promise,
      close: async () => {},
    },
    clock: Date.now,
    chance: systemChance,
    onFact: () => {},
    tellsOfCreation: () => false,
  });
  const api = bankApi({ book, secret: 'secret', publicUrl: 'http://shop.test', manners: openManners() });
  let isAnswered = false;
  const answer = Promise.resolve(
    api.request('/payments', {
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
      body: JSON.stringify({
        id: 'pay_1',
        amount: 1,
        currency: 'KRW',
        description: '',
        returnUrl: 'http://shop.test/',
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      }),
    }),
  ).finally(() => {
    isAnswered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(book.untold()).toEqual([]);
  expect(isAnswered).toBe(false);
  disk.resolve();
  expect((await answer).status).toBe(200);
});

/** Answers over a real Redis: who waits gets them, who does not wait gets nothing. */
import { expect } from 'vitest';
import type { ReserveCommand, WriterAnswer } from '../domain/writer/command.ts';
import { newOrderId, newSaleId, newTierId, test } from '../test/stores.ts';
import { openAnswers, publishAnswers } from './answers.ts';
import { readEntry, sendReserve } from './command-stream.ts';
import { commandsKey } from './keys.ts';

const refusal = (id: string): WriterAnswer => ({ id, bodyHash: 'b', outcome: 'refused', code: 'sold_out' });

test('WRT-11: an answer reaches everybody who waits for its command, at its instance alone', async ({
  redis,
}) => {
  const here = openAnswers(redis, newSaleId());
  const instance = newSaleId();
  const there = openAnswers(redis, instance);
  try {
    await Promise.all([here.ready, there.ready]);
    const elsewhere = here.waitFor('one', 200);
    const waiting = [there.waitFor('one', 5_000), there.waitFor('one', 5_000), there.waitFor('two', 5_000)];
    await publishAnswers(redis, [
      { replyTo: instance, answer: refusal('one') },
      { replyTo: instance, answer: refusal('two') },
    ]);
    expect((await Promise.all(waiting)).map((answer) => answer?.id)).toEqual(['one', 'one', 'two']);
    expect(await elsewhere).toBeNull();
  } finally {
    here.close();
    there.close();
  }
});

test('WRT-11: whoever waits in vain, or for an instance that closes, gets null', async ({ redis }) => {
  const answers = openAnswers(redis, newSaleId());
  expect(await answers.waitFor('never', 1)).toBeNull();
  const last = answers.waitFor('never', 60_000);
  answers.close();
  expect(await last).toBeNull();
});

test('WRT-12: a command comes out of the stream as it went in; anything else comes out as nothing', async ({
  redis,
}) => {
  const command: ReserveCommand = {
    id: 'c1', bodyHash: 'b', saleId: newSaleId(), orderId: newOrderId(), admissionId: null, visitorId: 'v',
    accountId: null, emailIndex: 'e', contactSealed: 's', addressSealed: null,
    lines: [{ tierId: newTierId(), quantity: 2 }], replyTo: 'api-1',
  }; // biome-ignore format: one command, seen at a glance
  const key = commandsKey(command.saleId);
  await sendReserve(redis, command);
  for (const bad of ['no json', '{}', JSON.stringify({ ...command, lines: [] })]) {
    await redis.xadd(key, '*', 'command', bad);
  }
  await redis.xadd(key, '*', 'other', 'field');
  const entries = (await redis.xrange(key, '-', '+')).map(readEntry);
  expect(entries.map((entry) => entry.command)).toEqual([command, null, null, null, null]);
  expect(Math.abs((entries[0]?.takenAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
});

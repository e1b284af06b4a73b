/** The way to the writer and back, where parts of it are lost. */
import { expect } from 'vitest';
import { newSaleId, test } from '../test/stores.ts';
import { openReserve } from './reserve.ts';

const command = (saleId: string) => ({
  id: 'command-1',
  bodyHash: 'body',
  saleId,
  orderId: 'ord_1',
  admissionId: null,
  visitorId: 'visitor',
  accountId: null,
  emailIndex: 'email',
  contactSealed: 'sealed',
  addressSealed: null,
  lines: [{ tierId: 'tier_1', quantity: 1 }],
});

test('API-9: an answer that was decided and never heard is found where the writer stored it', async ({
  db,
  redis,
}) => {
  const saleId = newSaleId();
  const unheard = { ready: Promise.resolve(), waitFor: async () => null, close: () => {} };
  const reserve = openReserve({ db, redis, answers: unheard, instance: 'api-1' });
  expect(await reserve(command(saleId))).toBeNull();

  const answer = { id: 'command-1', bodyHash: 'body', outcome: 'refused', code: 'sold_out' };
  const stored = { id: answer.id, sale_id: saleId, body_hash: 'body', answer: JSON.stringify(answer) };
  await db.insertInto('command_answer').values(stored).execute();
  expect(await reserve(command(saleId))).toEqual(answer);
  await expect(reserve({ ...command(saleId), bodyHash: 'other' })).rejects.toMatchObject({
    code: 'key_reused',
  });
});

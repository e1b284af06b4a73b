/** What every answer of the line over HTTP carries, and how much of a request it reads (GWY-17, GWY-20). */
import { expect } from 'vitest';
import { SOCKET_PAYLOAD_BYTES_MAX } from '../../domain/limits.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';

test('GWY-20: an answer, a refusal and a path that is none are never kept, and are taken for what they say', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const line = `${gateway.url}/api/sales/${sale.slug}/line`;
  const answers = [
    await fetch(line, { method: 'POST', body: '{}' }),
    await fetch(line, { method: 'POST', body: '{"strange":1}' }),
    await fetch(line, { headers: { 'usher-receipt': 'forged' } }),
    await fetch(`${gateway.url}/api/sales/no-such-sale/line`),
    await fetch(line, { method: 'PUT' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 422, 401, 404, 404]);
  for (const { headers } of answers) {
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('GWY-17: a body is no longer than a message, whether it says its length or comes in pieces', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const line = `${gateway.url}/api/sales/${sale.slug}/line`;
  const inPieces = (text: string) =>
    new ReadableStream({
      start(controller) {
        for (const piece of text.match(/.{1,1000}/g) ?? [])
          controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
  const statusOf = async (body: string, isWhole: boolean) => {
    const init = isWhole ? { body } : { body: inPieces(body), duplex: 'half' as const };
    return (await fetch(line, { method: 'POST', ...init })).status;
  };
  const fits = `{}${' '.repeat(SOCKET_PAYLOAD_BYTES_MAX - 2)}`;
  for (const isWhole of [true, false]) {
    expect(await statusOf(fits, isWhole)).toBe(200);
    expect(await statusOf(`${fits} `, isWhole)).toBe(413);
  }
});

/**
 * Slow readers, floods and the end of a gateway (GWY-3, GWY-6), and what a waiting socket must not have
 * (GWY-4).
 */
import { expect } from 'vitest';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { closeCodes, comesBack } from '../close-codes.ts';

test('GWY-3: a reader who stands still is dropped before its buffer grows, and costs nobody else anything', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const slow = gateway.visitor(sale.slug);
  await slow.join();
  const other = gateway.visitor(sale.slug);
  await other.join();
  await gateway.tick();
  slow.socket.pause();
  // The organiser writes: each message of twenty kilobytes goes to everybody.
  for (let sent = 0; sent < 400 && gateway.connections() > 1; sent += 1) {
    const message_en = `${sent} ${'x'.repeat(20_000)}`;
    await stores.db.updateTable('sale').set({ message_en, message_at: new Date() }).execute();
    await sale.change({ state: 'open' });
    await other.hear('sale', ({ message }) => message?.en?.startsWith(`${sent} `) ?? false);
    if (sent % 50 === 49) for (let second = 0; second < 5; second += 1) await gateway.tick();
  }
  await expect.poll(() => gateway.connections(), { timeout: 8_000 }).toBe(1);
  expect(other.socket.readyState).toBe(other.socket.OPEN);
});

test('GWY-6: a gateway that is told to stop tells everybody to come back, spread over seconds; the place is kept', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  await using other = await openTestGateway(stores);
  const visitors = Array.from({ length: 40 }, () => gateway.visitor(sale.slug));
  const places = [];
  for (const visitor of visitors) places.push(await visitor.join());
  const closedAt: number[] = [];
  const codes = visitors.map(({ closed }) =>
    closed.then((code) => {
      closedAt.push(performance.now());
      return code;
    }),
  );
  await gateway.drain();
  expect(new Set(await Promise.all(codes))).toEqual(new Set([closeCodes.restarting]));
  expect(comesBack('restarting')).toBe(true);
  expect(Math.max(...closedAt) - Math.min(...closedAt)).toBeGreaterThan(1_000);
  for (const { receipt, number } of places) {
    expect(await other.visitor(sale.slug).join({ receipt })).toMatchObject({ number });
  }
  await expect(fetch(gateway.url)).rejects.toThrow();
});

test('GWY-5: the range of a close code says whether to come back', () => {
  for (const [reason, code] of Object.entries(closeCodes)) {
    expect(code).toBeGreaterThanOrEqual(4000);
    expect(code).toBeLessThan(5000);
    expect([reason, comesBack(reason as keyof typeof closeCodes)]).toEqual([reason, code < 4500]);
  }
  expect(new Set(Object.values(closeCodes)).size).toBe(Object.keys(closeCodes).length);
});

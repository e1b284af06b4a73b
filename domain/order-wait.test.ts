/** Who may wait for an order, and how long. */
import { expect, test } from 'vitest';
import { ORDER_WAIT_MS_MAX } from './limits.ts';
import { orderWaitMs } from './order-wait.ts';

test('API-31: who waits for an order says so by RFC 7240, and for no longer than the bound', () => {
  const waits = (prefer: string) => orderWaitMs('GET', '/api/orders/ord_1', prefer);
  expect(waits('wait=3')).toBe(3_000);
  expect(waits('respond-async, Wait = 4 ; foo')).toBe(4_000);
  expect(waits('return=minimal; x=1, wait="5"')).toBe(5_000);
  expect(waits('wait=60')).toBe(ORDER_WAIT_MS_MAX);
  for (const none of ['', 'wait', 'wait=', 'wait=-1', 'wait=soon', 'wait=1.5', 'await=5', 'handling=lenient'])
    expect(waits(none), none).toBe(0);
});

test('API-31: nothing but an order that is read can be waited for', () => {
  for (const [method, path] of [
    ['POST', '/api/orders/ord_1'],
    ['GET', '/api/orders/ord_1/tickets'],
    ['GET', '/api/orders/'],
    ['GET', '/api/sales/x'],
  ] as const)
    expect(orderWaitMs(method, path, 'wait=5'), path).toBe(0);
  expect(orderWaitMs('GET', '/api/orders/ord_1', undefined)).toBe(0);
});

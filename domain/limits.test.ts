/** How the bounds relate, in TypeScript and in Lua. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admissionLanes, isOutsideFloor } from './lane.ts';
import * as limits from './limits.ts';

test('RUN-22: bounds relate as their reasons say', () => {
  // A writer's lease outlives a transaction that stands still, and the API's wait outlives a take-over's poll only by luck:
  expect(limits.IDLE_IN_TRANSACTION_MS).toBeLessThan(limits.LEASE_MS);
  expect(limits.ANSWER_WAIT_MS).toBeLessThan(limits.RESERVE_AGE_MS_MAX);
  expect(limits.PROCESS_SILENT_MS_MAX).toBeGreaterThanOrEqual(3 * limits.HEARTBEAT_MS);
  expect(limits.BURST_MS_MAX).toBeGreaterThanOrEqual(limits.TICK_MS);
  expect(limits.PRESENCE_MS).toBeGreaterThan(10 * limits.TICK_MS);
  expect(limits.PRODUCTS_CURRENT_MS).toBeLessThan(limits.PRODUCT_AGE_MS_MAX);
});

test('RUN-22: the scripts of the line know the same bounds', () => {
  const prelude = readFileSync(new URL('../redis/line/prelude.lua', import.meta.url), 'utf8');
  expect(prelude).toContain(`local CALLS_UNASKED_MAX = ${limits.CALLS_UNASKED_MAX}\n`);
  const call = readFileSync(new URL('../redis/line/call-next.lua', import.meta.url), 'utf8');
  expect(call).toContain(`local TOUCHED_MAX = ${limits.SCRIPT_ENTRIES_MAX}\n`);
  expect(call).toContain(`local NO_SHOW_BOOST_MAX = ${limits.NO_SHOW_BOOST_MAX}\n`);
  expect(call).toContain(`local SLOW_LANE_SHARE = ${limits.SLOW_LANE_SHARE}\n`);
  const settle = readFileSync(new URL('../redis/line/settle-admissions.lua', import.meta.url), 'utf8');
  const outside = admissionLanes.filter(isOutsideFloor).map((lane) => `${lane} = true`);
  expect(settle).toContain(`local outside = { ${outside.join(', ')} }\n`);
});

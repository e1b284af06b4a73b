/** The server's clock, found from answers with whole seconds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClockOffset, narrowed, offsetMs } from './clock-offset.ts';

test('PAG-8: however wrong the visitor’s clock is, some answers find the server’s to within their delay', () => {
  const answers = fc.array(fc.record({ gapMs: fc.nat(5_000), outMs: fc.nat(200), backMs: fc.nat(200) }), {
    minLength: 30,
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.integer({ min: -9e8, max: 9e8 }), answers, (wrongBy, history) => {
      let offset: ClockOffset | null = null;
      let trueMs = 1_900_000_000_000;
      for (const { gapMs, outMs, backMs } of history) {
        trueMs += gapMs;
        const sentAtMs = trueMs + wrongBy;
        const readAt = trueMs + outMs;
        const date = Math.floor(readAt / 1_000) * 1_000;
        const receivedAtMs = sentAtMs + outMs + backMs;
        offset = narrowed(offset, { fromMs: date, toMs: date + 1_000, sentAtMs, receivedAtMs });
        trueMs += outMs + backMs;
        expect(-wrongBy).toBeGreaterThanOrEqual(offset.lowMs);
        expect(-wrongBy).toBeLessThanOrEqual(offset.highMs);
      }
      expect(Math.abs(offsetMs(offset) + wrongBy)).toBeLessThan(700);
    }),
  );
});

test('PAG-8: answers that come at different parts of the second leave an error of some tens of milliseconds', () => {
  let offset: ClockOffset | null = null;
  for (let sentAtMs = 0; sentAtMs < 10_000; sentAtMs += 277) {
    const date = Math.floor((sentAtMs + 7_200_020) / 1_000) * 1_000;
    offset = narrowed(offset, { fromMs: date, toMs: date + 1_000, sentAtMs, receivedAtMs: sentAtMs + 40 });
    // Twenty answers, and it stays so: no later answer undoes what earlier ones found out.
    if (sentAtMs > 20 * 277) expect(Math.abs(offsetMs(offset) - 7_200_000)).toBeLessThan(60);
  }
});

test('PAG-8: when a clock was changed, the newest answer counts alone', () => {
  const at = (serverMs: number, hereMs: number) => ({
    fromMs: serverMs,
    toMs: serverMs + 1_000,
    sentAtMs: hereMs,
    receivedAtMs: hereMs,
  });
  const before = narrowed(null, at(50_000, 50_000));
  expect(offsetMs(narrowed(before, at(60_000, 3_660_000)))).toBe(-3_600_000 + 500);
});

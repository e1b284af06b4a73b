/**
 * What it does to the positions behind that somebody comes back to their number: from a check that is solved, or from
 * letting others pass. docs/decisions/0007 says why it is so.
 */
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import { aheadAfter } from '../../domain/protocol.ts';
import { openCalledLine } from '../../test/called-line.ts';
import { test } from '../../test/stores.ts';
import { changeLane } from './change-lane.ts';
import { readStandings } from './read-standings.ts';
import { snoozePlace } from './snooze-place.ts';
import { wakePlace } from './wake-place.ts';

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('clear' as const), who: fc.nat({ max: 7 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('snooze' as const, 'wake' as const),
      who: fc.nat({ max: 7 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), who: fc.constant(0) }) },
);

test('LIN-36: who comes back to a number puts those behind one further back each, moves no counter, and no page shows it', async ({
  db,
  redis,
}) => {
  let everBehind = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { line, saleId, join, call } = await openCalledLine(db, redis, { admit_per_minute: 600_000 });
      const [suspects, sleepers]: [string[], string[]] = [[], []];
      for (let i = 0; i < 8; i += 1) {
        suspects.push(...(await join(1, 'slow')));
        sleepers.push(...(await join(1)));
      }
      const [watcher = ''] = await join(1);
      const look = async () => {
        const { head, standings } = await readStandings(line, { saleId, entryIds: [watcher] });
        return { moved: head.moved, waiting: head.waiting, ahead: standings[0]?.ahead ?? null };
      };
      const first = await look();
      let [before, shown, cameBack] = [first, first.ahead ?? 0, 0];
      const called: number[] = [];
      for (const { do: act, who } of steps) {
        const [suspect = '', sleeper = ''] = [suspects[who], sleepers[who]];
        if (act === 'clear')
          await changeLane(line, { saleId, moves: [{ entryId: suspect, lane: 'ordinary' }] });
        if (act === 'snooze')
          await snoozePlace(line, { saleId, snoozes: [{ entryId: sleeper, letPass: 2 }] });
        if (act === 'wake') await wakePlace(line, { saleId, entryIds: [sleeper] });
        if (act === 'call')
          for (const { lane, number } of await call(1)) if (lane === 'ordinary') called.push(number);
        const now = await look();
        if (now.ahead === null || before.ahead === null) break; // The watcher's turn.
        expect(now.moved).toBeGreaterThanOrEqual(before.moved);
        if (act !== 'call') expect(now.moved).toBe(before.moved);
        expect(now.ahead - before.ahead).toBeLessThanOrEqual(act === 'clear' || act === 'wake' ? 1 : 0);
        cameBack += Math.max(0, now.ahead - before.ahead);
        // What the page does with it: the arithmetic of the first place, and never a rise.
        const told = aheadAfter({ ahead: first.ahead ?? 0, moved: first.moved }, now);
        expect(told).toBeLessThanOrEqual(shown);
        shown = told;
        expect(now.ahead - shown).toBeLessThanOrEqual(cameBack);
        everBehind = Math.max(everBehind, now.ahead - shown);
        before = now;
      }
      expect(called).toEqual(called.toSorted((a, b) => a - b));
    }),
    { numRuns: 40, seed: 36 },
  );
  // The control: it does happen in these histories, so a page that did not clamp would have shown a rise.
  expect(everBehind).toBeGreaterThan(0);
}, 60_000);

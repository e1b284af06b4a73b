/**
 * Random histories of one line, replayed against real stores and against a few plain lines: who is called when, in which
 * order, and where everybody stands. Ticks die between their steps, facts are told late, joins come twice.
 */
import { fc } from '@fast-check/vitest';
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { claimAdmissions, latestAdmissions, leaveAdmissions, recordCalls } from '../../db/admissions.ts';
import { journalExits } from '../../db/line-exits.ts';
import type { Database } from '../../db/schema.ts';
import { metaKey, seenKey } from '../../redis/keys.ts';
import { callNext } from '../../redis/line/call-next.ts';
import { joinLine } from '../../redis/line/join-line.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { markPresent } from '../../redis/line/mark-present.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { openTestLine } from '../../test/line.ts';
import { newEntryId, test, testLog } from '../../test/stores.ts';
import { tell, tick } from './tick.ts';

const FLOOR_MAX = 3;
const VISITORS = 8;
const who = fc.nat({ max: VISITORS - 1 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('join' as const), who }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('tick' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('dieMarked' as const, 'dieRecorded' as const), who }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('claim' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constantFrom('leave' as const, 'vanish' as const, 'show' as const), who }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('finish' as const, 'oldFacts' as const), who }) },
);

type Where = 'none' | 'waiting' | 'called' | 'shopping' | 'passedOver' | 'returned' | 'finished';
interface Visitor {
  where: Where;
  number: number;
  isPresent: boolean;
}

/** The plain lines. Ticks are whole here: what died half-way is finished by the next one. */
class Model {
  readonly visitors: Visitor[] = Array.from({ length: VISITORS }, () => ({
    where: 'none',
    number: 0,
    isPresent: true,
  }));
  #next = 1;

  join(visitor: Visitor): void {
    if (visitor.where !== 'none') return;
    Object.assign(visitor, { where: 'waiting', number: this.#next, isPresent: true });
    this.#next += 1;
  }

  /** Takes from `returned`, then from the line, whoever is present, by number. */
  tick(): void {
    for (const lane of ['returned', 'waiting'] as const) {
      const inOrder = this.visitors.filter((it) => it.where === lane).sort((a, b) => a.number - b.number);
      for (const visitor of inOrder) {
        if (this.#floor() >= FLOOR_MAX) return;
        visitor.where = visitor.isPresent ? 'called' : 'passedOver';
        visitor.isPresent = false;
      }
    }
  }

  #floor(): number {
    return this.visitors.filter(({ where }) => where === 'called' || where === 'shopping').length;
  }
}

test('ADM-1, ADM-2, ADM-3, ADM-5, LIN-2: any history keeps floor, order and places', async ({
  db,
  redis,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), (history) => replay(db, redis, history)),
    { numRuns: 40 },
  );
}, 120_000);

async function replay(
  db: Kysely<Database>,
  redis: Redis,
  history: readonly { act: string; who: number }[],
): Promise<void> {
  const { line, saleId } = await openTestLine(db, redis, { floor_max: FLOOR_MAX, units: 1_000 });
  await reserveNumbers(line, db, saleId);
  const deps = { db, redis, line, log: testLog };
  const model = new Model();
  const entryIds = model.visitors.map(newEntryId);
  const refill = () => redis.hset(metaKey(saleId), 'bucket_at', 0);

  for (const { act, who: index } of history) {
    const visitor = model.visitors[index];
    const entryId = entryIds[index];
    if (!visitor || !entryId) throw new Error('a visitor of the model');
    switch (act) {
      case 'join':
        await joinLine(line, { saleId, entryIds: [entryId] });
        model.join(visitor);
        break;
      case 'tick':
        await refill();
        await tick(deps, saleId);
        model.tick();
        break;
      case 'dieMarked':
        await refill();
        await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 });
        await tick(deps, saleId);
        model.tick();
        break;
      case 'dieRecorded':
        await refill();
        await recordCalls(
          db,
          saleId,
          (await callNext(line, { saleId, wantMax: 100, ratePerMinute: 600_000 })).calling,
        );
        await tick(deps, saleId);
        model.tick();
        break;
      case 'claim':
        await tell(deps, saleId, await claimAdmissions(db, { saleId, entryIds: [entryId] }));
        if (visitor.where === 'called') visitor.where = 'shopping';
        break;
      case 'leave': {
        if (visitor.where === 'shopping') break; // The writer ends a pass, not the line.
        const exits = [{ entryId, number: visitor.number }];
        await journalExits(db, saleId, exits);
        await tell(deps, saleId, await leaveAdmissions(db, saleId, [entryId]));
        await leaveLine(line, { saleId, exits });
        visitor.where = 'none';
        break;
      }
      case 'vanish':
        await redis.zrem(seenKey(saleId), entryId);
        visitor.isPresent = false;
        break;
      case 'show':
        await markPresent(line, { saleId, entryIds: [entryId] });
        if (visitor.where === 'passedOver') visitor.where = 'returned';
        visitor.isPresent = true;
        break;
      case 'finish':
        await sql`update admission set state = 'finished', ended_at = now()
          where sale_id = ${saleId} and visitor_id = ${entryId} and state = 'shopping'`.execute(db);
        await tell(deps, saleId, await latestAdmissions(db, saleId, [entryId]));
        if (visitor.where === 'shopping') visitor.where = 'finished';
        break;
      case 'oldFacts':
        await tell(deps, saleId, await latestAdmissions(db, saleId, entryIds));
        break;
    }
    const { standings } = await readStandings(line, { saleId, entryIds });
    const isQueued = (where: Where) => where === 'waiting';
    const queued = model.visitors.filter((it) => isQueued(it.where)).sort((a, b) => a.number - b.number);
    expect(standings.map(({ state, number, ahead }) => ({ state, number, ahead }))).toEqual(
      model.visitors.map((it) => ({
        state: it.where,
        number: it.where === 'none' ? 0 : it.number,
        ahead: aheadOf(it, queued),
      })),
    );
  }
}

function aheadOf(visitor: Visitor, queued: readonly Visitor[]): number | null {
  if (visitor.where === 'waiting') return queued.indexOf(visitor);
  return visitor.where === 'none' || visitor.where === 'finished' ? null : 0;
}

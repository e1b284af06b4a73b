/**
 * Rule 6: in the ordinary line nobody is called before a smaller number that was present. Who was present only the crowd
 * knows; somebody of a crowd who had an open socket and a place for some seconds before a call, and to that call, was.
 *
 * Without a crowd's word an earlier call of a larger number is only counted, unless the line never lost its memory: then
 * nobody can have come back to an earlier place, and it is wrong.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { allVisitors } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';
import { type Call, draws, firstCalls, numberOf } from './line-history.ts';

/** A socket that opened this long before the call had told the line so. */
const PRESENT_MS = 5_000;

export const callsInOrder: Invariant = {
  name: 'calls-in-order',
  says: 'nobody is called before a smaller number that was present',
  async check({ db, crowds }) {
    const [calls, drawn] = [await firstCalls(db), await draws(db)];
    const { generation } = await db
      .selectFrom('line_generation')
      .select('generation')
      .executeTakeFirstOrThrow();
    const known = new Set<string>();
    const beside = await besideTheLine(db);
    const broken: string[] = [];
    const highest = new Map([...calls].map(([saleId, list]) => [saleId, highestCall(list)]));
    for (const visitor of allVisitors(crowds)) {
      const number = numberOf(visitor, drawn.get(visitor.saleId));
      const between = highest.get(visitor.saleId);
      if (number === null || between === undefined || visitor.entryId === null) continue;
      if (beside.has(`${visitor.saleId} ${visitor.entryId}`)) continue;
      known.add(`${visitor.saleId} ${visitor.entryId}`);
      const calledAt = calls.get(visitor.saleId)?.find((call) => call.visitorId === visitor.entryId)?.atMs;
      for (const [from, to] of visitor.online) {
        const before = between(from + PRESENT_MS, Math.min(to ?? Infinity, calledAt ?? Infinity));
        if (before === null || before.number <= number) continue;
        broken.push(
          `${visitor.name} with number ${number} was there when number ${before.number} was called at ${iso(before.atMs)}, ` +
            (calledAt === undefined ? 'and never was' : `and was called at ${iso(calledAt)}`),
        );
        break;
      }
    }
    const early = [...calls].flatMap(([saleId, list]) =>
      overtaken(list).map((call) => ({ saleId, ...call })),
    );
    const unknown = early.filter(({ saleId, visitorId }) => !known.has(`${saleId} ${visitorId}`));
    if (generation <= 1)
      broken.push(
        ...unknown.map((call) => `number ${call.number} was called after a larger one, at ${iso(call.atMs)}`),
      );
    const checked = [...calls.values()].reduce((sum, list) => sum + list.length, 0);
    const finding = findingOf('first calls', checked, broken);
    if (generation <= 1 || unknown.length === 0) return finding;
    return { ...finding, note: `${unknown.length} were overtaken whose presence nobody recorded` };
  },
};

/**
 * Whoever asked for a reserve list gave the place in the line up for it; whoever was asked for a check stood in the slow
 * lane meanwhile; whoever holds a code may have had another lane as well.
 */
async function besideTheLine(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('reserve_entry')
    .select(['sale_id', 'visitor_id'])
    .union(db.selectFrom('line_check').where('at_door', '=', false).select(['sale_id', 'visitor_id']))
    .union(
      db
        .selectFrom('access_code_use')
        .innerJoin('access_code', 'access_code.id', 'access_code_use.code_id')
        .where('access_code.lane', '<>', 'ordinary')
        .select(['access_code.sale_id', 'access_code_use.visitor_id']),
    )
    .execute();
  return new Set(rows.map((row) => `${row.sale_id} ${row.visitor_id}`));
}

const iso = (ms: number) => new Date(ms).toISOString();

/** Calls whose number is smaller than one that was called before. */
function overtaken(calls: readonly Call[]): Call[] {
  let most = 0;
  return calls.filter(({ number }) => {
    most = Math.max(most, number);
    return number < most;
  });
}

/**
 * Answers the call with the largest number in [fromMs, beforeMs), by a table of the largest of each 2^k calls in a row: a
 * crowd of ten thousand asks about as many calls, and looking at each would be a hundred million steps.
 */
function highestCall(calls: readonly Call[]): (fromMs: number, beforeMs: number) => Call | null {
  const larger = (a: Call | undefined, b: Call | undefined) =>
    a === undefined || (b !== undefined && b.number > a.number) ? b : a;
  const tables: (Call | undefined)[][] = [[...calls]];
  for (let length = 1; length * 2 <= calls.length; length *= 2) {
    const half = tables.at(-1) ?? [];
    tables.push(
      Array.from({ length: calls.length - length * 2 + 1 }, (_, i) => larger(half[i], half[i + length])),
    );
  }
  const firstFrom = (ms: number) => {
    let [low, high] = [0, calls.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((calls[middle]?.atMs ?? Infinity) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (fromMs, beforeMs) => {
    const [from, to] = [firstFrom(fromMs), firstFrom(beforeMs)];
    if (from >= to) return null;
    const k = Math.floor(Math.log2(to - from));
    return larger(tables[k]?.[from], tables[k]?.[to - 2 ** k]) ?? null;
  };
}

/**
 * Rule 11: what a visitor was told is in PostgreSQL, whatever crashed since: the call, the pass, the order with its units
 * and total, and that it was paid, in that state or a later one.
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';
import { paidOrLaterStates } from './order-states.ts';

export const answersSeen: Invariant = {
  name: 'answers-seen',
  says: 'every call, pass, order and payment that somebody was told of is in PostgreSQL',
  async check({ db, crowds }) {
    const { orders, claimed, called } = await whatIsThere(db);
    let checked = 0;
    const broken: string[] = [];
    const expect = (holds: boolean, words: string) => {
      checked += 1;
      if (!holds) broken.push(words);
    };
    for (const visitor of allVisitors(crowds)) {
      const { name, saleId, entryId } = visitor;
      for (const _ of linesOf(visitor, 'call').slice(0, 1))
        expect(called.has(`${saleId} ${entryId}`), `${name} was called; there is no admission of ${entryId}`);
      for (const { admissionId } of linesOf(visitor, 'pass'))
        expect(claimed.has(admissionId), `${name} has a pass; admission ${admissionId} was never claimed`);
      for (const { id, units, amount } of linesOf(visitor, 'order'))
        expect(
          orders.get(id)?.is === `${units} for ${amount}`,
          `${name} has order ${id}; it is not there as told`,
        );
      for (const { id, state } of linesOf(visitor, 'paid')) {
        const now = orders.get(id)?.state ?? 'missing';
        expect(paidOrLaterStates.includes(now), `${name} saw order ${id} ${state}; it is ${now}`);
      }
    }
    return findingOf('answers', checked, broken);
  },
};

async function whatIsThere(db: Kysely<Database>) {
  const orders = await db.selectFrom('order').select(['id', 'state', 'units', 'total_amount']).execute();
  const turns = await db
    .selectFrom('admission')
    .select(['id', 'sale_id', 'visitor_id', 'claimed_at'])
    .execute();
  return {
    orders: new Map(
      orders.map((o) => [o.id, { state: o.state as string, is: `${o.units} for ${o.total_amount}` }]),
    ),
    claimed: new Set(turns.filter((turn) => turn.claimed_at !== null).map((turn) => turn.id)),
    called: new Set(turns.map((turn) => `${turn.sale_id} ${turn.visitor_id}`)),
  };
}

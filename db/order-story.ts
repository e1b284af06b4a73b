/** Everything that happened to an order, for whoever helps its buyer: stock moved, money gone back, letters, acts. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface OrderStory {
  readonly movements: readonly {
    readonly at: Date;
    readonly kind: string;
    readonly tierId: string;
    readonly available: number;
    readonly held: number;
    readonly sold: number;
  }[];
  readonly refunds: readonly {
    readonly id: string;
    readonly state: string;
    readonly amount: number;
    readonly currency: string;
    readonly reason: string | null;
    readonly at: Date;
    readonly closedAt: Date | null;
  }[];
  readonly letters: readonly { readonly kind: string; readonly at: Date; readonly sentAt: Date | null }[];
  readonly acts: readonly {
    readonly at: Date;
    readonly actor: string;
    readonly act: string;
    readonly reason: string | null;
  }[];
}

/** An order has few of each: its own commands bound them; a letter a fact, an act a person. */
const ROWS_MAX = 200;

export async function storyOf(
  db: Kysely<Database>,
  { saleId, orderId }: { readonly saleId: string; readonly orderId: string },
): Promise<OrderStory> {
  const movements = db
    .selectFrom('ledger')
    .select(['at', 'kind', 'tier_id as tierId'])
    .select(['available_delta as available', 'held_delta as held', 'sold_delta as sold'])
    .where('sale_id', '=', saleId)
    .where('order_id', '=', orderId)
    .orderBy('seq')
    .limit(ROWS_MAX);
  const refunds = db
    .selectFrom('refund')
    .select(['id', 'state', 'amount', 'currency', 'reason', 'created_at as at', 'closed_at as closedAt'])
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .limit(ROWS_MAX);
  const letters = db
    .selectFrom('outbox')
    .leftJoin('mail_sent', 'mail_sent.outbox_id', 'outbox.id')
    .select([sql<string>`payload->>'kind'`.as('kind'), 'created_at as at'])
    // One that bounced was handed over and never sent; the flag that it raised stands among the acts.
    .select(sql<Date | null>`case when mail_sent.outcome = 'taken' then mail_sent.at end`.as('sentAt'))
    .where('topic', '=', 'mail')
    .where(sql<boolean>`payload->>'orderId' = ${orderId}`)
    .orderBy('outbox.id')
    .limit(ROWS_MAX);
  const acts = staffActs(db, orderId)
    .unionAll(cancelled(db, orderId))
    .unionAll(askedBack(db, orderId))
    .orderBy('at')
    .limit(ROWS_MAX);
  return {
    movements: await movements.execute(),
    refunds: await refunds.execute(),
    letters: await letters.execute(),
    acts: await acts.execute(),
  };
}

const staffActs = (db: Kysely<Database>, orderId: string) =>
  db
    .selectFrom('audit')
    .leftJoin('staff', (join) => join.on(sql`'staff:' || staff.id`, '=', sql.ref('audit.actor')))
    .select(['audit.at', 'act', 'reason', sql<string>`coalesce(staff.name, audit.actor)`.as('actor')])
    .where(sql<boolean>`detail ? 'orderId' and detail->>'orderId' = ${orderId}`);

/** What the buyer does is in no journal: the journal is the staff's. */
const cancelled = (db: Kysely<Database>, orderId: string) =>
  db
    .selectFrom('command')
    .select(['created_at as at', sql<string>`'order.cancel'`.as('act')])
    .select([sql<string | null>`payload->>'reason'`.as('reason'), sql<string>`'buyer'`.as('actor')])
    .where('order_id', '=', orderId)
    .where('kind', '=', 'release')
    .where(sql<boolean>`payload->>'by' = 'buyer' and result->>'outcome' = 'done'`);

const askedBack = (db: Kysely<Database>, orderId: string) =>
  db
    .selectFrom('order_return')
    .select(['asked_at as at', sql<string>`'order.return'`.as('act')])
    .select(['reason', sql<string>`'buyer'`.as('actor')])
    .where('order_id', '=', orderId);

/**
 * The outbox: what must follow a fact (tickets, mail, a call to the provider), staged in the fact's own
 * transaction, so that neither exists without the other (OUT-1). `key` makes staging the same thing twice
 * harmless.
 *
 * A row is open until its effect is done. The relay takes open rows by `done_at is null` and never by `id >
 * last`: ids are drawn before the commit, so a row may appear behind one that was already seen (OUT-2).
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database, OutboxRow } from './schema.ts';
import type { OutboxTopic } from './schema-orders.ts';

export interface OutboxAsk {
  readonly saleId: string | null;
  readonly topic: OutboxTopic;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export async function stageOutbox(trx: Kysely<Database>, asks: readonly OutboxAsk[]): Promise<void> {
  if (asks.length === 0) return;
  const rows = asks.map(({ saleId, topic, key, payload }) => ({
    sale_id: saleId,
    topic,
    key,
    payload: JSON.stringify(payload),
  }));
  await trx
    .insertInto('outbox')
    .values(rows)
    .onConflict((on) => on.column('key').doNothing())
    .execute();
}

/** Letters to everybody at once: they hold up neither a ticket nor a code that somebody waits for. */
export const isToEverybody = ({ topic, payload }: Pick<OutboxRow, 'topic' | 'payload'>): boolean => {
  const { kind } = payload as { readonly kind?: unknown };
  return topic === 'mail' && (kind === 'opening' || kind === 'not_drawn' || kind === 'sold_out');
};
const urgencyOf = (row: OutboxRow): number => (row.topic !== 'mail' ? 0 : isToEverybody(row) ? 2 : 1);
/** The same for PostgreSQL, word for word as in the index of migration 0023. */
const urgency = sql<number>`case when topic <> 'mail' then 0
  when payload ->> 'kind' in ('opening', 'not_drawn', 'sold_out') then 2 else 1 end`;

/**
 * Hands up to `rowsMax` open rows that nobody has relayed in the last `againAfterMs` to `relay`, and marks
 * them relayed: the mark is there once it has returned. A death before leaves them unmarked, and they are
 * relayed again. Rows that another process holds are skipped, not waited for. Answers how many rows there were.
 *
 * Those that nobody has relayed yet come first: however many wait for their effect, a new one does not wait behind them.
 */
export async function relayOpenRows(
  db: Kysely<Database>,
  { rowsMax, againAfterMs }: { rowsMax: number; againAfterMs: number },
  relay: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number> {
  const { areFresh, areAgain } = await look(db, againAfterMs);
  if (!areFresh && !areAgain) return 0;
  return await db.transaction().execute(async (trx) => {
    const fresh = areFresh ? await take(trx, freshRows, rowsMax) : [];
    const rowsLeft = rowsMax - fresh.length;
    const again = areAgain && rowsLeft > 0 ? await take(trx, restedRows(againAfterMs), rowsLeft) : [];
    const rows = [...fresh, ...again];
    if (rows.length > 0) await relay(rows);
    return rows.length;
  });
}

/** Which rows of the outbox, and in which order: each is the whole of an index of migration 0006. */
const freshRows = sql`done_at is null and relayed_at is null order by ${urgency}, id`;
const restedRows = (forMs: number) =>
  sql`done_at is null and relayed_at < now() - ${forMs} * interval '1 millisecond' order by relayed_at, id`;

/** One cheap statement: most looks find nothing. Not `exists`, which may read every open row to find that none is fresh. */
async function look(
  db: Kysely<Database>,
  againAfterMs: number,
): Promise<{ areFresh: boolean; areAgain: boolean }> {
  const { rows } = await sql<{ areFresh: boolean; areAgain: boolean }>`
    select (select id from outbox where ${freshRows} limit 1) is not null as "areFresh",
      (select id from outbox where ${restedRows(againAfterMs)} limit 1) is not null as "areAgain"`.execute(
    db,
  );
  return rows[0] ?? { areFresh: false, areAgain: false };
}

/** Marks them as relayed and answers them, the urgent ones first. */
async function take(
  trx: Kysely<Database>,
  which: RawBuilder<unknown>,
  rowsMax: number,
): Promise<OutboxRow[]> {
  const rows = await trx
    .updateTable('outbox')
    .set({ relayed_at: sql<Date>`now()` })
    .where(
      sql<boolean>`id = any(array(select id from outbox where ${which} limit ${rowsMax} for no key update skip locked))`,
    )
    .returningAll()
    .execute();
  return rows.toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || a.id - b.id);
}

/** Of these rows, those whose effect is not there yet. */
export async function openOutboxRows(db: Kysely<Database>, ids: readonly number[]): Promise<OutboxRow[]> {
  return await db
    .selectFrom('outbox')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .where('done_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** The effects are there. The first time counts. Best in the transaction of the effect: one commit for both. */
export async function markOutboxDone(trx: Kysely<Database>, ids: readonly number[]): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ done_at: sql<Date>`now()` })
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .where('done_at', 'is', null)
    .execute();
}

/** How many rows wait for their effect, and for how long the oldest has. */
export async function outboxBacklog(db: Kysely<Database>): Promise<{ open: number; oldestMs: number }> {
  const { rows } = await sql<{ open: number; oldestMs: number }>`
    select count(*) as open,
      coalesce(extract(epoch from now() - min(created_at)) * 1000, 0)::float8 as "oldestMs"
    from outbox where done_at is null`.execute(db);
  return rows[0] ?? { open: 0, oldestMs: 0 };
}

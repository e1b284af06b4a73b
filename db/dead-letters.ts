/**
 * What could not be done, kept with its cause until it is done or somebody decides (ORD-17): commands that break every batch
 * they are in, orders that cannot lapse, reserves that were answered `internal`, outbox rows that used up a round of tries,
 * letters that the mail server put off until they were given up (MAI-11).
 *
 * The thing itself stays where it is, and so does what drives it: an outbox row is tried again by itself. Doing it again is
 * taking away what keeps it from being done; setting it aside is the decision that it need not be.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { Refused } from '../domain/refusals.ts';
import { type Actor, recordAct } from './audit.ts';
import type { Database } from './schema.ts';
import type { DeadLetterTable } from './schema-orders.ts';

export interface DeadLetter {
  readonly id: string;
  readonly source: DeadLetterTable['source'];
  readonly saleId: string | null;
  readonly saleSlug: string | null;
  readonly orderId: string | null;
  readonly what: string;
  /** Which one, where it is a letter. */
  readonly letter: string | null;
  readonly key: string | null;
  readonly cause: string;
  readonly tries: number;
  /** `done`: it was done after all. */
  readonly state: DeadLetterState;
  readonly reason: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
}
export const deadLetterStates = ['open', 'replayed', 'set_aside', 'done'] as const;
export type DeadLetterState = (typeof deadLetterStates)[number];

/**
 * Whether the thing has been done meanwhile. The key is a number where it came from a table of numbers. The row of a letter
 * that was given up is done with, and the letter is not sent.
 */
const isDone = sql<boolean>`case source
  when 'outbox' then exists (select from outbox where outbox.id = source_id::bigint and done_at is not null)
    and not exists (select from mail_sent where outbox_id = source_id::bigint and outcome = 'given_up')
  when 'command' then exists (select from command where command.id = source_id::bigint and done_at is not null
    and result->>'outcome' is distinct from 'failed')
  when 'due' then not exists (select from "order" where "order".id = source_id and "order".state in ('held', 'paying', 'expiring'))
  else false end`;
const stateNow = sql<DeadLetterState>`case when dead_letter.state <> 'set_aside' and ${isDone} then 'done'
  else dead_letter.state end`;

/** The newest first. `before` goes on after the last one of the page before. */
export async function listDeadLetters(
  db: Kysely<Database>,
  ask: {
    readonly state?: DeadLetterState | undefined;
    readonly before?: { readonly at: string; readonly id: string } | undefined;
    readonly letters: number;
  },
): Promise<DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`
    select * from (
      select dead_letter.id, source, sale_id as "saleId", slug as "saleSlug", order_id as "orderId", what, key, cause, tries,
        case source when 'outbox' then (
          select payload ->> 'kind' from outbox where outbox.id = source_id::bigint and topic = 'mail') end as letter,
        ${stateNow} as state, dead_letter.reason, first_at as "firstAt", last_at as "lastAt"
      from dead_letter left join sale on sale.id = sale_id
      where ${ask.before?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', last_at), dead_letter.id) < (${ask.before?.at ?? null}::timestamptz, ${ask.before?.id ?? ''})
    ) as letter
    where ${ask.state ?? null}::text is null or state = ${ask.state ?? null}
    order by date_trunc('milliseconds', "lastAt") desc, id desc limit ${ask.letters}`.execute(db);
  return rows;
}

export interface Decided {
  readonly id: string;
  readonly act: 'replay' | 'set_aside';
  readonly reason: string;
  readonly actor: Actor;
}

/** Joins the caller's transaction. Refuses with `not_found`, and with `nothing_to_replay` where it is done or cannot be. */
export async function decideDeadLetter(trx: Transaction<Database>, decided: Decided): Promise<void> {
  const { id, act, reason, actor } = decided;
  const letter = await trx
    .selectFrom('dead_letter')
    .select(['source', 'source_id', 'sale_id', 'order_id', 'what', 'key', 'state'])
    .select(isDone.as('isDone'))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!letter) throw new Refused('not_found');
  if (letter.isDone && letter.state !== 'set_aside') throw new Refused('nothing_to_replay');
  if (act === 'replay') await doAgain(trx, letter);
  else if (letter.source === 'outbox') await stopTrying(trx, Number(letter.source_id));
  await trx
    .updateTable('dead_letter')
    .set({ state: act === 'replay' ? 'replayed' : 'set_aside', reason, decided_by: actor })
    .where('id', '=', id)
    .execute();
  const { sale_id: saleId, order_id: orderId, what, key } = letter;
  await recordAct(trx, {
    actor,
    act: `dead_letter.${act}`,
    saleId,
    reason,
    detail: { id, orderId, what, key },
  });
}

type Letter = Pick<DeadLetterTable, 'source' | 'source_id'>;

async function doAgain(trx: Transaction<Database>, { source, source_id }: Letter): Promise<void> {
  // Whoever asked for a reserve was answered, and asks again under its key.
  if (source === 'reserve') throw new Refused('nothing_to_replay');
  if (source === 'command')
    await trx
      .updateTable('command')
      .set({ done_at: null, result: null })
      .where('id', '=', Number(source_id))
      .where(sql<boolean>`result->>'outcome' = 'failed'`)
      .execute();
  if (source === 'outbox') {
    await forgetTries(trx, Number(source_id));
    await trx
      .updateTable('outbox')
      .set({ done_at: null, relayed_at: null })
      .where('id', '=', Number(source_id))
      .execute();
  }
  // A due order is found again by its letter, which says `replayed` (db/writer-facts.ts).
}

/** A letter that was put off, or given up, has all its tries anew, and the first one at once. */
async function forgetTries(trx: Transaction<Database>, outboxId: number): Promise<void> {
  await trx.deleteFrom('mail_try').where('outbox_id', '=', outboxId).execute();
  await trx
    .deleteFrom('mail_sent')
    .where('outbox_id', '=', outboxId)
    .where('outcome', '=', 'given_up')
    .execute();
}

async function stopTrying(trx: Transaction<Database>, outboxId: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ done_at: sql<Date>`now()` })
    .where('id', '=', outboxId)
    .where('done_at', 'is', null)
    .execute();
}

/** Outbox rows that were given up after `tries`; those that are done meanwhile are no dead letters. */
export async function recordGivenUp(
  db: Kysely<Database>,
  outboxIds: readonly number[],
  cause: string,
  tries: number,
): Promise<void> {
  await sql`
    insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause, tries)
    select 'ded_outbox-' || id, 'outbox', id::text, sale_id, payload->>'orderId', topic, key, ${causeText(cause)}, ${tries}
    from outbox where id = any(${outboxIds}::bigint[]) and done_at is null
    ${sql.raw(triedAgain)}`.execute(db);
}

/** What every writer of a letter ends with: the same thing again is one more try of it, and open again. */
export const triedAgain = `on conflict (source, source_id) do update set
  tries = dead_letter.tries + excluded.tries, cause = excluded.cause, last_at = now(), state = 'open'`;

const CAUSE_CHARACTERS_MAX = 500;
/** PostgreSQL keeps no null byte, and nobody reads a page of it. */
export const causeText = (cause: string): string =>
  cause.replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ').slice(0, CAUSE_CHARACTERS_MAX);

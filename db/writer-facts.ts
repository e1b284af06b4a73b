/**
 * Opening a batch: BEGIN, the fence, and everything the decision looks at, in one round trip; a second one only where
 * rows or due holds are at hand.
 *
 * Each statement sees what was committed when it began, so all of them see what the fence waited for. That is what finds
 * the answers of a batch whose COMMIT was answered to nobody (WRT-5), and what keeps a new writer's book true.
 */
import type pg from 'pg';
import { LISTED_MAX } from '../domain/limits.ts';
import type { UnitsByBuyer } from '../domain/writer/buyer.ts';
import type { ReserveCommand, WriterAnswer } from '../domain/writer/command.ts';
import type { Batch, Facts, PassFact, PromiseFacts, SaleFact, TierFact } from '../domain/writer/facts.ts';
import { arrayOf } from './writer-array.ts';
import { fence, isDue, type Lease } from './writer-lease.ts';
import { readOrders } from './writer-orders.ts';
import { readPointsHeld } from './writer-points.ts';
import { inOrder } from './writer-pool.ts';
import { readRow, type StoredRow } from './writer-rows.ts';

/** What a batch is to decide. Rows and due orders are found behind the fence, or named, or left alone. */
export interface BatchAsk {
  readonly reserves: readonly ReserveCommand[];
  readonly rows: 'open' | 'none' | readonly number[];
  readonly due: 'due' | 'none' | readonly string[];
  /** Due orders that are left alone all the same, until staff has them done again. */
  readonly illOrderIds: readonly string[];
  /** End passes whose time is over. */
  readonly endsPasses: boolean;
  /** The writer's memory of units per buyer; null: read them. */
  readonly units: UnitsByBuyer | null;
  /** Of rows and of due orders that are found. */
  readonly commandsMax: number;
}

export interface OpenedBatch {
  readonly facts: Facts;
  readonly batch: Batch;
  /** Rows that are no command: they are settled as failed. */
  readonly unreadableRowIds: readonly number[];
  readonly ledgerSeq: number;
  /** There may be more rows, or due orders, than one batch takes. */
  readonly isMore: boolean;
}

/** Null: fenced off, the lease is another's. The transaction is open in both cases. */
export async function openBatch(
  connection: pg.ClientBase,
  lease: Lease,
  ask: BatchAsk,
): Promise<OpenedBatch | null> {
  const { saleId } = lease;
  const [, fenced, storedRows, due, sales, tiers, promises, answers, passes, pointsHeld, units] =
    await inOrder([
      connection.query('begin'),
      connection.query<{ ledger_seq: number }>(fence(lease)),
      // First what is to be done, then what it is about: a tier comes in one transaction with the command that fills it.
      readRows(connection, saleId, ask),
      readDue(connection, saleId, ask),
      connection.query<SaleRow>({ name: 'writer-sale', text: saleText, values: [saleId] }),
      connection.query<TierFact>({ name: 'writer-tiers', text: tiersText, values: [saleId] }),
      connection.query<PromiseFacts>({ name: 'writer-promises', text: promisesText, values: [saleId] }),
      readAnswers(connection, ask.reserves),
      readPasses(connection, saleId, ask.reserves),
      readPointsHeld(connection, ask.reserves),
      ask.units ?? readUnits(connection, saleId),
    ]);
  const sale = sales.rows[0];
  const ledgerSeq = fenced.rows[0]?.ledger_seq;
  if (ledgerSeq === undefined || !sale) return null;

  const readable = storedRows.map(readRow).filter((row) => row !== null);
  const isReadable = new Set(readable.map(({ rowId }) => rowId));
  const { busyOrderIds, ...known } = await readOrders(connection, {
    saleId,
    rows: readable,
    dueOrderIds: due,
  });
  const { now_ms: nowMs, ...settings } = sale;
  return {
    facts: {
      ...{ nowMs, sale: settings, tiers: tiers.rows, units, answers, passes, pointsHeld },
      promises: promises.rows[0] ?? { promised: 0, listed: 0 },
      ...known,
    },
    batch: {
      rows: readable.filter(({ orderId }) => orderId === null || !busyOrderIds.has(orderId)),
      dueOrderIds: due,
      reserves: ask.reserves,
    },
    unreadableRowIds: storedRows.map(({ id }) => id).filter((id) => !isReadable.has(id)),
    ledgerSeq,
    isMore: Math.max(storedRows.length, due.length) >= ask.commandsMax,
  };
}

type SaleRow = SaleFact & { readonly now_ms: number };

/** Rounded up to the next millisecond, so that what depends on something is never written as earlier than it. */
const saleText = `
  select ceil(extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms, id, state, mode, fulfilment, currency,
    per_visitor_max as "perVisitorMax", hold_minutes as "holdMinutes",
    (extract(epoch from starts_at) * 1000)::float8 as "startsAtMs"
  from sale where id = $1`;

const tiersText = `
  select id, price_amount as "priceAmount", capacity, available, held, sold, removed_at is not null as "isRemoved"
  from tier where sale_id = $1 order by position`;

/** Nobody promises anything while a batch is open: that takes the lease's row too (db/list-turns.ts). */
const promisesText = `
  select (
      select count(*)::int from admission
      where sale_id = $1 and lane in ('raffle', 'reserve') and state in ('called', 'shopping') and not exists (
        select from "order" where admission_id = admission.id and "order".state in ('held', 'paying', 'expiring'))
    ) as promised, (
      select count(*)::int from (
        select from reserve_entry where sale_id = $1 and state = 'waiting' limit ${LISTED_MAX}) as waiting
    ) as listed`;

async function readAnswers(
  connection: pg.ClientBase,
  reserves: readonly ReserveCommand[],
): Promise<Facts['answers']> {
  if (reserves.length === 0) return new Map();
  const { rows } = await connection.query<{ id: string; body_hash: string; answer: WriterAnswer }>({
    name: 'writer-answers',
    text: 'select id, body_hash, answer from command_answer where id = any($1::text[])',
    values: [arrayOf(reserves.map(({ id }) => id))],
  });
  return new Map(rows.map((row) => [row.id, { bodyHash: row.body_hash, answer: row.answer }]));
}

async function readPasses(
  connection: pg.ClientBase,
  saleId: string,
  reserves: readonly ReserveCommand[],
): Promise<ReadonlyMap<string, PassFact>> {
  const ids = reserves.flatMap(({ admissionId }) => (admissionId === null ? [] : [admissionId]));
  if (ids.length === 0) return new Map();
  const { rows } = await connection.query<
    Omit<PassFact, 'turn'> & { id: string; turn: PassFact['turn'] | null }
  >({
    name: 'writer-passes',
    text: `
      select id, visitor_id as "visitorId", state = 'shopping' as "isShopping",
        (extract(epoch from pass_ends_at) * 1000)::float8 as "passEndsAtMs",
        case when lane not in ('raffle', 'reserve') then null when exists (
          select from "order" where admission_id = admission.id and "order".state in ('held', 'paying', 'expiring')
        ) then 'inBasket' else 'promised' end as turn
      from admission where id = any($1::text[]) and (sale_id = $2) is true
      order by id for share`, // Who leaves meanwhile waits for this batch: an order never has a pass that was over.
    values: [arrayOf(ids), saleId],
  });
  return new Map(rows.map(({ turn, ...pass }) => [pass.id, turn ? { ...pass, turn } : pass]));
}

/** Never `id > last`: ids are drawn before the commit, so a row may appear behind one that was done (WRT-6). */
async function readRows(
  connection: pg.ClientBase,
  saleId: string,
  { rows: ask, commandsMax }: BatchAsk,
): Promise<readonly StoredRow[]> {
  if (ask === 'none' || ask.length === 0) return [];
  const { rows } = await connection.query<StoredRow>({
    name: 'writer-rows',
    text: `
      select id, kind, key, order_id, payload from command
      where sale_id = $1 and done_at is null and ($2::bigint[] is null or id = any($2))
      order by id limit $3`,
    values: [saleId, ask === 'open' ? null : arrayOf(ask), commandsMax],
  });
  return rows;
}

/** An order that a request is just moving is left for the next sweep. */
async function readDue(
  connection: pg.ClientBase,
  saleId: string,
  { due, illOrderIds, commandsMax }: BatchAsk,
): Promise<readonly string[]> {
  if (due === 'none' || due.length === 0) return [];
  const { rows } = await connection.query<{ id: string }>({
    name: 'writer-due',
    text: `
      select id from "order"
      where sale_id = $1 and ${isDue} and ($2::text[] is null or id = any($2)) and (id <> all($3::text[]) or exists (
        select from dead_letter where source = 'due' and source_id = "order".id and dead_letter.state = 'replayed'))
      order by hold_expires_at limit $4
      for no key update skip locked`,
    values: [saleId, due === 'due' ? null : arrayOf(due), arrayOf(illOrderIds), commandsMax],
  });
  return rows.map(({ id }) => id);
}

/** Once a lease and after a batch that failed; in between the writer remembers, for nobody else changes orders' units. */
async function readUnits(connection: pg.ClientBase, saleId: string): Promise<UnitsByBuyer> {
  const { rows } = await connection.query<{ buyer: string; units: number }>({
    name: 'writer-units',
    text: `
      select buyer, sum(units)::float8 as units
      from "order", lateral (
        select 'a:' || account_id where account_id is not null
        union all select 'v:' || visitor_id
          where account_id is null or (select mode from sale where id = $1) <> 'shelf'
        union all select 'e:' || email_index where account_id is null
      ) as keys (buyer)
      where sale_id = $1
        and state in ('held', 'paying', 'expiring', 'paid', 'issued', 'preparing', 'shipping', 'delivered',
                      'return_requested', 'confirmed', 'written_off')
      group by buyer`,
    values: [saleId],
  });
  return new Map(rows.map(({ buyer, units }) => [buyer, units]));
}

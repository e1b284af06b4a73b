/**
 * What a trial asks PostgreSQL about a sale while and after something breaks: how far it is, and how long
 * it stood still.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import { createLog } from '../../runtime/log.ts';

const LOOK_MS = 100;
/** What is in flight at the fault may still arrive, so the standstill begins a little after it. */
const STRUCK_SECONDS = 12;

export interface Standstill {
  /**
   * The longest time without a call that began within STRUCK_SECONDS of the fault; null: none came any
   * more.
   */
  readonly callsSeconds: number | null;
  /** The same for movements of stock. */
  readonly stockSeconds: number | null;
}

/** Answers undefined while PostgreSQL is away, which is what a trial may have caused. */
export async function asking<Answer>(
  databaseUrl: string,
  ask: (db: Kysely<Database>) => Promise<Answer>,
): Promise<Answer | undefined> {
  const db = openDatabase(databaseUrl, createLog('trial', 'silent'), { connectionsMax: 1 });
  try {
    return await ask(db);
  } catch (fault) {
    if (!isAway(fault)) throw fault;
    return undefined;
  } finally {
    await db.destroy();
  }
}

/** Resolves when `ask` is answered with something else than undefined and false. */
export async function until<Answer>(
  what: string,
  secondsMax: number,
  ask: () => Promise<Answer | undefined | false>,
): Promise<Answer> {
  for (const giveUpAt = Date.now() + secondsMax * 1_000; Date.now() < giveUpAt; await sleep(LOOK_MS)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
  }
  throw new Error(`${what}: not within ${secondsMax} s`);
}

export async function unitsSold(db: Kysely<Database>, slug: string): Promise<number> {
  const { rows } = await sql<{ sold: number }>`
    select coalesce(sum(sold), 0)::int as sold from tier join sale on sale.id = sale_id where slug = ${slug}`.execute(
    db,
  );
  return rows[0]?.sold ?? 0;
}

/** Nothing waits any more: no command, no outbox row, no order that holds units, no refund. */
export async function isQuiet(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ open: number }>`
    select (select count(*) from command where done_at is null)
         + (select count(*) from outbox where done_at is null)
         + (select count(*) from "order" where state in ('held', 'paying', 'expiring', 'paid', 'refund_pending'))
         + (select count(*) from payment where state in ('created', 'pending', 'refund_pending')) as open`.execute(
    db,
  );
  return Number(rows[0]?.open) === 0;
}

export async function standstillAfter(db: Kysely<Database>, slug: string, at: Date): Promise<Standstill> {
  const longest = (moments: RawBuilder<unknown>) => sql`
    select extract(epoch from max(next - at))::float8 from (
      select at, lead(at) over (order by at) as next from (${moments}) as moment
    ) as gap where at < ${at}::timestamptz + ${STRUCK_SECONDS} * interval '1 second'`;
  const { rows } = await sql<{ calls: number | null; stock: number | null }>`
    select
      (${longest(sql`
        select ${at}::timestamptz as at union all
        select called_at from admission join sale on sale.id = sale_id where slug = ${slug} and called_at > ${at}`)}) as calls,
      (${longest(sql`
        select ${at}::timestamptz as at union all
        select at from ledger join sale on sale.id = sale_id where slug = ${slug} and at > ${at}`)}) as stock`.execute(
    db,
  );
  return { callsSeconds: rows[0]?.calls ?? null, stockSeconds: rows[0]?.stock ?? null };
}

function isAway(fault: unknown): boolean {
  const { code = '', message = '' } = fault as { code?: string; message?: string };
  return /^(ECONN|EPIPE|57P0|53300|08)/.test(code) || /terminat|timeout|Connection/i.test(message);
}

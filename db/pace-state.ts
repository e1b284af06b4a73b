/**
 * What the autopilot has set for a sale (PAC-9). Several queue-workers look at the same time: a change names the state it
 * goes by and happens only while that still stands, so that one of them acts; and it is journaled in its own transaction.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AutopilotState, PaceChange } from '../domain/autopilot.ts';
import { recordAct } from './audit.ts';
import type { Database } from './schema.ts';

export const AUTOPILOT = 'autopilot';

export interface AutopilotSale {
  readonly saleId: string;
  readonly admitPerMinute: number;
  readonly isOn: boolean;
  /** Null where it leaves the operator's rate alone. */
  readonly state: (AutopilotState & { readonly version: string }) | null;
  /** Age of the oldest command that waits for the writer; 0 where there is none. */
  readonly commandMsAgo: number;
}

/** The open sales that are paced; those too whose autopilot was switched off and has still to let go. */
export async function autopilotSales(db: Kysely<Database>): Promise<AutopilotSale[]> {
  const { rows } = await sql<{
    saleId: string;
    admitPerMinute: number;
    isOn: boolean;
    ratePerMinute: number | null;
    changedMsAgo: number;
    slowedMsAgo: number;
    version: string;
    commandMsAgo: number;
  }>`
    select sale.id as "saleId", admit_per_minute as "admitPerMinute", autopilot as "isOn",
      rate_per_minute as "ratePerMinute", pace_state.at::text as version,
      (extract(epoch from now() - pace_state.at) * 1000)::float8 as "changedMsAgo",
      (extract(epoch from now() - slowed_at) * 1000)::float8 as "slowedMsAgo",
      coalesce((select extract(epoch from now() - min(created_at)) * 1000 from command
        where command.sale_id = sale.id and done_at is null), 0)::float8 as "commandMsAgo"
    from sale left join pace_state on pace_state.sale_id = sale.id
    where sale.state = 'open' and sale.mode = 'line' and (autopilot or rate_per_minute is not null)
    order by sale.id
  `.execute(db);
  return rows.map(({ ratePerMinute, changedMsAgo, slowedMsAgo, version, ...sale }) => ({
    ...sale,
    state: ratePerMinute === null ? null : { ratePerMinute, changedMsAgo, slowedMsAgo, version },
  }));
}

/** False where another process was first; then nothing is changed and nothing journaled. */
export async function changePace(
  db: Kysely<Database>,
  { saleId, state, admitPerMinute }: Pick<AutopilotSale, 'saleId' | 'state' | 'admitPerMinute'>,
  change: Omit<PaceChange, 'why'> & { readonly why: PaceChange['why'] | 'off'; readonly reason: string },
): Promise<boolean> {
  const was = Math.min(admitPerMinute, state?.ratePerMinute ?? admitPerMinute);
  const is = change.ratePerMinute ?? admitPerMinute;
  const act = change.ratePerMinute === null ? 'pace.clear' : is < was ? 'pace.slow' : 'pace.raise';
  return await db.transaction().execute(async (trx) => {
    if (!(await write(trx, saleId, state, change, act))) return false;
    await recordAct(trx, {
      actor: AUTOPILOT,
      act,
      saleId,
      detail: { admitPerMinute: { was, is } },
      reason: change.reason,
    });
    return true;
  });
}

async function write(
  trx: Transaction<Database>,
  saleId: string,
  state: AutopilotSale['state'],
  { ratePerMinute, why, ms }: Parameters<typeof changePace>[2],
  act: string,
): Promise<boolean> {
  const unchanged = sql<boolean>`at = ${state?.version ?? null}::timestamptz`;
  if (ratePerMinute === null || why === 'off') {
    const gone = await trx
      .deleteFrom('pace_state')
      .where('sale_id', '=', saleId)
      .where(unchanged)
      .executeTakeFirst();
    return gone.numDeletedRows === 1n;
  }
  const values = { rate_per_minute: ratePerMinute, why, why_ms: Math.round(ms) };
  if (state === null) {
    const made = await trx
      .insertInto('pace_state')
      .values({ sale_id: saleId, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return made.numInsertedOrUpdatedRows === 1n;
  }
  const changed = await trx
    .updateTable('pace_state')
    .set({ ...values, at: sql<Date>`now()`, ...(act === 'pace.slow' && { slowed_at: sql<Date>`now()` }) })
    .where('sale_id', '=', saleId)
    .where(unchanged)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

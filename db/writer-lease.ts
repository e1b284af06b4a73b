/**
 * The lease of a sale's writer: at most one process commits for a sale (WRT-1), on PostgreSQL's clock alone.
 *
 * Taking it over raises the epoch. Each batch begins by checking epoch and holder on the lease's row, whose lock it then
 * keeps until it ends: a writer that was stopped, cut off or slow finds its epoch gone and commits nothing.
 */
import type pg from 'pg';
import { LEASE_MS } from '../domain/limits.ts';
import { arrayOf } from './writer-array.ts';

export interface Lease {
  readonly saleId: string;
  readonly holder: string;
  readonly epoch: number;
}

/** Sales for which there is, or may at any moment be, something to decide. Drafts and long closed ones rest. */
const isNeeded = `(
  sale.state in ('lobby', 'open', 'paused', 'soldOut')
  or exists (select from command where command.sale_id = sale.id and done_at is null)
  or exists (select from "order" where "order".sale_id = sale.id and "order".state in ('held', 'paying', 'expiring'))
  or exists (select from admission where admission.sale_id = sale.id and admission.state = 'shopping')
)`;

/**
 * Takes up to `salesMax` leases that have run out. A row that somebody works on is skipped: its transaction ends by
 * itself, or PostgreSQL ends it.
 */
export async function claimLeases(pool: pg.Pool, holder: string, salesMax: number): Promise<Lease[]> {
  const { rows } = await pool.query<{ sale_id: string; epoch: number }>({
    name: 'writer-claim',
    text: `
      with free as (
        select sale_id from writer_lease join sale on sale.id = sale_id
        where expires_at < now() and ${isNeeded}
        order by expires_at limit $3
        for update of writer_lease skip locked
      )
      update writer_lease as lease
      set holder = $1, epoch = lease.epoch + 1, expires_at = now() + $2 * interval '1 millisecond'
      from free where lease.sale_id = free.sale_id
      returning lease.sale_id, lease.epoch`,
    values: [holder, LEASE_MS, salesMax],
  });
  return rows.map((row) => ({ saleId: row.sale_id, holder, epoch: row.epoch }));
}

/** Renews leases between batches. Answers the sales that are still this holder's; the others are lost. */
export async function renewLeases(
  pool: pg.Pool,
  holder: string,
  saleIds: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ sale_id: string }>({
    name: 'writer-renew',
    text: `
      update writer_lease set expires_at = now() + $3 * interval '1 millisecond'
      where holder = $1 and sale_id = any($2::text[])
      returning sale_id`,
    values: [holder, arrayOf(saleIds), LEASE_MS],
  });
  return rows.map((row) => row.sale_id);
}

/** Lets go, so that the next one need not wait for the end of the lease. */
export async function releaseLeases(
  pool: pg.Pool,
  holder: string,
  saleIds: readonly string[],
): Promise<void> {
  await pool.query({
    text: `
      update writer_lease set holder = null, expires_at = now()
      where holder = $1 and sale_id = any($2::text[])`,
    values: [holder, arrayOf(saleIds)],
  });
}

/** The first statements of every batch. The ledger's last sequence, or no row: step down. */
export const fence = ({ saleId, epoch, holder }: Lease) => ({
  name: 'writer-fence',
  text: `
    update writer_lease set expires_at = clock_timestamp() + $4 * interval '1 millisecond'
    where sale_id = $1 and epoch = $2 and holder = $3
    returning ledger_seq`,
  values: [saleId, epoch, holder, LEASE_MS],
});

/** Of the sales held: which need a batch of their own, and which are not needed any more. */
export interface LeaseNeed {
  readonly saleId: string;
  readonly hasWork: boolean;
  readonly isIdle: boolean;
}

/** What waits without a visitor: rows, holds and passes that are over, and a sale whose state its stock contradicts. */
export async function lookForWork(pool: pg.Pool, saleIds: readonly string[]): Promise<LeaseNeed[]> {
  const { rows } = await pool.query<{ sale_id: string; has_work: boolean; is_idle: boolean }>({
    name: 'writer-look',
    text: `
      select sale.id as sale_id, not ${isNeeded} as is_idle,
        exists (select from command where command.sale_id = sale.id and done_at is null)
        or exists (
          select from "order" where "order".sale_id = sale.id and ${isDue})
        or exists (
          select from admission where admission.sale_id = sale.id and ${isPassOver})
        or (sale.state in ('open', 'soldOut') and (sale.state = 'open') <> exists (
          select from tier where tier.sale_id = sale.id and (available > 0 or held > 0))) as has_work
      from sale where sale.id = any($1::text[])`,
    values: [arrayOf(saleIds)],
  });
  return rows.map((row) => ({ saleId: row.sale_id, hasWork: row.has_work, isIdle: row.is_idle }));
}

/** A hold whose time is over; one that waits for its provider only when the hard cap is over too. */
export const isDue = `(
  "order".state in ('held', 'paying', 'expiring') and hold_expires_at <= now()
  and ("order".state <> 'expiring' or hold_cap_at <= now())
)`;

/** A pass keeps its slot on the floor until it is over and none of its orders is held or being paid. */
export const isPassOver = `(
  admission.state = 'shopping' and pass_ends_at <= now() and not exists (
    select from "order" as mine where mine.admission_id = admission.id
    and (mine.state in ('held', 'paying', 'expiring')) is true)
)`;

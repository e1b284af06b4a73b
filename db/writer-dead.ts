/**
 * The letters that a sale's writer leaves about what it set aside (WRT-8, ORD-17): a row that fails whatever is done with
 * it, an order that cannot lapse, a reserve that no batch can hold; and the flag about what was due by itself and is refused
 * (PAY-20).
 */
import type pg from 'pg';
import { LEASE_MS } from '../domain/limits.ts';
import type { RefusedCommand } from '../domain/writer/decision.ts';
import { causeText, triedAgain } from './dead-letters.ts';
import { raiseFlagText, raiseFlagValues } from './order-flags.ts';
import { arrayOf } from './writer-array.ts';
import type { Lease } from './writer-lease.ts';

/** Settled as failed, alone, so that it stands in nobody's way; with its letter, or not at all. */
export async function failRow(pool: pg.Pool, lease: Lease, rowId: number, cause: unknown): Promise<void> {
  await pool.query({
    text: `
      with fence as (
        update writer_lease set expires_at = now() + $5 * interval '1 millisecond'
        where sale_id = $2 and epoch = $3 and holder = $4
        returning sale_id
      ), failed as (
        update command set done_at = now(), result = '{"outcome":"failed"}'
        from fence where command.id = $1 and command.sale_id = fence.sale_id and done_at is null
        returning command.id, command.sale_id, order_id, kind, key
      )
      insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause)
      select 'ded_command-' || id, 'command', id::text, sale_id, order_id, kind, key, $6 from failed
      ${triedAgain}`,
    values: [rowId, lease.saleId, lease.epoch, lease.holder, LEASE_MS, saidBy(cause)],
  });
}

/** Of rows that are no command: in the batch that settles them as failed. */
export function failUnreadable(connection: pg.ClientBase, rowIds: readonly number[]): Promise<unknown> {
  return connection.query({
    name: 'writer-unreadable',
    text: `
      insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause)
      select 'ded_command-' || id, 'command', id::text, sale_id, order_id, kind, key, 'not a command that can be read'
      from command where id = any($1::bigint[])
      ${triedAgain}`,
    values: [arrayOf(rowIds)],
  });
}

/** Seldom, and each alone: what staff must look at, in the transaction that refuses. */
export function flagRefused(
  connection: pg.ClientBase,
  { key, kind: command, orderId, code }: RefusedCommand,
): Promise<unknown> {
  const flag = { kind: 'command_refused', key: `command_refused:${key}`, orderId } as const;
  const values = raiseFlagValues({ ...flag, paymentId: null, detail: { command, code }, actor: 'writer' });
  return connection.query({ name: 'writer-flag', text: raiseFlagText, values });
}

/** `due`: by the order's id. `reserve`: by the command's; whoever asked has been answered. */
export async function setAside(
  pool: pg.Pool,
  saleId: string,
  { source, id, orderId }: { source: 'due' | 'reserve'; id: string; orderId: string },
  cause: unknown,
): Promise<void> {
  await pool.query({
    text: `
      insert into dead_letter (id, source, source_id, sale_id, order_id, what, cause)
      values ('ded_' || $1::text || '-' || $2::text, $1::text, $2::text, $3, $4, $5, $6) ${triedAgain}`,
    values: [
      source,
      named(id),
      saleId,
      named(orderId),
      source === 'due' ? 'lapse' : 'reserve',
      saidBy(cause),
    ],
  });
}

const NAME_CHARACTERS_MAX = 48;
/** What came over the stream may be any text. */
const named = (id: string): string => id.replaceAll(/[^\w-]+/g, '-').slice(0, NAME_CHARACTERS_MAX);

/** The innermost word about it: batches wrap what decisions and PostgreSQL say. */
function saidBy(cause: unknown): string {
  let said = cause;
  while (said instanceof Error && said.cause !== undefined) said = said.cause;
  return causeText(said instanceof Error ? said.message : String(said));
}

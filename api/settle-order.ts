/**
 * Asking a sale's writer to settle an order or its stock, and waiting for what it says. The command is a row: it is
 * staged with its line in the audit, and cannot be lost; if its result is not there in time the answer is `busy`, the
 * command is done all the same, and asking again finds it done.
 */
import type { Transaction } from 'kysely';
import { type Act, recordAct } from '../db/audit.ts';
import { awaitCommand, type StagedCommand, stageCommand } from '../db/commands.ts';
import type { Database } from '../db/schema.ts';
import type { RefusedAct, SaleAct } from '../domain/audit-act.ts';
import { ANSWER_WAIT_MS } from '../domain/limits.ts';
import { Refused } from '../domain/refusals.ts';
import type { RowResult } from '../domain/writer/command.ts';
import type { Deps } from './deps.ts';

export type Settled = Extract<RowResult, { outcome: 'done' | 'unchanged' }>;

/** Kept back from the whole wait for reading the order afterwards. */
const READ_MS = 400;

/**
 * Refuses with what the writer refused with, and with `key_reused` where the command's key stands for another one. A command
 * that was staged before is the same act: it is in the journal once. `act` is null where the buyer asks: the journal is
 * of staff.
 */
export async function settle(deps: Deps, command: StagedCommand, act: Act<SaleAct> | null): Promise<Settled> {
  const isNew = await deps.db.transaction().execute((trx) => stage(trx, command, act));
  const result = await decided(deps, command.key);
  if (result.outcome !== 'refused') return result;

  if (act && isNew) {
    const { code } = result;
    const refused: Act<RefusedAct> = { ...act, act: `${act.act}.refused`, detail: { ...act.detail, code } };
    await deps.db.transaction().execute((trx) => recordAct(trx, refused));
  }
  throw new Refused(result.code, result.left ? { left: result.left } : {});
}

/** For a command that was staged elsewhere. Refuses with what the writer refused with, and with `busy`. */
export async function awaitSettled(deps: Pick<Deps, 'db'>, key: string): Promise<Settled> {
  const result = await decided(deps, key);
  if (result.outcome === 'refused') throw new Refused(result.code, result.left ? { left: result.left } : {});
  return result;
}

async function decided(
  { db }: Pick<Deps, 'db'>,
  key: string,
): Promise<Exclude<RowResult, { outcome: 'failed' }>> {
  const result = await awaitCommand(db, key, ANSWER_WAIT_MS - READ_MS);
  if (result === null) throw new Refused('busy', { detail: 'this will be done; ask again to see it' });
  if (result.outcome === 'failed') throw new Error(`the writer could not decide ${key}`);
  return result;
}

async function stage(
  trx: Transaction<Database>,
  command: StagedCommand,
  act: Act<SaleAct> | null,
): Promise<boolean> {
  const staged = await stageCommand(trx, command);
  if (staged === 'other') throw new Refused('key_reused');
  if (act && staged === 'staged') await recordAct(trx, act);
  return staged === 'staged';
}

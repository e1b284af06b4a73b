/**
 * After a rotation: what is sealed with older keys of the ring is sealed anew with the current one (ACT-16), page by page
 * with pauses, so that a sale that runs feels nothing of it. Several workers at once, or dying half-way, only cost time:
 * each row is one statement. A ring of one key has nothing to do.
 *
 * Who still runs with the ring of before may seal with an older key meanwhile: so the sweep comes back each hour, for as
 * long as older keys are in the ring.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { putSealed, type SealedRow, sealedOtherwise } from '../../db/reseal.ts';
import { repeat } from '../../runtime/repeat.ts';
import { kidOf, openText, sealText } from '../../runtime/seal.ts';
import { type SealedColumn, sealedColumns } from '../../tokens/sealed-columns.ts';
import type { Deps, Running } from '../deps.ts';

type ResealDeps = Pick<Deps, 'db' | 'ring' | 'log'>;

const SWEEP_MS = 3_600_000;
/** Some 20 ms of work, then rest. */
const ROWS_A_PAGE = 100;
const REST_MS = 200;

export function startReseal(deps: ResealDeps): Running {
  if (deps.ring.keys.length === 1) return { stop: async () => {} };
  const stopping = new AbortController();
  const sweeping = repeat('sealing anew', SWEEP_MS, () => sweep(deps, stopping.signal), deps.log);
  return {
    stop: async () => {
      stopping.abort();
      await sweeping.stop();
    },
  };
}

/** Answers how many texts were sealed anew. */
export async function resealAll(
  deps: ResealDeps,
  { signal, restMs = REST_MS, rows = ROWS_A_PAGE }: ResealOptions = {},
): Promise<number> {
  let done = 0;
  for (const column of sealedColumns) {
    for (let after: SealedRow | null = null; !signal?.aborted; ) {
      const page: SealedRow[] = await sealedOtherwise(deps.db, column, {
        ...{ kid: deps.ring.current.kid, after, rows },
      });
      for (const row of page) done += (await resealRow(deps, column, row)) ? 1 : 0;
      after = page.at(-1) ?? null;
      if (page.length < rows) break;
      await pause(restMs);
    }
  }
  return done;
}

interface ResealOptions {
  readonly signal?: AbortSignal;
  readonly restMs?: number;
  readonly rows?: number;
}

async function sweep(deps: ResealDeps, signal: AbortSignal): Promise<void> {
  const done = await resealAll(deps, { signal });
  if (done > 0) deps.log.info({ done, kid: deps.ring.current.kid }, 'sealed anew with the current key');
}

/** What does not open stays as it is: a key that left the ring too early can be put back. */
async function resealRow(
  { db, ring, log }: ResealDeps,
  column: SealedColumn,
  row: SealedRow,
): Promise<boolean> {
  const boundTo = column.boundTo(row.values);
  let plain: string;
  try {
    plain = openText(ring, row.sealed, boundTo);
  } catch (err) {
    const { table, column: name } = column;
    log.warn({ err, table, column: name, kid: kidOf(row.sealed) }, 'a sealed text does not open');
    return false;
  }
  return await putSealed(db, column, row, sealText(ring, plain, boundTo));
}

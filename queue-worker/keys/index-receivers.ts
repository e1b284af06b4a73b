/**
 * Tickets that were passed on before receivers had a blind index get one (TIC-13): only who has the keys can make it, so no
 * migration could. Several workers at once, or dying half-way, only cost time; once each has one a round is one look at an
 * empty index. It comes back each hour, because an older version of ours beside this one makes offers without.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { indexReceiver, type Unindexed, unindexedReceivers } from '../../db/unindexed-receivers.ts';
import { repeat } from '../../runtime/repeat.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { openReceiver } from '../../tokens/sealed-receiver.ts';
import type { Deps, Running } from '../deps.ts';

type IndexDeps = Pick<Deps, 'db' | 'ring' | 'log'>;

const SWEEP_MS = 3_600_000;
const ROWS_A_PAGE = 100;
const REST_MS = 200;

export function startIndexReceivers(deps: IndexDeps): Running {
  const stopping = new AbortController();
  const round = async () => void (await indexReceivers(deps, { signal: stopping.signal }));
  const sweeping = repeat('indexing receivers', SWEEP_MS, round, deps.log);
  return {
    stop: async () => {
      stopping.abort();
      await sweeping.stop();
    },
  };
}

/** Answers how many got one. */
export async function indexReceivers(
  deps: IndexDeps,
  { signal, rows = ROWS_A_PAGE, restMs = REST_MS }: IndexOptions = {},
): Promise<number> {
  let done = 0;
  for (let afterId = ''; !signal?.aborted; ) {
    const page = await unindexedReceivers(deps.db, { afterId, rows });
    for (const row of page) done += (await indexOne(deps, row)) ? 1 : 0;
    if (page.length < rows) break;
    afterId = page.at(-1)?.id ?? '';
    await pause(restMs);
  }
  return done;
}

interface IndexOptions {
  readonly signal?: AbortSignal;
  readonly rows?: number;
  readonly restMs?: number;
}

/** What does not open stays without: a key that left the ring too early can be put back. */
async function indexOne({ db, ring, log }: IndexDeps, { id, receiverSealed }: Unindexed): Promise<boolean> {
  let email: string;
  try {
    ({ email } = openReceiver(ring, id, receiverSealed));
  } catch (err) {
    log.warn({ err, transferId: id }, 'the receiver of a ticket does not open');
    return false;
  }
  await indexReceiver(db, id, blindIndex(ring, email));
  return true;
}

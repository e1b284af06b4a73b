/**
 * What the rules of entering share in one gateway: budgets, proofs of work, the desk that counts uses of codes, and how
 * hard it is to get in right now. Nothing here is remembered that a restart may not forget.
 */
import type { Kysely } from 'kysely';
import { type CodeUse, type UsedCode, useCodes } from '../../db/access-codes.ts';
import type { Database } from '../../db/schema.ts';
import { isLoopback, type Work, workOf } from '../../domain/suspicion.ts';
import type { Budgets } from '../../redis/budgets.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { Batch } from '../batch.ts';
import { openProofs, type Proofs } from './proofs.ts';

export interface CodeAsk extends CodeUse {
  readonly saleId: string;
}

export interface Access {
  readonly budgets: Budgets;
  readonly proofs: Proofs;
  /** Null: the code does not open the line to this visitor. */
  readonly codes: Batch<CodeAsk, UsedCode | null>;
  /** Whether address budgets and proof of work concern this address at all. */
  isLimited(address: string): boolean;
  /** A new place was asked for: the more of them, the harder the work. */
  noteJoin(): void;
  work(): Work;
}

export interface AccessOptions {
  readonly db: Kysely<Database>;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly budgets: Budgets;
  /** Loopback is a proxy or this machine's own crowd, unless it is meant. */
  readonly limitsLoopback: boolean;
  readonly lateMs: () => number;
}

/** A visitor does not see five milliseconds; a storm fills a batch in less. */
const WAIT_MS = 4;
const CODES_MAX = 200;

export function openAccess(options: AccessOptions): Access {
  const { db, ring, clock, chance, budgets, limitsLoopback, lateMs } = options;
  const joins = new Rate(clock);
  return {
    budgets,
    proofs: openProofs({ ring, clock, chance, budgets }),
    codes: new Batch({ itemsMax: CODES_MAX, waitMs: WAIT_MS, run: (asks) => useAll(db, asks) }),
    isLimited: (address) => limitsLoopback || !isLoopback(address),
    noteJoin: () => joins.note(),
    work: () => workOf({ joinsPerSecond: joins.perSecond(), lateMs: lateMs() }),
  };
}

/** A sale at a time; as a rule there is one. */
async function useAll(db: Kysely<Database>, asks: readonly CodeAsk[]): Promise<(UsedCode | null)[]> {
  const answers = new Map<CodeAsk, UsedCode | null>();
  for (const saleId of new Set(asks.map((ask) => ask.saleId))) {
    const mine = asks.filter((ask) => ask.saleId === saleId);
    const used = await useCodes(db, saleId, mine);
    for (const [at, ask] of mine.entries()) answers.set(ask, used[at] ?? null);
  }
  return asks.map((ask) => answers.get(ask) ?? null);
}

/** Events a second, of the last second or so: what is older fades. */
class Rate {
  readonly #clock: Clock;
  #level = 0;
  #atMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(): void {
    this.#level = this.perSecond() + 1;
    this.#atMs = this.#clock();
  }

  perSecond(): number {
    return this.#level * Math.exp(-Math.max(0, this.#clock() - this.#atMs) / 1_000);
  }
}

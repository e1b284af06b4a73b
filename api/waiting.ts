/**
 * How many wait for a sale, as everybody may see it: in all lanes and in the lobby, at most a second old, straight from the
 * line's keys. Null while Redis is away, or where nobody can wait: then the sale is shown without it.
 */
import type { Redis } from 'ioredis';
import type { KeptSale } from '../db/sales.ts';
import type { SaleView } from '../domain/sale.ts';
import { lineKeys } from '../redis/keys.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Fresh, keepFresh } from './fresh.ts';
import { isStoreAway } from './store-away.ts';
import { publicSaleView } from './views.ts';

const lanes = ['line', 'lobby', 'drawn', 'priority', 'slow'];

export interface Waiting {
  /** Whether somebody can stand in a line of it now. */
  canWait(sale: Pick<KeptSale, 'mode' | 'state'>): boolean;
  of(sale: Pick<KeptSale, 'id' | 'mode' | 'state'>): Promise<number | null>;
}

export function openWaiting(redis: Redis, clock: Clock, ageMsMax = 1_000): Waiting {
  const counts: Fresh<number | null> = keepFresh({
    read: (saleId) => countOf(redis, saleId),
    ageMsMax,
    keysMax: 1_000,
    clock,
  });
  const canWait: Waiting['canWait'] = ({ mode, state }) =>
    (mode === 'line' || mode === 'raffle') && ['lobby', 'open', 'paused'].includes(state);
  return { canWait, of: async (sale) => (canWait(sale) ? await counts.get(sale.id) : null) };
}

/** The sale as the API shows it to everybody, with how many wait where that is known. */
export async function saleWithWaiting(sale: KeptSale, waiting: Waiting): Promise<SaleView> {
  const count = await waiting.of(sale);
  return { ...publicSaleView(sale), ...(count !== null && { waiting: count }) };
}

async function countOf(redis: Redis, saleId: string): Promise<number | null> {
  const keys = lineKeys(saleId).filter((key) => lanes.some((lane) => key.endsWith(`:${lane}`)));
  try {
    const counts = await Promise.all(keys.map((key) => redis.zcard(key)));
    return counts.reduce((sum, count) => sum + count, 0);
  } catch (fault) {
    if (isStoreAway(fault)) return null;
    throw fault;
  }
}

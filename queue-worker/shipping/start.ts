/**
 * Orders of goods move on by themselves (SHP-1): prepared, shipped, delivered, confirmed; what was given back goes into
 * stock and its money home. Every queue-worker looks; each order is moved once.
 */
import { type Now, takeBackDue } from '../../db/returns.ts';
import { beginPreparing, moveDueOrders } from '../../db/shipping.ts';
import type { ShippingDays } from '../../domain/shipping.ts';
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';

/** Days are long: nobody sees five seconds. */
const LOOK_MS = 5_000;

export type ShippingStart = Pick<Deps, 'db' | 'log'> & { readonly days: ShippingDays };

export function startShipping(deps: ShippingStart): Running {
  return repeat('shipping', LOOK_MS, () => moveGoods(deps), deps.log);
}

/** Until nothing is left to move: a night's backlog does not wait for the next look. */
export async function moveGoods({ db, days }: Pick<ShippingStart, 'db' | 'days'>, now?: Now): Promise<void> {
  while ((await beginPreparing(db, days)) > 0);
  while ((await moveDueOrders(db, days, now)) > 0);
  while ((await takeBackDue(db, now)) > 0);
}

/**
 * Who an order counts for, when units per visitor are counted (ORD-5): an account where there is one; otherwise the
 * browser's entry and the contact's email, each on its own. An anonymous limit is a browser's, and pages say so.
 *
 * Where there is a line the entry counts always (WRT-13): its pass would buy once for nobody, and once more for each account
 * that is named beside it. On a shelf there is no pass, and a family shares the browser.
 */
import type { SaleMode } from '../sale.ts';

export interface Buyer {
  readonly visitorId: string;
  readonly accountId: string | null;
  /** Blind index of the contact's email. */
  readonly emailIndex: string;
}

/** Units in live holds and in paid orders, by buyer key. */
export type UnitsByBuyer = ReadonlyMap<string, number>;

export function buyerKeys({ visitorId, accountId, emailIndex }: Buyer, mode: SaleMode): readonly string[] {
  if (accountId === null) return [`v:${visitorId}`, `e:${emailIndex}`];
  return mode === 'shelf' ? [`a:${accountId}`] : [`a:${accountId}`, `v:${visitorId}`];
}

/**
 * Who an order counts for, when units per visitor are counted (ORD-5): an account where there is one; otherwise the
 * browser's entry and the contact's email, each on its own. An anonymous limit is a browser's, and pages say so.
 */
export interface Buyer {
  readonly visitorId: string;
  readonly accountId: string | null;
  /** Blind index of the contact's email. */
  readonly emailIndex: string;
}

/** Units in live holds and in paid orders, by buyer key. */
export type UnitsByBuyer = ReadonlyMap<string, number>;

export const buyerKeys = ({ visitorId, accountId, emailIndex }: Buyer): readonly string[] =>
  accountId === null ? [`v:${visitorId}`, `e:${emailIndex}`] : [`a:${accountId}`];

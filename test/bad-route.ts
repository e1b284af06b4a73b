/** A route of the API as test/bad-input.ts speaks of it: who may ask, what a good body is, and what is wrong. */
export type Who =
  | 'anybody'
  | 'pass'
  | 'key'
  | 'steer'
  | 'watch'
  | 'readOrders'
  | 'refund'
  | 'replay'
  | 'readAudit'
  | 'checkIn'
  | 'manageStaff'
  | 'ownTwoStep'
  | 'flagAccounts'
  | 'judgeFlags'
  | 'signedIn'
  | 'account';
export interface Route {
  readonly who: Who;
  /** A good body: each of its fields is broken in turn. */
  readonly good?: object;
  /** Bodies, or queries, that are wrong in a way of their own. */
  readonly bad?: readonly unknown[];
  readonly badQueries?: readonly string[];
  /** The body may be left out. */
  readonly optional?: true;
  /** An empty object says something here. */
  readonly emptyFits?: true;
  /** A field that takes whatever a scanner read. */
  readonly anyText?: string;
}

/** Names that nothing has. */
export const badSlugs = ['nobody', 'A%20B', '%00', '%2e%2e', 'a'.repeat(65), "x'--"];
export const badIds = ['ord_nobody', 'nobody', '%00', '%2e%2e', 'a'.repeat(200)];

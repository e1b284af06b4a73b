/**
 * When the page answers a call by itself (PAG-17): only while somebody can be looking at it. A tab in the background
 * waits for the button, because a claimed turn runs out while nobody is there. Each call is claimed once by a page.
 */

export interface CallSituation {
  readonly isCalled: boolean;
  readonly isVisible: boolean;
  readonly claimBy: string | null;
  /** The claimBy that this page has claimed for already. */
  readonly claimedFor: string | null;
}

export const claimsByItself = ({ isCalled, isVisible, claimBy, claimedFor }: CallSituation): boolean =>
  isCalled && isVisible && claimBy !== null && claimBy !== claimedFor;

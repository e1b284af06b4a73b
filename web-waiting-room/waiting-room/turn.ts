/**
 * The visitor's turn, from the call to the way in: claimed once for all tabs of this browser, by itself while the page
 * is in view, otherwise by the button (PAG-17).
 *
 * A claim that is lost or refused as busy is sent again; the server counts it once. A page that is closed in between
 * leaves the call standing, and the next page of this browser claims it.
 */
import { signal } from '@preact/signals';
import type { GatewayMessage } from '../../domain/protocol.ts';
import { isPassing } from '../connection/reconnect.ts';
import { claimsByItself } from './claiming.ts';
import type { LineModel } from './line-model.ts';

/** The door stands open for a moment before the page changes, so that nobody is moved without having seen why. */
const doorShownMs = 1_500;
const claimAgainMs = 1_000;

export interface TurnDeps {
  readonly slug: string;
  readonly page: {
    readonly isVisible: () => boolean;
    /** In a frame of another site: only a press leads out of it. */
    readonly isFramed: () => boolean;
    /** Leads into the shop. */
    readonly enter: () => void;
  };
  readonly sendClaim: () => void;
  readonly model: () => LineModel;
}

export function openTurn({ slug, page, sendClaim, model }: TurnDeps) {
  const goingIn = signal(false);
  let claimedFor: string | null = null;
  let isThisTab = false;
  /** The visitor has asked to go in, by the button. */
  let isPressed = false;
  let doorTimer: ReturnType<typeof setTimeout> | undefined;

  function claim(): void {
    if (model().pass !== null) {
      goIn();
      return;
    }
    claimedFor = model().claimBy ?? '';
    sendClaim();
  }

  /** Of several tabs in view one claims and goes in; the others learn from the pass that the turn is used. */
  async function claimInOneTab(): Promise<void> {
    if (isThisTab || !navigator.locks) {
      claim();
      return;
    }
    const callOf = model().claimBy;
    const claiming = navigator.locks.request(`usher.claim.${slug}`, { ifAvailable: true }, async (lock) => {
      if (lock === null || model().claimBy !== callOf || model().pass !== null) return;
      isThisTab = true;
      claim();
      // Held as long as this page lives: it is the one that goes in.
      await new Promise(() => {});
    });
    await claiming.catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
      claim(); // Where nothing is shared with other tabs, as in frames of other sites, there is nobody to wait for.
    });
  }

  function goIn(): void {
    // Pressed although the door is opening: no need to wait for it.
    if (goingIn.value) page.enter();
    // Out of a frame only a press leads: browsers hold back a page that is replaced by a frame in it.
    else if (!page.isFramed()) doorTimer = setTimeout(page.enter, doorShownMs);
    else if (isPressed) page.enter();
    goingIn.value = true;
  }

  return {
    goingIn,
    claim(): void {
      isPressed = true;
      claim();
    },
    enter: page.enter,
    /** A pass that came with the joining itself: there is no turn to wait for. */
    goIn,
    /** Looks at the model after each message, and whenever the page comes into view. */
    look(message?: GatewayMessage): void {
      const { place, claimBy, pass } = model();
      if (message?.type === 'pass' && claimedFor !== null && !goingIn.value) goIn();
      const isCalled = pass === null && place?.state === 'called';
      // A turn that is promised for hours begins with a press; here only a lost claim is sent again.
      const mayClaim = isCalled || (pass === null && place?.state === 'won');
      if (message?.type === 'refused' && mayClaim && claimedFor !== null && isPassing(message.code))
        setTimeout(claim, message.retryAfterMs ?? claimAgainMs);
      if (
        claimsByItself({
          isCalled: isCalled && !place.fromList,
          isVisible: page.isVisible(),
          claimBy,
          claimedFor,
        })
      )
        void claimInOneTab();
    },
    /** The turn is over: nothing of it is left in the next one. */
    forget(): void {
      clearTimeout(doorTimer);
      claimedFor = null;
      isPressed = false;
      goingIn.value = false;
    },
  };
}

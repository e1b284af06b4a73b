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
import { isFramed, toCheckout } from '../frame/to-checkout.ts';
import { claimsByItself } from './claiming.ts';
import type { LineModel } from './line-model.ts';

/** The door stands open for a moment before the page changes, so that nobody is moved without having seen why. */
const doorShownMs = 1_500;
const claimAgainMs = 1_000;

export interface TurnDeps {
  readonly slug: string;
  readonly sendClaim: () => void;
  readonly model: () => LineModel;
}

export function openTurn({ slug, sendClaim, model }: TurnDeps) {
  const goingIn = signal(false);
  let claimedFor: string | null = null;
  let isThisTab = false;
  /** The visitor has asked to go in, by the button. */
  let isPressed = false;

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
    if (goingIn.value) enter();
    // Out of a frame only a press leads: browsers hold back a page that is replaced by a frame in it.
    else if (!isFramed()) setTimeout(enter, doorShownMs);
    else if (isPressed) enter();
    goingIn.value = true;
  }

  function enter(): void {
    toCheckout(slug);
  }

  return {
    goingIn,
    claim(): void {
      isPressed = true;
      claim();
    },
    enter,
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
          isVisible: !document.hidden,
          claimBy,
          claimedFor,
        })
      )
        void claimInOneTab();
    },
    forget(): void {
      claimedFor = null;
    },
  };
}

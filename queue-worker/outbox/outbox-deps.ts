/** What the outbox needs of the queue-worker's deps; its tests build only this. */
import type { PaymentDeps } from '../../payment/payment-deps.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { PostBox } from './post-box.ts';

export interface OutboxDeps extends PaymentDeps {
  readonly ring: KeyRing;
  readonly postBox: PostBox;
  /** POINTS_PERCENT; 0 where it is left out: no order earns any. */
  readonly pointsPercent?: number;
}

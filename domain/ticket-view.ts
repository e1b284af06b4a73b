/** A ticket as one who has it, or had it, sees it: what the API answers and pages read. */

export interface TicketReceiver {
  readonly email: string;
  readonly name: string;
}

export interface TicketView {
  readonly id: string;
  readonly tierId: string;
  /** Signed; what the QR code shows. Null where another has the ticket. */
  readonly token: string | null;
  /** To be typed where no camera sees; null with the token. */
  readonly code: string | null;
  readonly state: 'valid' | 'void' | 'used';
  readonly usedAt: string | null;
  readonly door: string | null;
  /** Somebody has taken it. */
  readonly passedOn: { readonly to: TicketReceiver; readonly at: string } | null;
  /** Somebody may take it. */
  readonly offer: { readonly id: string; readonly to: TicketReceiver; readonly at: string } | null;
}

/** What the link of an offer leads to; `ended` where the ticket was used or refunded before it was taken. */
export type TransferState = 'offered' | 'claimed' | 'withdrawn' | 'ended';

export interface TransferView {
  readonly id: string;
  readonly state: TransferState;
  readonly from: { readonly name: string };
  readonly to: TicketReceiver;
  readonly offeredAt: string;
  readonly sale: {
    readonly slug: string;
    readonly title: string;
    readonly venue: string | null;
    readonly startsAt: string | null;
    readonly timeZone: string;
  };
  readonly tierName: string;
  /** Once it is claimed. */
  readonly ticket: TicketView | null;
}

/** A ticket among all that an account has, or may take. */
export interface OwnTicketView {
  readonly how: 'bought' | 'given' | 'offered';
  /** Where its page is: the order's for one that was bought, the transfer's for the others. */
  readonly orderId: string | null;
  readonly transferId: string | null;
  /** Who gave it, or would; null for one that was bought. */
  readonly from: { readonly name: string } | null;
  /** Whose name stands on it. */
  readonly holder: { readonly name: string };
  readonly sale: TransferView['sale'];
  readonly tierName: string;
  /** Null while it is on offer: it is the giver's until it is taken. */
  readonly ticket: TicketView | null;
}

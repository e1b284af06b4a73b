/**
 * What is newer about a payment (PAY-1). Facts about one payment arrive repeated, late and out of order; each
 * state has a rank, and a fact applies only where its rank is higher than what is known. Money that came
 * always outranks "declined" and "cancelled", because a provider may say both, and only one of them moved
 * money.
 */
const ranks = {
  created: 0,
  pending: 1,
  declined: 2,
  cancelled: 2,
  succeeded: 3,
  refund_pending: 4,
  refunded: 5,
} as const;

export type PaymentState = keyof typeof ranks;

export const paymentStates = Object.keys(ranks) as PaymentState[];

/** Repeats and facts of the same rank change nothing: the first one has had its effect. */
export const isNews = (known: PaymentState, said: PaymentState): boolean => ranks[said] > ranks[known];

/** Someone may still pay it. */
export const isOpenPayment = (state: PaymentState): boolean => state === 'created' || state === 'pending';

/** The provider has, or had, the buyer's money. */
export const isCaptured = (state: PaymentState): boolean => ranks[state] >= ranks.succeeded;

/** The buyer's money is with the provider now. */
export const holdsMoney = (state: PaymentState): boolean =>
  state === 'succeeded' || state === 'refund_pending';

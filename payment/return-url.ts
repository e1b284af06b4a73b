/**
 * Where a provider sends the buyer back to: the order's page, which then asks for the order and shows what is
 * so.
 */

export const returnUrlOf = (publicUrl: string, orderId: string, paymentId: string): string =>
  `${publicUrl}/orders/${encodeURIComponent(orderId)}?payment=${encodeURIComponent(paymentId)}`;

/** Which letters an order's buyer gets. */
export const orderLetterKinds = [
  'order_paid',
  'payment_failed',
  'order_lapsed',
  'order_cancelled',
  'order_taken_back',
  'order_shipped',
  'order_delivered',
  'return_asked',
  'return_refused',
  'refunded',
  'refunded_part',
  'part_without_money',
  'disputed',
] as const;
export type OrderLetterKind = (typeof orderLetterKinds)[number];

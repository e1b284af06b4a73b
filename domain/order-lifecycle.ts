/**
 * The order lifecycle (ORD-1). This table is the rule; nothing else decides where an order may go.
 *
 * Tests walk it, a test compares its keys with the CHECK in the migration, and docs/order-lifecycle.md is drawn from it.
 * `lapsed` has one way out, `reserveLate`: money that came after the hold ended brings the units or all the money back.
 * `refundPart` gives some units back and leaves the order where it is; the last part is a `refund`. So does `takeBackPart`
 * with goods that were asked back, of which the last are a `takeBack`; `keepRest` when no return is open any more.
 * `writeOff` where all the money was taken back by a bank or the provider, and the units were used or are with the buyer.
 * `refundFailed`: the buyer's bank sent the money back, and it is with us again.
 * `repay` is a refund of goods that were sent: the money goes home and the units stay; of some of them it is a `repayPart`.
 */
const lifecycle = {
  held: { pay: 'paying', capture: 'paid', lapse: 'lapsed', cancel: 'cancelled' },
  paying: { capture: 'paid', decline: 'held', due: 'expiring', lapse: 'lapsed', cancel: 'cancelled' },
  expiring: { capture: 'paid', voided: 'lapsed', lapse: 'lapsed', cancel: 'cancelled' },
  paid: { issue: 'issued', prepare: 'preparing', refundPart: 'paid', refund: 'refund_pending' },
  issued: { refundPart: 'issued', refund: 'refund_pending', writeOff: 'written_off' },
  preparing: { ship: 'shipping', refundPart: 'preparing', refund: 'refund_pending' },
  shipping: { deliver: 'delivered', repayPart: 'shipping', repay: 'written_off', writeOff: 'written_off' },
  delivered: {
    confirm: 'confirmed',
    askReturn: 'return_requested',
    repayPart: 'delivered',
    repay: 'written_off',
    writeOff: 'written_off',
  },
  return_requested: {
    askReturn: 'return_requested',
    takeBackPart: 'return_requested',
    takeBack: 'returned',
    keepRest: 'delivered',
    writeOff: 'written_off',
  },
  returned: { refund: 'refund_pending' },
  refund_pending: { refunded: 'refunded' },
  lapsed: { reserveLate: 'paid' },
  cancelled: {},
  refunded: { refundFailed: 'refund_pending' },
  confirmed: { repayPart: 'confirmed', repay: 'written_off', writeOff: 'written_off' },
  written_off: {},
} as const;

export type OrderState = keyof typeof lifecycle;
export type OrderAction = { [S in OrderState]: keyof (typeof lifecycle)[S] }[OrderState];

export const orderStates = Object.keys(lifecycle) as OrderState[];

/** Every edge of the table. */
export const orderEdges = orderStates.flatMap((from) =>
  Object.entries(lifecycle[from]).map(([action, to]) => ({
    ...{ from, action: action as OrderAction, to: to as OrderState },
  })),
);

/** The state `action` leads to, or null where the table draws no such edge. */
export const nextOrderState = (state: OrderState, action: OrderAction): OrderState | null =>
  (lifecycle[state] as Partial<Record<OrderAction, OrderState>>)[action] ?? null;

/** Units of such an order are held: neither free nor sold. */
export const holdsUnits = (state: OrderState): boolean =>
  state === 'held' || state === 'paying' || state === 'expiring';

/** Money for such an order is with us. */
export const keepsMoney = (state: OrderState): boolean =>
  ['paid', 'issued', 'preparing', 'shipping', 'delivered', 'return_requested', 'confirmed'].includes(state);

/** Units of such an order are sold. A refund gives them back when it is decided, not when the money has arrived. */
export const soldUnits = (state: OrderState): boolean => keepsMoney(state) || state === 'written_off';

/**
 * What one line has come to: given back in parts, or paid back, all of it; not asked back with others; otherwise what the
 * order has.
 */
export function lineStateOf(
  order: OrderState,
  line: {
    readonly quantity: number;
    readonly refundedQuantity: number;
    readonly repaidQuantity: number;
    readonly returningQuantity: number;
  },
): OrderState {
  if (line.refundedQuantity === line.quantity) return 'refunded';
  if (line.refundedQuantity + line.repaidQuantity === line.quantity) return 'written_off';
  return order === 'return_requested' && line.returningQuantity === 0 ? 'delivered' : order;
}

/** Every state of an order as the API would tell it: two balcony seats and one standing, or two hoodies and a record. */
import { lineStateOf, type OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderedLine, OrderView } from '../../domain/order-view.ts';
import type { TicketView } from '../../domain/ticket-view.ts';

const iso = (inSeconds: number) => new Date(Date.now() + inSeconds * 1_000).toISOString();
const won = (amount: number) => ({ amount, currency: 'KRW' });
const day = 86_400;

interface Goods {
  readonly title: string;
  readonly lines: readonly (readonly [name: string, quantity: number, amount: number])[];
}
const goods: Readonly<Record<OrderView['sale']['fulfilment'], Goods>> = {
  ticket: {
    title: 'Night Ferry: Harbour Nights',
    lines: [
      ['Balcony B', 2, 99_000],
      ['Floor, standing', 1, 154_000],
    ],
  },
  shipping: {
    title: 'Night Ferry hoodie',
    lines: [
      ['Hoodie, moss green, M', 2, 99_000],
      ['Record, 180 g', 1, 154_000],
    ],
  },
};

export interface OrderAsk extends Partial<Omit<OrderView, 'lines'>> {
  readonly fulfilment?: OrderView['sale']['fulfilment'];
  /** Units that went back, line by line. */
  readonly back?: readonly number[];
  /** Units that were paid back and stay, line by line. */
  readonly kept?: readonly number[];
  /** Units that are asked back, line by line. */
  readonly asked?: readonly number[];
}

export function orderView(state: OrderState, ask: OrderAsk = {}): OrderView {
  const { fulfilment = 'ticket', back = [], kept = [], asked = [], ...more } = ask;
  const { title, lines } = goods[fulfilment];
  const isPaid = !['held', 'paying', 'expiring', 'lapsed', 'cancelled'].includes(state);
  const isOver = ['lapsed', 'cancelled', 'refunded'].includes(state);
  const paid = { id: 'pay_1', provider: 'sandbox', state: 'succeeded', amount: won(352_000) };
  return {
    id: 'ord_1',
    state,
    sale: {
      slug: 'night-ferry',
      title,
      venue: 'Hangang Hall, Seoul',
      startsAt: iso(20 * day),
      timeZone: 'Asia/Seoul',
      accent: null,
      fulfilment,
    },
    lines: lines.map(([name, quantity, amount], at): OrderedLine => {
      const counts = {
        ...{ quantity, refundedQuantity: back[at] ?? 0, repaidQuantity: kept[at] ?? 0 },
        returningQuantity: asked[at] ?? 0,
      };
      return {
        ...{ lineNo: at + 1, tierId: name, name, ...counts, price: won(amount) },
        state: lineStateOf(state, counts),
      };
    }),
    total: won(352_000),
    pointsSpent: 0,
    refunded: won(back.reduce((sum, units, at) => sum + units * (lines[at]?.[2] ?? 0), 0)),
    partRefunds: [],
    returns: [],
    contact: { email: 'minseo@example.com', name: 'Minseo Han' },
    address: null,
    createdAt: iso(-600),
    holdExpiresAt: iso(480),
    paidAt: isPaid ? iso(-500) : null,
    closedAt: isOver ? iso(-60) : null,
    reason: null,
    takenBackBy: null,
    returnableUntil: state === 'delivered' ? iso(1.4 * day) : null,
    cancellable: ['held', 'paying', 'expiring', 'paid', 'issued', 'preparing'].includes(state),
    payments: isPaid ? [paid] : [],
    ...more,
  };
}

export const ticketViews: readonly TicketView[] = [1, 2, 3].map((n) => ({
  ...{ id: `tic_${n}`, tierId: n === 3 ? 'Floor, standing' : 'Balcony B', state: 'valid' as const },
  ...{ token: `eyJhbGciOiJFZERTQSJ9.${'a'.repeat(120)}.${String(n).repeat(86)}`, code: '4829-1537' },
  ...{ usedAt: null, door: null, passedOn: null, offer: null },
}));

/** By a name that says what is special; states are those of the lifecycle. */
export const orderSamples: Readonly<Record<string, OrderView>> = {
  held: orderView('held'),
  declined: orderView('held', {
    payments: [{ id: 'pay_1', provider: 'sandbox', state: 'declined', amount: won(352_000) }],
  }),
  paying: orderView('paying'),
  expiring: orderView('expiring'),
  paid: orderView('paid'),
  issued: orderView('issued'),
  'tickets that have begun': orderView('issued', {
    cancellable: false,
    sale: { ...orderView('issued').sale, startsAt: iso(-3_600) },
  }),
  'goods held': orderView('held', { fulfilment: 'shipping' }),
  'goods paid': orderView('paid', { fulfilment: 'shipping' }),
  preparing: orderView('preparing', { fulfilment: 'shipping' }),
  shipping: orderView('shipping', { fulfilment: 'shipping' }),
  delivered: orderView('delivered', { fulfilment: 'shipping' }),
  confirmed: orderView('confirmed', { fulfilment: 'shipping' }),
  'return asked': orderView('return_requested', {
    ...{ fulfilment: 'shipping', back: [1, 0], asked: [0, 1], refunded: won(99_000) },
    partRefunds: [
      {
        ...{ at: iso(-400), lines: [{ lineNo: 1, quantity: 1 }], amount: won(90_000), points: 9_000 },
        ...{ reason: 'too small', unitsStay: false, isReturn: true },
      },
    ],
    returns: [
      {
        ...{ id: 'ret_1', at: iso(-200), lines: [{ lineNo: 2, quantity: 1 }], reason: 'it skips' },
        ...{ state: 'asked', decidedAt: null, answer: null },
      },
    ],
  }),
  'given back in part': orderView('issued', {
    ...{ back: [1, 0], refunded: won(99_000) },
    partRefunds: [
      {
        ...{ at: iso(-400), lines: [{ lineNo: 1, quantity: 1 }], amount: won(99_000), points: 0 },
        ...{ reason: 'a row of seats is broken', unitsStay: false, isReturn: false },
      },
    ],
  }),
  returned: orderView('returned', { fulfilment: 'shipping', takenBackBy: 'return' }),
  lapsed: orderView('lapsed'),
  'goods lapsed': orderView('lapsed', { fulfilment: 'shipping' }),
  'cancelled by its buyer': orderView('cancelled', { takenBackBy: 'buyer' }),
  'cancelled by staff': orderView('cancelled', {
    ...{ takenBackBy: 'staff', fulfilment: 'shipping', reason: 'the truck with all the hoodies burned down' },
  }),
  'refund on its way': orderView('refund_pending', { takenBackBy: 'staff' }),
  'goods refund on its way': orderView('refund_pending', { takenBackBy: 'return', fulfilment: 'shipping' }),
  refunded: orderView('refunded', { takenBackBy: 'buyer', reason: 'my train is not running' }),
  'refunded by the bank': orderView('refunded', { takenBackBy: 'bank' }),
  'goods paid back in part': orderView('delivered', {
    ...{ fulfilment: 'shipping', kept: [1, 0], refunded: won(99_000) },
    partRefunds: [
      {
        ...{ at: iso(-400), lines: [{ lineNo: 1, quantity: 1 }], amount: won(99_000), points: 0 },
        ...{ reason: 'one hoodie came with a hole', unitsStay: true, isReturn: false },
      },
    ],
  }),
  'goods being paid back': orderView('written_off', {
    ...{ fulfilment: 'shipping', takenBackBy: 'staff', reason: 'the parcel came too late' },
    payments: [{ id: 'pay_1', provider: 'sandbox', state: 'refund_pending', amount: won(352_000) }],
  }),
  'goods taken back for points': orderView('refunded', {
    ...{ takenBackBy: 'staff', fulfilment: 'shipping', total: won(0), pointsSpent: 352_000 },
  }),
};

/**
 * One tier of a shelf sale in a few plain lines: what the writer must have made of it after each batch. It knows nothing of
 * ledgers, batches' halves or memories; rows come first, then what is due, then reserves.
 */
import type { ReserveCommand } from '../domain/writer/command.ts';

type Row =
  | { readonly do: 'adjust'; readonly capacity: number }
  | {
      readonly do: 'confirm' | 'release' | 'refund' | 'lapse';
      readonly orderId: string;
      readonly paymentId: string;
    }
  | { readonly do: 'part'; readonly orderId: string; readonly quantity: number };

interface Order {
  /** As it was ordered. */
  readonly bought: number;
  units: number;
  readonly visitor: string;
  readonly email: string;
  state: string;
  paidBy: string | null;
  isDue: boolean;
}

const holding = ['held', 'paying', 'expiring'];

export function openModel(units: number, limit: number) {
  const orders = new Map<string, Order>();
  const answers = new Map<string, string>();
  const refunded = new Set<string>();
  let capacity = units;
  let rows: Row[] = [];

  const count = (which: (order: Order) => boolean) =>
    [...orders.values()].filter(which).reduce((sum, order) => sum + order.units, 0);
  const held = () => count(({ state }) => holding.includes(state));
  const sold = () => count(({ state }) => state === 'paid');
  const free = () => capacity - held() - sold();
  const isCounted = ({ state }: Order) => holding.includes(state) || state === 'paid';
  const isOver = (visitor: string, email: string, more: number) =>
    count((order) => isCounted(order) && order.visitor === visitor) + more > limit ||
    count((order) => isCounted(order) && order.email === email) + more > limit;

  function confirm(order: Order, paymentId: string) {
    if (order.paidBy === paymentId || refunded.has(paymentId)) return;
    const isLate = order.state === 'lapsed';
    const fits = isLate && free() >= order.units && !isOver(order.visitor, order.email, order.units);
    if (!holding.includes(order.state) && !fits) return void refunded.add(paymentId);
    order.state = 'paid';
    order.paidBy = paymentId;
  }

  function giveBack(order: Order) {
    if (order.state !== 'paid') return;
    order.state = 'refund_pending';
    if (order.paidBy) refunded.add(order.paidBy);
  }

  function giveBackPart(order: Order, quantity: number) {
    if (order.state !== 'paid' || quantity > order.units) return;
    if (quantity === order.units) return giveBack(order);
    order.units -= quantity;
  }

  function apply(row: Row) {
    if (row.do === 'adjust') {
      if (row.capacity >= held() + sold()) capacity = row.capacity;
      return;
    }
    const order = orders.get(row.orderId);
    if (!order) return;
    if (row.do === 'part') return giveBackPart(order, row.quantity);
    if (row.do === 'confirm') confirm(order, row.paymentId);
    if (row.do === 'refund') giveBack(order);
    if (row.do === 'release' && holding.includes(order.state)) order.state = 'cancelled';
    else if (row.do === 'release') giveBack(order);
    if (row.do === 'lapse' && ['paying', 'expiring'].includes(order.state)) order.state = 'lapsed';
  }

  function reserve({ id, orderId, visitorId, emailIndex, lines }: ReserveCommand): string {
    const known = answers.get(id);
    if (known) return known;
    const wanted = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const over = isOver(visitorId, emailIndex, wanted) ? 'limit_reached' : null;
    const answer = over ?? (free() < wanted ? 'sold_out' : 'granted');
    if (answer === 'granted') {
      orders.set(orderId, {
        bought: wanted, units: wanted, visitor: visitorId, email: emailIndex, state: 'held', paidBy: null, isDue: false,
      }); // biome-ignore format: one order
    }
    answers.set(id, answer);
    return answer;
  }

  return {
    row: (row: Row) => void rows.push(row),
    move(orderId: string, what: 'pay' | 'due') {
      const order = orders.get(orderId);
      if (order && what === 'due') order.isDue = true;
      if (order?.state === 'held' && what === 'pay') order.state = 'paying';
    },
    batch(reserves: readonly ReserveCommand[]): string[] {
      // What is due is found before anything is decided.
      const due = [...orders.values()].filter(
        ({ isDue, state }) => isDue && ['held', 'paying'].includes(state),
      );
      for (const row of rows) apply(row);
      rows = [];
      for (const order of due) {
        if (order.state === 'held') order.state = 'lapsed';
        else if (order.state === 'paying') order.state = 'expiring';
      }
      return reserves.map(reserve);
    },
    stock: () => ({ capacity, available: free(), held: held(), sold: sold() }),
    orders: () => Object.fromEntries([...orders].map(([id, { state }]) => [id, state])),
    refunds: () => [...refunded].map((id) => `refund:${id}`).toSorted(),
    someOrder: (n: number): string | undefined => [...orders.keys()][n % Math.max(1, orders.size)],
    boughtBy: (orderId: string): number => orders.get(orderId)?.bought ?? 0,
    /** By order: units that parts gave back. */
    partsBack: () => Object.fromEntries([...orders].map(([id, { bought, units }]) => [id, bought - units])),
  };
}

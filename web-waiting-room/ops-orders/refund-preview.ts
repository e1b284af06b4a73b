/** What a refund would do, now and then, before it is done (PAG-80): by the very shares the writer gives. */
import { nextOrderState, type OrderState } from '../../domain/order-lifecycle.ts';
import type { OrderedLine, OrderView, ReturnView } from '../../domain/order-view.ts';
import { nextShare } from '../../domain/refund-share.ts';
import { leftPaid } from '../order/left-paid.ts';

/** Units to give back, by line. */
export type Units = Readonly<Record<number, number>>;

export interface RefundEffect {
  readonly units: { readonly now: number; readonly after: number };
  /** Paid and not given back, in minor units. */
  readonly money: { readonly now: number; readonly after: number };
  readonly points: { readonly now: number; readonly after: number };
  readonly state: { readonly now: OrderState; readonly after: OrderState };
  /** All that the order still has: asked for without naming lines. */
  readonly isWhole: boolean;
}

export const left = ({ quantity, refundedQuantity }: OrderedLine): number => quantity - refundedQuantity;
/** Units that have their money yet; an api, or a copy, of older times knows of none that was paid back. */
export const unpaidBack = (line: OrderedLine): number => left(line) - (line.repaidQuantity ?? 0);
/** Units that may be asked back: those that nobody has asked back yet. */
export const returnable = (line: OrderedLine): number => unpaidBack(line) - line.returningQuantity;

/** What taking a return back would do; null where it has been decided, or no longer fits. */
export function takeBackEffect(order: OrderView, { id, state, lines }: ReturnView): RefundEffect | null {
  const units = Object.fromEntries(lines.map(({ lineNo, quantity }) => [lineNo, quantity]));
  const effect = state === 'asked' ? refundEffect(order, units) : null;
  if (!effect || effect.isWhole) return effect;
  const isOpen = order.returns.some((other) => other.id !== id && other.state === 'asked');
  return { ...effect, state: { now: order.state, after: isOpen ? 'return_requested' : 'delivered' } };
}

/** Whether staff may give money back, and whether the units come back with it, or stay where goods were sent. */
export function refundKind({ state, lines }: OrderView): 'unitsBack' | 'unitsStay' | null {
  if (nextOrderState(state, 'refundPart') !== null) return 'unitsBack';
  const isPaidFor = lines.some((line) => unpaidBack(line) > 0);
  return nextOrderState(state, 'repayPart') !== null && isPaidFor ? 'unitsStay' : null;
}

/** Of money alone: the units stay with the buyer. Null as of a refund. */
export function repayEffect(order: OrderView, units: Units): RefundEffect | null {
  const effect = refundEffect(order, units, unpaidBack);
  if (!effect) return null;
  const paidFor = order.lines.reduce((sum, line) => sum + unpaidBack(line), 0);
  const isWhole = effect.units.now - effect.units.after === paidFor;
  const after = isWhole ? 'written_off' : order.state;
  return {
    ...{ units: { now: effect.units.now, after: effect.units.now }, isWhole },
    money: { ...effect.money, after: isWhole ? 0 : effect.money.after },
    points: { ...effect.points, after: isWhole ? 0 : effect.points.after },
    state: { now: order.state, after },
  };
}

/** Null where nothing is chosen, or more than there is: `free` of each line. */
export function refundEffect(order: OrderView, units: Units, free = left): RefundEffect | null {
  const { lines, total, pointsSpent, state } = order;
  const chosen = lines.map((line) => units[line.lineNo] ?? 0);
  const isThere = lines.every(
    (line, i) => Number.isInteger(chosen[i]) && (chosen[i] ?? 0) >= 0 && (chosen[i] ?? 0) <= free(line),
  );
  const back = chosen.reduce((sum, quantity) => sum + quantity, 0);
  if (!isThere || back === 0) return null;
  const has = lines.reduce((sum, line) => sum + left(line), 0);
  const worth = (count: (line: OrderedLine, i: number) => number) =>
    lines.reduce((sum, line, i) => sum + count(line, i) * line.price.amount, 0);
  const paid = { totalAmount: total.amount, pointsSpent };
  const before = worth((line) => line.quantity - unpaidBack(line));
  const share = nextShare(
    paid,
    before,
    worth((_, i) => chosen[i] ?? 0),
  );
  const isWhole = back === has;
  const { money, points } = leftPaid(order);
  return {
    units: { now: has, after: has - back },
    money: { now: money, after: isWhole ? 0 : Math.max(0, money - share.amount) },
    points: { now: points, after: isWhole ? 0 : points - share.points },
    state: { now: state, after: isWhole ? 'refund_pending' : state },
    isWhole,
  };
}

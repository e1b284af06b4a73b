/**
 * A sale's book while a batch is being decided: stock, units per buyer and orders as they are after the commands decided
 * so far. Nothing here reaches the facts it was made from; a batch that fails is forgotten with its draft.
 *
 * Stock moves here and nowhere else, always with its ledger entry, so that the fold of the ledger is the stock (WRT-4).
 */
import { nextOrderState, type OrderAction, type OrderState } from '../order-lifecycle.ts';
import { availabilityOf } from '../sale.ts';
import type { TakenBackBy } from '../taken-back.ts';
import { type Buyer, buyerKeys } from './buyer.ts';
import type { LineAsked, RowResult, WriterAnswer } from './command.ts';
import type {
  LedgerEntry,
  LedgerKind,
  NewOrder,
  OrderChange,
  PartRefund,
  RefusedCommand,
  Reply,
  ReturnTaken,
  StagedEffect,
} from './decision.ts';
import type { Facts, OrderFact, OrderLineFact, ReturnFact, StoredAnswer, TierFact } from './facts.ts';
import { Promises } from './promises.ts';

export type Stock = 'available' | 'held' | 'sold';
type TierDraft = { -readonly [K in keyof TierFact]: TierFact[K] };
type LineDraft = OrderLineFact & { refundedQuantity: number; repaidQuantity: number };
export type OrderDraft = Omit<OrderFact, 'lines'> & {
  readonly lines: readonly LineDraft[];
  units: number;
  refundedAmount: number;
  refundedPoints: number;
  moneyLeft: number;
  state: OrderState;
  paymentId: string | null;
  late: boolean;
  isPaidNow: boolean;
  reason: string | null;
  takenBackBy: TakenBackBy | null;
};

/** Why an order ended or went back, and who wanted it. */
export interface Ending {
  readonly reason: string | null;
  readonly takenBackBy: TakenBackBy;
}

/** Why and for whom stock moves. */
export interface Movement {
  readonly kind: LedgerKind;
  readonly commandId: string;
  readonly orderId: string;
  readonly lines: readonly LineAsked[];
  readonly from: Stock;
  readonly to: Stock;
}

export class Draft {
  readonly facts: Facts;
  readonly ledger: LedgerEntry[] = [];
  readonly newOrders: NewOrder[] = [];
  readonly answersToStore: WriterAnswer[] = [];
  readonly replies: Reply[] = [];
  readonly rowResults: { rowId: number; result: RowResult }[] = [];
  readonly commandsRefused: RefusedCommand[] = [];
  readonly outbox: StagedEffect[] = [];
  readonly paymentsToRefund: { id: string; reason: string }[] = [];
  readonly partRefunds: PartRefund[] = [];
  readonly returnsTaken: ReturnTaken[] = [];
  readonly tiersRemoved: string[] = [];
  readonly ordersWithVoidTickets: string[] = [];
  readonly admissionsFinished = new Set<string>();
  readonly turnsBroken: string[] = [];
  readonly answersHere = new Map<string, StoredAnswer>();
  readonly unitsChanged = new Map<string, number>();
  readonly promises: Promises;
  readonly #tiers: ReadonlyMap<string, TierDraft>;
  readonly #orders = new Map<string, OrderDraft>();
  readonly #changed = new Set<OrderDraft>();

  constructor(facts: Facts) {
    this.facts = facts;
    this.promises = new Promises(facts.promises);
    this.#tiers = new Map(facts.tiers.map((tier) => [tier.id, { ...tier }]));
  }

  tier(id: string): TierFact | undefined {
    return this.#tiers.get(id);
  }

  tiers(): TierFact[] {
    return [...this.#tiers.values()];
  }

  /** Of all tiers together. */
  available(): number {
    return this.tiers().reduce((sum, { available }) => sum + available, 0);
  }

  /** As it stands after the commands so far. */
  order(id: string): OrderDraft | undefined {
    const known = this.#orders.get(id);
    if (known) return known;
    const fact = this.facts.orders.get(id);
    if (!fact) return undefined;
    const lines = fact.lines.map((line) => ({ ...line }));
    const order = { ...fact, lines, isPaidNow: false, reason: null, takenBackBy: null };
    this.#orders.set(id, order);
    return order;
  }

  /** Returns of the order that nobody has decided, without those taken back here. */
  openReturns(orderId: string): ReturnFact[] {
    const isOpen = (one: ReturnFact) =>
      one.orderId === orderId && !this.returnsTaken.some(({ id }) => id === one.id);
    return this.facts.returns.filter(isOpen);
  }

  /** Takes the order where `action` leads; throws where the lifecycle draws no such edge. */
  changeOrder(order: OrderDraft, action: OrderAction, ending: Ending | null = null): void {
    const next = nextOrderState(order.state, action);
    if (next === null) throw new Error(`order ${order.id} is ${order.state}: it cannot ${action}`);
    order.state = next;
    order.reason = ending?.reason ?? null;
    order.takenBackBy = ending?.takenBackBy ?? null;
    this.#changed.add(order);
  }

  orderChanges(): OrderChange[] {
    return [...this.#changed].map(({ id, state, reason, paymentId, isPaidNow, late, ...order }) => {
      const { takenBackBy, units, refundedAmount, refundedPoints } = order;
      return {
        ...{ id, state, reason, takenBackBy, paymentId, isPaidNow, late },
        ...{ units, refundedAmount, refundedPoints },
      };
    });
  }

  /** Throws where less is there than moves: deciding that is the caller's part. */
  move({ kind, commandId, orderId, lines, from, to }: Movement): void {
    if (from === 'held' && to === 'available') this.promises.renew(this.order(orderId) ?? noTurn);
    for (const [tierId, quantity] of sumByTier(lines)) {
      if (quantity === 0) continue;
      const tier = this.#tiers.get(tierId);
      if (!tier) throw new Error(`order ${orderId} has units of ${tierId}, which is no tier of the sale`);
      if (tier[from] < quantity) throw new Error(`${tierId} has ${tier[from]} ${from}, not ${quantity}`);
      tier[from] -= quantity;
      tier[to] += quantity;
      const delta = (stock: Stock) => (stock === to ? quantity : 0) - (stock === from ? quantity : 0);
      this.ledger.push({
        kind,
        tierId,
        orderId,
        commandId,
        availableDelta: delta('available'),
        heldDelta: delta('held'),
        soldDelta: delta('sold'),
      });
      // Nobody can buy it any more: it is no stock.
      if (tier.isRemoved && to === 'available') this.setCapacity(tierId, tier.capacity - quantity, commandId);
    }
  }

  setCapacity(tierId: string, capacity: number, commandId: string): void {
    const tier = this.#tiers.get(tierId);
    if (!tier || capacity < tier.held + tier.sold) throw new Error(`${tierId} cannot hold ${capacity}`);
    const availableDelta = capacity - tier.capacity;
    tier.capacity = capacity;
    tier.available += availableDelta;
    if (availableDelta === 0) return;
    const none = { heldDelta: 0, soldDelta: 0 };
    this.ledger.push({ kind: 'capacity', tierId, orderId: null, commandId, availableDelta, ...none });
  }

  /** What is free of it is taken out of its capacity before. */
  removeTier(tierId: string): void {
    const tier = this.#tiers.get(tierId);
    if (!tier || tier.available > 0 || tier.held > 0) throw new Error(`${tierId} is not empty`);
    tier.isRemoved = true;
    this.tiersRemoved.push(tierId);
  }

  /** The most that any of the buyer's keys counts. */
  unitsOf(buyer: Buyer): number {
    return Math.max(...buyerKeys(buyer, this.facts.sale.mode).map((key) => this.#units(key)));
  }

  countUnits(buyer: Buyer, delta: number): void {
    for (const key of buyerKeys(buyer, this.facts.sale.mode))
      this.unitsChanged.set(key, this.#units(key) + delta);
  }

  isAvailabilityNew(): boolean {
    return this.facts.tiers.some((before) => {
      const now = this.#tiers.get(before.id);
      return now !== undefined && availabilityOf(now) !== availabilityOf(before);
    });
  }

  #units(key: string): number {
    return this.unitsChanged.get(key) ?? this.facts.units.get(key) ?? 0;
  }
}

const noTurn = { admissionId: null, isOfTurn: false };

/** Lines of the same tier count together: what is granted is granted per tier (ORD-2). */
export function sumByTier(lines: readonly LineAsked[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { tierId, quantity } of lines) sums.set(tierId, (sums.get(tierId) ?? 0) + quantity);
  return sums;
}

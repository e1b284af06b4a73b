/** Facts for the writer's decision, made up: a sale with tiers of 10,000 a unit, visitors who are inside, orders. */
import type { ReserveCommand } from '../domain/writer/command.ts';
import type { Decision } from '../domain/writer/decision.ts';
import type { Facts, OrderFact, OrderLineFact, SaleFact, TierFact } from '../domain/writer/facts.ts';

export const NOW_MS = Date.UTC(2026, 0, 1, 12);
export const PRICE = 10_000;

export const saleFact: SaleFact = {
  id: 'sal_1',
  state: 'open',
  mode: 'line',
  fulfilment: 'ticket',
  currency: 'KRW',
  perVisitorMax: 4,
  holdMinutes: 10,
  startsAtMs: null,
};

export const tierFact = (id: string, available: number, held = 0, sold = 0): TierFact => ({
  id,
  priceAmount: PRICE,
  capacity: available + held + sold,
  available,
  held,
  sold,
  isRemoved: false,
});

/** Visitor `v` has the admission `adm_v`, which lasts. */
export function factsOf(more: Partial<Omit<Facts, 'sale'>> & { sale?: Partial<SaleFact> } = {}): Facts {
  const { sale, ...rest } = more;
  const visitors = Array.from({ length: 20 }, (_, v) => `v${v}`);
  const shopping = { isShopping: true, passEndsAtMs: NOW_MS + 60_000 };
  return {
    nowMs: NOW_MS,
    sale: { ...saleFact, ...sale },
    tiers: [tierFact('t0', 10)],
    units: new Map(),
    answers: new Map(),
    promises: { promised: 0, listed: 0 },
    pointsHeld: new Map(),
    passes: new Map(visitors.map((visitorId) => [`adm_${visitorId}`, { visitorId, ...shopping }])),
    orders: new Map(),
    payments: new Map(),
    returns: [],
    ...rest,
  };
}

let made = 0;
/** Of visitor `v0` for one unit of `t0`, unless told. */
export function askOf(more: Partial<ReserveCommand> = {}): ReserveCommand {
  made += 1;
  const visitorId = more.visitorId ?? 'v0';
  return {
    id: `c${made}`,
    bodyHash: 'b',
    saleId: saleFact.id,
    orderId: `o${made}`,
    admissionId: `adm_${visitorId}`,
    visitorId,
    accountId: null,
    emailIndex: `mail_${visitorId}`,
    contactSealed: 'contact',
    addressSealed: null,
    lines: [{ tierId: 't0', quantity: 1 }],
    replyTo: 'api-1',
    ...more,
  };
}

/** An order of two units of `t0` by `v0`, held for another minute. */
export const orderFact = (more: Partial<OrderFact> = {}): OrderFact => ({
  id: 'o',
  state: 'held',
  admissionId: 'adm_v0',
  buyer: { visitorId: 'v0', accountId: null, emailIndex: 'mail_v0' },
  lines: [lineFact()],
  units: 2,
  totalAmount: 2 * PRICE,
  pointsSpent: 0,
  refundedAmount: 0,
  refundedPoints: 0,
  moneyLeft: 2 * PRICE,
  currency: 'KRW',
  holdExpiresAtMs: NOW_MS + 60_000,
  holdCapAtMs: NOW_MS + 300_000,
  paymentId: null,
  late: false,
  isOfTurn: false,
  isCheckedIn: false,
  ...more,
});

/** Line 1: two units of `t0`. */
export const lineFact = (more: Partial<OrderLineFact> = {}): OrderLineFact => ({
  ...{
    lineNo: 1,
    tierId: 't0',
    quantity: 2,
    unitAmount: PRICE,
    refundedQuantity: 0,
    repaidQuantity: 0,
    usedQuantity: 0,
  },
  ...more,
});

/** The tiers after a decision, by the ledger that it writes. */
export function stockAfter(tiers: readonly TierFact[], { ledger }: Decision): TierFact[] {
  return tiers.map((tier) => {
    const sum = (name: 'availableDelta' | 'heldDelta' | 'soldDelta') =>
      ledger.reduce((total, entry) => total + (entry.tierId === tier.id ? entry[name] : 0), 0);
    const [available, held, sold] = [sum('availableDelta'), sum('heldDelta'), sum('soldDelta')];
    return {
      ...tier,
      available: tier.available + available,
      held: tier.held + held,
      sold: tier.sold + sold,
      capacity: tier.capacity + available + held + sold,
    };
  });
}

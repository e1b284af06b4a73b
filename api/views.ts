/** Rows as the API shows them. What is not named here does not leave the house: the draw's seed, sealed texts, digests. */
import type { OrderRecord } from '../db/orders.ts';
import type { KeptSale, SalePictureRecord } from '../db/sales.ts';
import { hasBegun, isCancellable } from '../domain/giving-back.ts';
import { lineStateOf } from '../domain/order-lifecycle.ts';
import type { OrderedLine, OrderView, ReturnView } from '../domain/order-view.ts';
import { reasonTold } from '../domain/pause-reason.ts';
import {
  availabilityOf,
  type Money,
  type OrganiserMessage,
  type PictureView,
  type SaleView,
  type StaffSaleView,
} from '../domain/sale.ts';
import { isTeaser } from '../domain/sale-showing.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openAddress, openContact } from '../tokens/sealed-contact.ts';

export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

export function saleView(sale: KeptSale): SaleView {
  const pictures = sale.pictures.map(pictureView);
  return {
    id: sale.id,
    slug: sale.slug,
    title: sale.title,
    description: sale.description,
    category: sale.category,
    venue: sale.venue,
    startsAt: isoOrNull(sale.starts_at),
    // What was uploaded for it says more than a drawing that comes with Usher.
    picture: pictures[0]?.url ?? sale.picture,
    pictures,
    accent: sale.accent,
    mode: sale.mode,
    lobby: sale.lobby,
    audience: sale.audience,
    state: sale.state,
    opensAt: isoOrNull(sale.opens_at),
    closesAt: isoOrNull(sale.closes_at),
    closedAt: isoOrNull(sale.closed_at),
    floorMax: sale.floor_max,
    admitPerMinute: sale.admit_per_minute,
    passMinutes: sale.pass_minutes,
    claimSeconds: sale.claim_seconds,
    holdMinutes: sale.hold_minutes,
    perVisitorMax: sale.per_visitor_max,
    fulfilment: sale.fulfilment,
    timeZone: sale.time_zone,
    registrationClosesAt: isoOrNull(sale.registration_closes_at),
    winners: sale.winners,
    claimHours: sale.claim_hours,
    reserveHours: sale.reserve_hours,
    codeRequired: sale.code_required,
    priorityShare: sale.priority_share,
    autopilot: sale.autopilot,
    embedOrigins: sale.embed_origins,
    seedHash: sale.draw_seed_hash,
    message: messageOf(sale),
    ...reasonOf(sale),
    tiers: sale.tiers.map((tier) => ({
      id: tier.id,
      name: tier.name,
      price: { amount: tier.price_amount, currency: sale.currency },
      listPrice: listPriceOf(tier.list_price_amount, sale.currency),
      attributes: tier.attributes,
      capacity: tier.capacity,
      availability: availabilityOf(tier),
    })),
  };
}

/** Written for visitors only where it says why they wait (API-21). */
function reasonOf({ state, reason, reason_ko, reason_en }: KeptSale): Pick<SaleView, 'reason' | 'reasons'> {
  if (state !== 'paused') return { reason: null, reasons: null };
  return { reasons: null, ...reasonTold({ reason, reasonKo: reason_ko, reasonEn: reason_en }) };
}

const listPriceOf = (amount: number | null, currency: string): Money | null =>
  amount === null ? null : { amount, currency };

/** The names of the two forms in which a picture is served; their widths are bounds, a small original stays small. */
export const pictureWidths = { small: 480, large: 1280 } as const;

const pictureView = ({ id, hash, width, height, alt_ko, alt_en }: SalePictureRecord): PictureView => ({
  id,
  url: `/api/pictures/${hash}-${pictureWidths.small}.webp`,
  largeUrl: `/api/pictures/${hash}-${pictureWidths.large}.webp`,
  ...{ width, height, alt: { ko: alt_ko, en: alt_en } },
});

/** With what the staff alone may see. */
export const staffSaleView = (sale: KeptSale): StaffSaleView => ({
  ...saleView(sale),
  drawing: sale.picture,
  hiddenUntil: isoOrNull(sale.hidden_until),
  hideBeforeOpening: sale.hide_before_opening,
  deletedAt: isoOrNull(sale.deleted_at),
});

/** What everybody may see of it (CAT-11). */
export const publicSaleView = (sale: KeptSale): SaleView =>
  isTeaser(sale) ? { ...saleView(sale), description: '', tiers: [], teaser: true } : saleView(sale);

export function messageOf(sale: {
  message_ko: string | null;
  message_en: string | null;
  message_at: Date | null;
}): OrganiserMessage | null {
  if (sale.message_at === null) return null;
  return {
    ...(sale.message_ko !== null && { ko: sale.message_ko }),
    ...(sale.message_en !== null && { en: sale.message_en }),
    at: sale.message_at.toISOString(),
  };
}

export const stockView = (sale: KeptSale) => ({
  version: sale.stock_version,
  tiers: sale.tiers.map(({ id, capacity, available, held, sold }) => ({
    id,
    capacity,
    available,
    held,
    sold,
  })),
});

/** For its tickets, by the clock of whoever read it; the writer has the last word. */
export const isBegun = ({ fulfilment, starts_at, read_at }: OrderRecord): boolean =>
  hasBegun({ fulfilment, startsAtMs: starts_at?.getTime() ?? null }, read_at.getTime());

export function orderView(ring: KeyRing, order: OrderRecord): OrderView {
  const { currency } = order;
  const lines = order.lines.map((line) => lineView(order, line));
  return {
    id: order.id,
    state: order.state,
    sale: {
      slug: order.slug,
      title: order.title,
      venue: order.venue,
      startsAt: isoOrNull(order.starts_at),
      timeZone: order.time_zone,
      accent: order.accent,
      fulfilment: order.fulfilment,
    },
    lines,
    total: { amount: order.total_amount, currency },
    pointsSpent: order.points_spent,
    refunded: { amount: order.refunded_amount, currency },
    refundedByOthers: { amount: order.refundedByOthers, currency },
    partRefunds: order.partRefunds.map(({ at, amount, ...part }) => ({
      ...{ ...part, at: new Date(at).toISOString(), amount: { amount, currency } },
    })),
    returns: order.returns.map(returnView),
    contact: openContact(ring, order.id, order.contact_sealed),
    address: order.address_sealed === null ? null : openAddress(ring, order.id, order.address_sealed),
    createdAt: order.created_at.toISOString(),
    holdExpiresAt: order.hold_expires_at.toISOString(),
    paidAt: isoOrNull(order.paid_at),
    closedAt: isoOrNull(order.closed_at),
    reason: order.reason,
    takenBackBy: order.taken_back_by,
    returnableUntil: returnableUntil(order, lines),
    cancellable: isCancellable(order.state, order.hasUsedTicket || isBegun(order)),
    payments: order.payments.map(({ id, provider, state, amount, currency }) => ({
      id,
      provider,
      state,
      amount: { amount, currency },
    })),
  };
}

function lineView(
  { state, currency, returns }: OrderRecord,
  line: OrderRecord['lines'][number],
): OrderedLine {
  const asked = returns.flatMap((one) => (one.state === 'asked' ? one.lines : []));
  const counts = {
    quantity: line.quantity,
    refundedQuantity: line.refunded_quantity,
    repaidQuantity: line.repaid_quantity,
    returningQuantity: asked.reduce(
      (sum, { lineNo, quantity }) => sum + (lineNo === line.line_no ? quantity : 0),
      0,
    ),
  };
  return {
    ...{ lineNo: line.line_no, tierId: line.tier_id, name: line.name },
    ...counts,
    price: { amount: line.unit_amount, currency },
    state: lineStateOf(state, counts),
  };
}

const returnView = ({ asked_at, decided_at, ...one }: OrderRecord['returns'][number]): ReturnView => ({
  ...one,
  at: new Date(asked_at).toISOString(),
  decidedAt: decided_at === null ? null : new Date(decided_at).toISOString(),
});

function returnableUntil(order: OrderRecord, lines: readonly OrderedLine[]): string | null {
  const isLeft = lines.some(
    (line) => line.quantity > line.refundedQuantity + line.repaidQuantity + line.returningQuantity,
  );
  if (!isLeft) return null;
  if (order.state === 'delivered') return isoOrNull(order.next_step_at);
  return order.state === 'return_requested' ? isoOrNull(order.returns_until) : null;
}

/**
 * What everybody in a line hears about the sale: state, prices, what is left, the organiser's words.
 * Encoded once a sale and not once a visitor.
 */
import type { SaleMessage } from '../../domain/protocol.ts';
import { availabilityOf, type OrganiserMessage, stockSays } from '../../domain/sale.ts';
import type { LiveSale } from './sale-book.ts';

/** `heldUnits` and the next hold's end only while everything is held: there they are what people wait for. */
export function saleMessage(sale: LiveSale): SaleMessage {
  const message = organiserMessage(sale);
  return {
    type: 'sale',
    state: sale.state,
    tiers: sale.tiers.map((tier) => ({
      id: tier.id,
      name: tier.name,
      price: { amount: tier.priceAmount, currency: sale.currency },
      availability: availabilityOf(tier),
    })),
    ...(message && { message }),
    ...(sale.reason && { reason: sale.reason }),
    ...(sale.nextNewsAt && { nextNewsAt: sale.nextNewsAt.toISOString() }),
    ...heldNow(sale),
  };
}

function heldNow(sale: LiveSale): Pick<SaleMessage, 'heldUnits' | 'nextHoldEndsAt'> {
  if (stockSays(sale.tiers) !== 'allHeld') return {};
  return {
    heldUnits: sale.tiers.reduce((sum, tier) => sum + tier.held, 0),
    ...(sale.nextHoldEndsAt && { nextHoldEndsAt: sale.nextHoldEndsAt.toISOString() }),
  };
}

function organiserMessage({ messageKo, messageEn, messageAt }: LiveSale): OrganiserMessage | null {
  if (!messageAt || (!messageKo && !messageEn)) return null;
  return {
    ...(messageKo && { ko: messageKo }),
    ...(messageEn && { en: messageEn }),
    at: messageAt.toISOString(),
  };
}

/** The part whose change is worth telling at once; the rest changes with every basket. */
export function urgentText({ heldUnits: _, nextHoldEndsAt: __, ...urgent }: SaleMessage): string {
  return JSON.stringify(urgent);
}

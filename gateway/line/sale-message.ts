/**
 * What everybody in a line hears about the sale: state, prices, what is left, the organiser's words, what of the draw is
 * public, how often our estimates held. The chance at one's place is put in by sale-frames.ts.
 */
import { publicScore } from '../../domain/eta-score.ts';
import { reasonTold } from '../../domain/pause-reason.ts';
import type { DrawPublic, SaleMessage } from '../../domain/protocol.ts';
import { isReserveOpen } from '../../domain/raffle.ts';
import { availabilityOf, type OrganiserMessage, stockSays } from '../../domain/sale.ts';
import { isTeaser } from '../../domain/sale-showing.ts';
import type { LiveSale } from './sale-book.ts';

/** `heldUnits` and the next hold's end only while everything is held: there they are what people wait for. */
export function saleMessage(sale: LiveSale): SaleMessage {
  const message = organiserMessage(sale);
  const etaScore = publicScore({ promised: sale.etaPromised, held: sale.etaHeld });
  return {
    type: 'sale',
    state: sale.state,
    tiers: (isTeaserNow(sale) ? [] : sale.tiers).map((tier) => ({
      id: tier.id,
      name: tier.name,
      price: { amount: tier.priceAmount, currency: sale.currency },
      availability: availabilityOf(tier),
    })),
    ...(message && { message }),
    ...(sale.state === 'paused' && reasonTold(sale)),
    ...(sale.state === 'paused' && sale.nextNewsAt && { nextNewsAt: sale.nextNewsAt.toISOString() }),
    ...(sale.state === 'closed' && sale.closedAt && { closedAt: sale.closedAt.toISOString() }),
    ...heldNow(sale),
    ...(etaScore && { etaScore }),
    ...listNow(sale),
    ...(isDrawn(sale) && { draw: drawNow(sale) }),
  };
}

/** Tiers and prices are told from the opening on, where the sale tells little before it (CAT-11). */
const isTeaserNow = ({ state, hideBeforeOpening, openedAt }: LiveSale): boolean =>
  isTeaser({ state, hide_before_opening: hideBeforeOpening, opened_at: openedAt });

/** A draw decides the order: of a raffle, or of a lobby that is shuffled. */
const isDrawn = ({ mode, lobby }: LiveSale): boolean =>
  mode === 'raffle' || (mode === 'line' && lobby === 'shuffle');

/** In the order in which it becomes public (LIN-9); the seed is told by the proof, once the line is open. */
const drawNow = (sale: LiveSale): DrawPublic => ({
  seedHash: sale.drawSeedHash,
  ...(sale.drawRoot !== null && { root: sale.drawRoot }),
  ...(sale.drawRoot !== null && sale.drawSize !== null && { size: sale.drawSize }),
  beacon: sale.drawBeaconState,
  isRevealed: sale.openedAt !== null && sale.drawRoot !== null,
});

function listNow(
  sale: LiveSale,
): Pick<SaleMessage, 'reserveOpen' | 'registrationClosesAt' | 'claimHours' | 'reserveHours'> {
  const { mode, registrationClosesAt, opensAt, claimHours, reserveHours } = sale;
  const closesAt = registrationClosesAt ?? opensAt;
  return {
    ...(isReserveOpen(sale) && { reserveOpen: true }),
    ...((isReserveOpen(sale) || mode === 'raffle') && { reserveHours }),
    ...(mode === 'raffle' && { claimHours }),
    ...(mode === 'raffle' && closesAt && { registrationClosesAt: closesAt.toISOString() }),
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

/** The part whose change is worth telling at once; the rest changes with every basket, or with many calls. */
export function urgentText({
  heldUnits: _,
  nextHoldEndsAt: __,
  etaScore: ___,
  ...urgent
}: SaleMessage): string {
  return JSON.stringify(urgent);
}

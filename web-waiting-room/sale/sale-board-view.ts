/**
 * What the board of a sale says before anybody stands in its line (PAG-20): the same frame as the waiting page, so that
 * nothing has to be learnt twice. Pure.
 */
import { reasonIn } from '../../domain/pause-reason.ts';
import type { SaleView } from '../../domain/sale.ts';
import { checkoutAddress, lineAddress } from '../frame/page-address.ts';
import type { Language } from '../language/choose-language.ts';
import { countdown } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { dateAndTime, msOf, timeOfDay, when, zone } from '../language/time.ts';
import { asSentence } from '../words/as-sentence.ts';
import { worthOf } from '../worth/worth.ts';
import { saleWords } from './words.ts';

export interface SaleBoardView {
  readonly label: string | null;
  readonly figure: string;
  readonly isTimer: boolean;
  readonly under: string;
  readonly noteTitle: string;
  readonly noteText: string;
  readonly button: { readonly label: string; readonly href: string };
}

export interface SaleSituation {
  readonly sale: SaleView;
  readonly leftUnits: number | null;
  /** This browser already has a place in the line. */
  readonly hasPlace: boolean;
  readonly nowMs: number;
}

export function saleBoardView(situation: SaleSituation, language: Language): SaleBoardView {
  const { sale, leftUnits, nowMs } = situation;
  const words = saleWords[language];
  const worth = worthOf(sale, leftUnits, nowMs, language);
  const otherSales = { label: words.otherButton, href: '/' };
  const standing = { label: null, isTimer: false };
  if (sale.mode === 'raffle' && (sale.state === 'lobby' || sale.state === 'open'))
    return raffleBoard(situation, language);
  switch (sale.state) {
    case 'draft':
    case 'lobby':
      return beforeOpening(situation, language);
    case 'open': {
      const closesAtMs = msOf(sale.closesAt);
      const closes = fill(`[${words.untilClose}]`, {
        time: closesAtMs === null ? null : when(closesAtMs, nowMs, language),
      });
      return {
        ...standing,
        figure: words.openSince,
        under: `${worth.text} ${closes}`.trim(),
        noteTitle: sale.mode === 'line' ? words.lineTitle : words.shelfTitle,
        noteText: withCode(
          sale,
          sale.mode === 'line' ? words.lineText : fill(words.shelfText, { hold: sale.holdMinutes }),
          language,
        ),
        button: wayIn(situation, language),
      };
    }
    case 'paused':
      return {
        ...standing,
        figure: words.pausedNow,
        under: worth.text,
        noteTitle: words.pausedTitle,
        noteText: fill(words.pausedText, { reason: asSentence(reasonIn(sale, language)) }),
        button: sale.mode === 'shelf' ? otherSales : wayIn(situation, language),
      };
    case 'soldOut':
      return {
        ...standing,
        figure: words.soldOutNow,
        under: worth.text,
        noteTitle: words.soldOutTitle,
        noteText: words.soldOutText,
        button: otherSales,
      };
    case 'closed':
      return {
        ...standing,
        figure: words.endedNow,
        under: worth.text,
        noteTitle: words.endedTitle,
        noteText: words.endedText,
        button: otherSales,
      };
  }
}

function beforeOpening(situation: SaleSituation, language: Language): SaleBoardView {
  const { sale, nowMs } = situation;
  const words = saleWords[language];
  const opensAtMs = msOf(sale.opensAt);
  const isShuffled = sale.lobby === 'shuffle';
  const time = opensAtMs === null ? null : timeOfDay(opensAtMs, language);
  const hasComeMs = opensAtMs !== null && opensAtMs > nowMs ? opensAtMs : null;
  const isLine = sale.mode === 'line';
  return {
    label: hasComeMs === null ? null : words.opensIn,
    figure: hasComeMs === null ? words.opening : countdown(hasComeMs - nowMs, language),
    isTimer: hasComeMs !== null,
    under:
      opensAtMs === null
        ? ''
        : fill(words.opens, { time: dateAndTime(opensAtMs, language), zone: zone(language) }),
    noteTitle: !isLine ? words.shelfTitle : isShuffled ? words.shuffleTitle : words.arrivalTitle,
    noteText: !isLine
      ? fill(words.shelfText, { hold: sale.holdMinutes })
      : isShuffled
        ? withCode(sale, fill(words.shuffleText, { time }), language)
        : withCode(sale, words.arrivalText, language),
    button: isLine ? wayIn(situation, language) : { label: words.otherButton, href: '/' },
  };
}

/** A raffle: registering until its end, then the draw, then the winners' hours. */
function raffleBoard({ sale, hasPlace, nowMs }: SaleSituation, language: Language): SaleBoardView {
  const words = saleWords[language];
  const opensAtMs = msOf(sale.opensAt);
  const endsAtMs = msOf(sale.registrationClosesAt) ?? opensAtMs;
  const isOpen = sale.state === 'open';
  const mayRegister = !isOpen && endsAtMs !== null && endsAtMs > nowMs;
  const nextMs = mayRegister
    ? endsAtMs
    : !isOpen && opensAtMs !== null && opensAtMs > nowMs
      ? opensAtMs
      : null;
  const under = nextMs ?? (isOpen ? null : opensAtMs);
  return {
    label: nextMs === null ? null : mayRegister ? words.registrationIn : words.drawIn,
    figure:
      nextMs === null ? (isOpen ? words.drawn : words.registrationOver) : countdown(nextMs - nowMs, language),
    isTimer: nextMs !== null,
    under:
      under === null ? '' : fill(words.opens, { time: dateAndTime(under, language), zone: zone(language) }),
    ...(mayRegister
      ? {
          noteTitle: words.raffleTitle,
          noteText: withCode(
            sale,
            fill(words.raffleText, { winners: sale.winners, claim: sale.claimHours }),
            language,
          ),
        }
      : isOpen
        ? { noteTitle: words.raffleOpenTitle, noteText: words.raffleOpenText }
        : { noteTitle: words.raffleOverTitle, noteText: words.raffleOverText }),
    button: hasPlace
      ? { label: words.entryButton, href: lineAddress(sale.slug) }
      : mayRegister
        ? { label: words.registerButton, href: lineAddress(sale.slug) }
        : { label: words.otherButton, href: '/' },
  };
}

/** Who has no code learns it here, and not after standing at the door. */
const withCode = (sale: SaleView, text: string, language: Language): string =>
  sale.codeRequired && sale.mode !== 'shelf' ? `${saleWords[language].codeNeeded} ${text}` : text;

/** A sale without a line leads straight to the choice. */
function wayIn({ sale, hasPlace }: SaleSituation, language: Language): SaleBoardView['button'] {
  const words = saleWords[language];
  if (sale.mode === 'shelf') return { label: words.chooseButton, href: checkoutAddress(sale.slug) };
  const href = lineAddress(sale.slug);
  if (hasPlace) return { label: words.backButton, href };
  if (sale.mode === 'passthrough') return { label: words.goInButton, href };
  return { label: sale.state === 'lobby' ? words.lobbyButton : words.joinButton, href };
}

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
  if (sale.mode === 'raffle' && sale.state === 'lobby') return raffleBoard(situation, language);
  if (sale.mode === 'raffle' && sale.state !== 'draft' && sale.state !== 'closed')
    return drawnBoard(situation, language);
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
        noteText: fill(pausedTextOf(sale, language), { reason: asSentence(reasonIn(sale, language)) }),
        button: sale.mode === 'shelf' ? otherSales : wayIn(situation, language),
      };
    case 'soldOut':
      return {
        ...standing,
        figure: words.soldOutNow,
        under: worth.text,
        ...(sale.mode === 'line'
          ? {
              noteTitle: words.listTitle,
              noteText: words.listText,
              button: wayToList(situation, language),
            }
          : { noteTitle: words.soldOutTitle, noteText: words.soldOutAgain, button: otherSales }),
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
    button: sale.mode === 'shelf' ? { label: words.otherButton, href: '/' } : wayIn(situation, language),
  };
}

/** A raffle until it opens: registering until its end, then the draw. */
function raffleBoard({ sale, hasPlace, nowMs }: SaleSituation, language: Language): SaleBoardView {
  const words = saleWords[language];
  const opensAtMs = msOf(sale.opensAt);
  const endsAtMs = msOf(sale.registrationClosesAt) ?? opensAtMs;
  const mayRegister = endsAtMs !== null && endsAtMs > nowMs;
  const nextMs = mayRegister ? endsAtMs : opensAtMs !== null && opensAtMs > nowMs ? opensAtMs : null;
  const under = nextMs ?? opensAtMs;
  return {
    label: nextMs === null ? null : mayRegister ? words.registrationIn : words.drawIn,
    figure: nextMs === null ? words.registrationOver : countdown(nextMs - nowMs, language),
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
      : { noteTitle: words.raffleOverTitle, noteText: words.raffleOverText }),
    button: hasPlace
      ? { label: words.entryButton, href: lineAddress(sale.slug) }
      : mayRegister
        ? { label: words.registerButton, href: lineAddress(sale.slug) }
        : { label: words.otherButton, href: '/' },
  };
}

/** A raffle whose draw is done: the winners' hours, and the list that what they leave goes to. Nobody joins it any more. */
function drawnBoard(situation: SaleSituation, language: Language): SaleBoardView {
  const { sale, hasPlace } = situation;
  const words = saleWords[language];
  const otherSales = { label: words.otherButton, href: '/' };
  const entry = hasPlace ? { label: words.entryButton, href: lineAddress(sale.slug) } : otherSales;
  const calm = { label: null, isTimer: false, under: '', button: entry };
  if (sale.state === 'soldOut')
    return {
      ...calm,
      figure: words.soldOutNow,
      noteTitle: words.listTitle,
      noteText: words.raffleListText,
      button: hasPlace ? entry : wayToList(situation, language),
    };
  if (sale.state === 'paused') {
    const reason = asSentence(reasonIn(sale, language));
    const noteText = fill(words.rafflePausedText, { reason });
    return { ...calm, figure: words.pausedNow, noteTitle: words.rafflePausedTitle, noteText };
  }
  return { ...calm, figure: words.drawn, noteTitle: words.raffleOpenTitle, noteText: words.raffleOpenText };
}

function pausedTextOf({ mode }: SaleView, language: Language): string {
  const words = saleWords[language];
  if (mode === 'line') return words.pausedText;
  return mode === 'passthrough' ? words.noLinePausedText : '[{reason}]';
}

/** What comes back is the list's first (RAF-6): who wants to stand on it finds it where the line was. */
function wayToList({ sale, hasPlace }: SaleSituation, language: Language): SaleBoardView['button'] {
  const words = saleWords[language];
  return { label: hasPlace ? words.placeButton : words.listButton, href: lineAddress(sale.slug) };
}

/** Who has no code learns it here, and not after standing at the door. */
const withCode = (sale: SaleView, text: string, language: Language): string =>
  sale.codeRequired && sale.mode !== 'shelf' ? `${saleWords[language].codeNeeded} ${text}` : text;

/** A sale without a line leads straight to the choice. */
function wayIn({ sale, hasPlace }: SaleSituation, language: Language): SaleBoardView['button'] {
  const words = saleWords[language];
  if (sale.mode === 'shelf') return { label: words.chooseButton, href: checkoutAddress(sale.slug) };
  const href = lineAddress(sale.slug);
  // Without a line a receipt is no place to go back to.
  if (sale.mode === 'passthrough') return { label: passLabel(sale, language), href };
  if (hasPlace) return { label: words.backButton, href };
  return { label: sale.state === 'lobby' ? words.lobbyButton : words.joinButton, href };
}

function passLabel({ state }: SaleView, language: Language): string {
  const words = saleWords[language];
  if (state === 'paused') return words.goesOnButton;
  return state === 'open' ? words.goInButton : words.whenOpenButton;
}

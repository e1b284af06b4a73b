/**
 * What joining a sale now is worth, told before anybody joins (PAG-20). Bad news comes early: a line that is longer than
 * what is left is said to be that, and no number is shown that the server did not send.
 */
import type { Availability, SaleView } from '../../domain/sale.ts';
import type { Language } from '../language/choose-language.ts';
import { roughly } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { count } from '../language/money.ts';
import { msOf, when } from '../language/time.ts';
import { worthWords } from './words.ts';

export interface Worth {
  readonly chip: string;
  readonly kind: 'good' | 'warn' | 'info' | '';
  readonly text: string;
}

/** `leftUnits` over all tiers, null where it was not asked for. */
export function worthOf(sale: SaleView, leftUnits: number | null, nowMs: number, language: Language): Worth {
  const words = worthWords[language];
  const at = (iso: string | null) => {
    const ms = msOf(iso);
    return ms === null ? null : when(ms, nowMs, language);
  };
  switch (sale.state) {
    case 'draft':
    case 'lobby':
      return comingWorth(sale, nowMs, language);
    case 'paused':
      return {
        chip: words.paused,
        kind: 'warn',
        text: sale.mode === 'line' ? words.pausedText : words.pausedNoLine,
      };
    case 'soldOut':
      return { chip: words.soldOut, kind: '', text: words.soldOutText };
    case 'closed':
      return { chip: words.ended, kind: '', text: fill(`[${words.endedText}]`, { time: at(sale.closedAt) }) };
    case 'open':
      return openWorth(sale, leftUnits, language);
  }
}

function comingWorth(sale: SaleView, nowMs: number, language: Language): Worth {
  const words = worthWords[language];
  const opensAtMs = msOf(sale.opensAt);
  if (opensAtMs === null || opensAtMs <= nowMs) return { chip: words.opening, kind: 'info', text: '' };
  if (sale.mode === 'raffle') {
    const endsAtMs = msOf(sale.registrationClosesAt) ?? opensAtMs;
    const until = fill(words.drawUntil, { time: when(endsAtMs, nowMs, language) });
    return { chip: words.draw, kind: 'info', text: endsAtMs > nowMs ? until : words.drawSoon };
  }
  const chip = fill(words.in, { time: roughly(opensAtMs - nowMs, language) });
  const text = fill(words.opens, { time: when(opensAtMs, nowMs, language) });
  return { chip, kind: 'info', text: sale.mode === 'line' ? `${text} ${words.lobbyOpen}` : text };
}

function openWorth(sale: SaleView, leftUnits: number | null, language: Language): Worth {
  const words = worthWords[language];
  const stock = bestOf(sale);
  if (sale.mode === 'raffle') return { chip: words.drawDone, kind: '', text: words.drawDoneText };
  if (sale.mode !== 'line') {
    const left =
      leftUnits === null || leftUnits === 0
        ? words[stock]
        : fill(words.left, { n: count(leftUnits, language) });
    return { chip: words.noLine, kind: 'good', text: `${words.noWaiting} ${left}` };
  }
  const text = [lineWords(sale.waiting, language), chanceWords(sale, leftUnits, language)].join(' ').trim();
  return { chip: words.withLine, kind: 'good', text };
}

function lineWords(waiting: number | undefined, language: Language): string {
  const words = worthWords[language];
  if (waiting === undefined) return '';
  if (waiting === 0) return words.nobody;
  return waiting === 1 ? words.waitingOne : fill(words.waiting, { n: count(waiting, language) });
}

function chanceWords(sale: SaleView, leftUnits: number | null, language: Language): string {
  const words = worthWords[language];
  const stock = bestOf(sale);
  if (leftUnits === null || leftUnits === 0 || sale.waiting === undefined) return words[stock];
  return words[chanceAtTheEnd(sale.waiting, leftUnits, sale.perVisitorMax)];
}

/** Likely if it lasts even when everybody takes the most; unlikely if it does not even when everybody takes one. */
export function chanceAtTheEnd(
  waiting: number,
  leftUnits: number,
  perVisitorMax: number,
): 'likely' | 'possible' | 'unlikely' {
  if (waiting >= leftUnits) return 'unlikely';
  return (waiting + 1) * perVisitorMax <= leftUnits ? 'likely' : 'possible';
}

/** The best of all tiers: somebody without a wish of their own can still have that one. */
function bestOf(sale: SaleView): Exclude<Availability, 'none'> | 'soldOutText' {
  const best = (['plenty', 'few', 'held'] as const).find((one) =>
    sale.tiers.some(({ availability }) => availability === one),
  );
  return best ?? 'soldOutText';
}

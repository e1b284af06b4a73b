/** The six figures of the board, from a snapshot. Pure; a share of nothing is not shown as a number. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { count, shortPrice } from '../language/money.ts';
import { everybodyIn } from './everybody.ts';
import { opsWords } from './words.ts';

export interface FigureView {
  readonly label: string;
  readonly value: string;
  readonly under: string;
}

export function figuresOf(snapshot: OpsSnapshot, language: Language): FigureView[] {
  const { sale, line, conversion, noShow, stock, money } = snapshot;
  const words = opsWords[language];
  const n = (value: number) => count(value, language);
  const isLobby = sale.state === 'lobby' || sale.state === 'draft';
  const inside = line.calling + line.called + line.shopping;
  const free = n(Math.max(0, sale.floorMax - inside));
  return [
    {
      label: isLobby ? words.inLobby : words.inLine,
      value: n(everybodyIn(line)),
      under: fill(words.present, { n: n(line.present) }),
    },
    {
      label: words.called,
      value: n(line.calling + line.called),
      under:
        noShow.called === 0
          ? words.noneMissed
          : fill(words.missed, { share: share(noShow.missed, noShow.called, language) }),
    },
    {
      label: words.shopping,
      value: n(line.shopping),
      under: fill(words.ofFloor, { floor: n(sale.floorMax), free }),
    },
    {
      label: words.conversion,
      value: conversion.finished === 0 ? '–' : share(conversion.bought, conversion.finished, language),
      under: fill(words.bought, { bought: n(conversion.bought), finished: n(conversion.finished) }),
    },
    {
      label: words.sold,
      value: n(stock.sold),
      under: fill(words.ofStock, { capacity: n(stock.capacity), held: n(stock.held) }),
    },
    {
      label: words.money,
      value: shortPrice({ amount: money.paid, currency: money.currency }, language),
      under: fill(words.moneyHeld, {
        held: shortPrice({ amount: money.held, currency: money.currency }, language),
      }),
    },
  ];
}

/** 74%, 1.1%: a tenth only where it says something. */
function share(part: number, whole: number, language: Language): string {
  const value = part / whole;
  const digits = value > 0 && value < 0.1 ? 1 : 0;
  const options = { style: 'percent', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language === 'ko' ? 'ko-KR' : 'en-GB', options).format(value);
}

/**
 * The account's points and how many of them somebody wants to pay with, by currency. Never chosen beforehand (PAG-83); what
 * is chosen is never more than there is, nor than it costs, and leaves nothing to pay or as much as can be paid (PNT-7).
 */
import { signal } from '@preact/signals';
import type { Money } from '../../domain/sale.ts';
import { usablePoints } from '../../domain/usable-points.ts';
import { askSignedIn, signedIn } from '../signing-in/signed-in.ts';

interface Balance {
  readonly currency: string;
  readonly balance: number;
  /** An api of older times does not say. */
  readonly leastToPay?: number;
}
const balances = signal<readonly Balance[]>([]);
const wanted = signal<Readonly<Record<string, number>>>({});

/** As the server says it now; none where nobody is signed in. */
export async function lookAtPoints(): Promise<void> {
  const accountId = signedIn.peek()?.account?.id;
  const answer =
    accountId === undefined
      ? null
      : await askSignedIn<{ readonly balances: readonly Balance[] }>('GET', '/me/points');
  if (answer === null || signedIn.peek()?.account?.id !== accountId) balances.value = [];
  else if (answer.ok) balances.value = answer.value.balances;
}

const inCurrency = (currency: string) => balances.value.find((one) => one.currency === currency);

export const balanceIn = (currency: string): number => Math.max(0, inCurrency(currency)?.balance ?? 0);

export const leastToPayIn = (currency: string): number => inCurrency(currency)?.leastToPay ?? 0;

export const wantedIn = (currency: string): number => wanted.value[currency] ?? 0;

export function wantPoints(currency: string, points: number): void {
  wanted.value = { ...wanted.value, [currency]: Math.max(0, Math.trunc(points) || 0) };
}

/** What was chosen was ordered: another order begins without. */
export function choosePointsAnew(): void {
  wanted.value = {};
}

/** All that somebody wants to pay with and has. */
export const offeredIn = (currency: string): number => Math.min(wantedIn(currency), balanceIn(currency));

/** Of this total. Null where nothing is chosen yet. */
export const pointsFor = (total: Money | null): number =>
  total ? usablePoints(total.amount, offeredIn(total.currency), leastToPayIn(total.currency)) : 0;

/** What is left to be paid with money. */
export const payable = (total: Money, points = pointsFor(total)): Money => ({
  ...total,
  amount: total.amount - points,
});

/**
 * Paying a part with the account's points (PAG-83, BAS-14): shown to who is signed in and has some. What is chosen counts
 * against the total at once, so that the button names what is really paid.
 */
import { useEffect } from 'preact/hooks';
import type { Money } from '../../domain/sale.ts';
import type { InLanguages } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { balanceIn, leastToPayIn, lookAtPoints, pointsFor, wantedIn, wantPoints } from './points.ts';

const words: InLanguages<{ use: string; have: string; least: string; less: string }> = {
  en: {
    use: 'Pay with points',
    have: 'You have {n}. One is worth {one}.',
    least: 'They may pay for all of it, or leave at least {least}: less cannot be paid.',
    less: '{price} paid with points',
  },
  ko: {
    use: '포인트로 결제',
    have: '{n}포인트가 있어요. 1포인트는 {one}이에요.',
    least: '전액을 포인트로 내거나 {least} 이상을 남겨 주세요. 그보다 적은 금액은 결제할 수 없어요.',
    less: '포인트로 {price} 결제',
  },
};

export interface PointsFieldProps {
  readonly total: Money;
  /** What is paid with them, where the total falls into several orders. */
  readonly used?: number;
  /** Where several currencies have a field each. */
  readonly withCurrency?: boolean;
}

export function PointsField({ total, used = pointsFor(total), withCurrency = false }: PointsFieldProps) {
  const own = spoken(words);
  const accountId = signedIn.value?.account?.id;
  useEffect(() => void lookAtPoints(), [accountId]);
  const { currency } = total;
  const has = balanceIn(currency);
  if (accountId === undefined || has === 0) return null;
  const id = `points-${currency}`;
  const priceOf = (amount: number) => price({ amount, currency }, language.value);
  const least = leastToPayIn(currency);
  return (
    <div class="field">
      <label for={id}>{withCurrency ? `${own.use} (${currency})` : own.use}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        value={wantedIn(currency)}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget: { valueAsNumber } }) => wantPoints(currency, valueAsNumber)}
        // Whoever types more than can be used means as many as can.
        onChange={() => wantPoints(currency, used)}
      />
      <small id={`${id}-hint`}>
        {fill(own.have, { n: count(has, language.value), one: priceOf(1) })}
        {least > 1 && ` ${fill(own.least, { least: priceOf(least) })}`}
        {used > 0 && ` ${fill(own.less, { price: priceOf(used) })}`}
      </small>
    </div>
  );
}

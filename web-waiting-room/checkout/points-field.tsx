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
import { balanceIn, lookAtPoints, pointsFor, wantedIn, wantPoints } from './points.ts';

const words: InLanguages<{ use: string; have: string; less: string }> = {
  en: { use: 'Pay with points', have: 'You have {n}. One is worth {one}.', less: '{price} paid with points' },
  ko: {
    use: '포인트로 결제',
    have: '{n}포인트가 있어요. 1포인트는 {one}이에요.',
    less: '포인트로 {price} 결제',
  },
};

export interface PointsFieldProps {
  readonly total: Money;
  /** Where several currencies have a field each. */
  readonly withCurrency?: boolean;
}

export function PointsField({ total, withCurrency = false }: PointsFieldProps) {
  const own = spoken(words);
  const accountId = signedIn.value?.account?.id;
  useEffect(() => void lookAtPoints(), [accountId]);
  const { currency } = total;
  const has = balanceIn(currency);
  if (accountId === undefined || has === 0) return null;
  const id = `points-${currency}`;
  const used = pointsFor(total);
  const one = price({ amount: 1, currency }, language.value);
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
        // Whoever types more than there is means all of it.
        onChange={() => wantPoints(currency, pointsFor(total))}
      />
      <small id={`${id}-hint`}>
        {fill(own.have, { n: count(has, language.value), one })}
        {used > 0 && ` ${fill(own.less, { price: price({ amount: used, currency }, language.value) })}`}
      </small>
    </div>
  );
}

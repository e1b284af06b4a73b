/**
 * Paying a part with the account's points (PAG-83): shown to who is signed in and has some, never chosen beforehand. What is
 * chosen counts against the total at once, so that the button names what is really paid.
 */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Money } from '../../domain/sale.ts';
import type { InLanguages } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count, price } from '../language/money.ts';
import { askSignedIn, signedIn } from '../signing-in/signed-in.ts';

interface Balance {
  readonly currency: string;
  readonly balance: number;
}
const balances = signal<readonly Balance[]>([]);
const wanted = signal(0);

const words: InLanguages<{ use: string; have: string; less: string }> = {
  en: { use: 'Pay with points', have: 'You have {n}. One is worth {one}.', less: '{price} paid with points' },
  ko: {
    use: '포인트로 결제',
    have: '{n}포인트가 있어요. 1포인트는 {one}이에요.',
    less: '포인트로 {price} 결제',
  },
};

const balanceIn = (currency: string): number =>
  Math.max(0, balances.value.find((one) => one.currency === currency)?.balance ?? 0);

/** Of this total: never more than there is, nor than it costs. Null where nothing is chosen yet. */
export const pointsFor = (total: Money | null): number =>
  total ? Math.min(wanted.value, total.amount, balanceIn(total.currency)) : 0;

/** What is left to be paid with money. */
export const payable = (total: Money): Money => ({ ...total, amount: total.amount - pointsFor(total) });

export function PointsField({ total }: { readonly total: Money }) {
  const own = spoken(words);
  const accountId = signedIn.value?.account?.id;
  useEffect(() => {
    balances.value = [];
    if (accountId !== undefined)
      void askSignedIn<{ readonly balances: readonly Balance[] }>('GET', '/me/points').then((answer) => {
        if (answer.ok) balances.value = answer.value.balances;
      });
  }, [accountId]);
  const has = balanceIn(total.currency);
  if (accountId === undefined || has === 0) return null;
  const { currency } = total;
  const used = pointsFor(total);
  const one = price({ amount: 1, currency }, language.value);
  return (
    <div class="field">
      <label for="points">{own.use}</label>
      <input
        id="points"
        type="number"
        inputMode="numeric"
        min={0}
        value={wanted.value}
        aria-describedby="points-hint"
        onInput={({ currentTarget: { valueAsNumber } }) => {
          wanted.value = Math.max(0, Math.trunc(valueAsNumber) || 0);
        }}
        // Whoever types more than there is means all of it.
        onChange={() => {
          wanted.value = pointsFor(total);
        }}
      />
      <small id="points-hint">
        {fill(own.have, { n: count(has, language.value), one })}
        {used > 0 && ` ${fill(own.less, { price: price({ amount: used, currency }, language.value) })}`}
      </small>
    </div>
  );
}

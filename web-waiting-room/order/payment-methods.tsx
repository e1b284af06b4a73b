/** The ways to pay, as the server lists them. */
import { signal } from '@preact/signals';
import type { PaymentMethod } from '../../domain/order-view.ts';
import type { Money } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { ask } from '../server/ask.ts';

const labels = {
  en: {
    theirs: 'On the payment provider’s page',
    test: 'No real money. You choose on the next page whether it works.',
    testName: 'Test money',
    none: 'No way to pay is set up. Please tell the organiser.',
    loading: 'Asking how you can pay.',
    nothing: 'Nothing is left to pay.',
    confirm: 'Confirm the order',
  },
  ko: {
    theirs: '결제사 화면에서 결제해요',
    test: '실제로 돈이 나가지 않아요. 다음 화면에서 결과를 고를 수 있어요.',
    testName: '테스트 결제',
    none: '결제 방법이 준비되지 않았어요. 주최자에게 알려 주세요.',
    loading: '결제 방법을 확인하고 있어요.',
    nothing: '결제할 금액이 없어요.',
    confirm: '주문 확정하기',
  },
};

const againMs = 3_000;

/** Asked for until they come; null until then. */
export function loadPaymentMethods() {
  const methods = signal<readonly PaymentMethod[] | null>(null);
  async function load(): Promise<void> {
    const answer = await ask<{ readonly items: readonly PaymentMethod[] }>('GET', '/payment-methods');
    if (answer.ok) methods.value = answer.value.items;
    else setTimeout(() => void load(), againMs);
  }
  void load();
  return methods;
}

/** On the button: an order that points pay for wholly is confirmed, not paid. `pay` has a place for {price}. */
export const payLabel = (pay: string, total: Money): string =>
  total.amount === 0 ? spoken(labels).confirm : fill(pay, { price: price(total, language.value) });

export interface PaymentMethodsProps {
  /** What is left to pay. */
  readonly total: Money;
  readonly legend: string;
  readonly methods: readonly PaymentMethod[] | null;
  readonly chosen: string | null;
  readonly onChoose: (provider: string) => void;
}

export function PaymentMethods({ total, legend, methods, chosen, onChoose }: PaymentMethodsProps) {
  const words = spoken(labels);
  if (total.amount === 0) return <p>{words.nothing}</p>;
  if (methods === null || methods.length === 0)
    return <p class="quiet">{methods === null ? words.loading : words.none}</p>;
  return (
    <fieldset>
      <legend class="h2">{legend}</legend>
      {methods.map(({ provider, label, names, brands = [], test }) => (
        <label class="pick" key={provider}>
          <input
            type="radio"
            name="method"
            value={provider}
            checked={provider === chosen}
            onChange={() => onChoose(provider)}
          />{' '}
          <span>
            {test ? words.testName : (names?.[language.value] ?? label)}
            <br />
            <span class="hint">{test ? words.test : words.theirs}</span>
            {brands.length > 0 && (
              <>
                <br />
                <span class="hint">{brands.map((brand) => brand.label[language.value]).join(' · ')}</span>
              </>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Where the sandbox is one of the ways to pay, every page says that no real money moves. */
import { signal } from '@preact/signals';
import type { PaymentMethod } from '../../domain/order-view.ts';
import { keep, kept } from '../browser-storage/keep.ts';
import { spoken } from '../language/language.ts';
import { ask } from '../server/ask.ts';

const labels = {
  en: 'Test money: nothing here costs anything.',
  ko: '테스트 결제: 실제로 돈이 나가지 않아요.',
};

const storageKey = 'usher.testMoney';
const isTest = signal(kept(storageKey, 'sessionStorage') === 'yes');

/** Asked once for each visit: it changes only when the operator starts Usher with other settings. */
async function look(): Promise<void> {
  const answer = await ask<{ readonly items: readonly PaymentMethod[] }>('GET', '/payment-methods');
  if (!answer.ok) return;
  isTest.value = answer.value.items.some(({ test }) => test);
  keep(storageKey, isTest.value ? 'yes' : 'no', 'sessionStorage');
}

let hasLooked = kept(storageKey, 'sessionStorage') !== null;

export function TestMoney() {
  if (!hasLooked) {
    hasLooked = true;
    void look();
  }
  if (!isTest.value) return null;
  return <p class="test-money">{spoken(labels)}</p>;
}

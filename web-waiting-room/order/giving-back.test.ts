/** What the page of an order offers and says about giving it back, before and after it begins. */
import { expect, test } from 'vitest';
import { orderStates } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { orderView } from '../../test/browser/order-states.ts';
import { languages } from '../language/choose-language.ts';
import { givingBack } from './giving-back.ts';

const starts = '2027-03-12T10:30:00Z';
const startsMs = Date.parse(starts);
const of = (state: OrderView['state'], more: Partial<OrderView> = {}, startsAt: string | null = starts) => {
  const view = orderView(state, more);
  return { ...view, sale: { ...view.sale, startsAt } };
};

test.each(languages)('PAG-90, ORD-34: in %s, paid tickets are offered to be given back until they begin, and it is said', (language) => {
  const issued = of('issued');
  expect(givingBack(issued, startsMs - 3 * 86_400_000, language).says).toMatch(/12/);
  const before = givingBack(issued, startsMs - 1, language);
  expect(before.isOffered).toBe(true);
  expect(before.says).not.toMatch(/[{}]/);
  // The page loaded before it began, and nobody has asked the server since.
  for (const one of [issued, of('issued', { cancellable: false })]) {
    const after = givingBack(one, startsMs, language);
    expect([after.isOffered, after.says === before.says]).toEqual([false, false]);
    expect(after.says).toMatch(language === 'en' ? /organiser/ : /주최자/);
  }
  expect(givingBack(of('issued', {}, null), startsMs, language)).toEqual({ isOffered: true, says: null });
}); // biome-ignore format: one test

test.each(orderStates)('PAG-90: of one that is %s nothing is said that is not so', (state) => {
  const isBought = state === 'paid' || state === 'issued';
  for (const nowMs of [startsMs - 1, startsMs]) {
    const { isOffered, says } = givingBack(of(state), nowMs, 'en');
    const isHeld = ['held', 'paying', 'expiring'].includes(state);
    if (isHeld) expect([isOffered, says]).toEqual([true, null]);
    else if (!isBought && state !== 'preparing') expect([isOffered, says]).toEqual([false, null]);
  }
});

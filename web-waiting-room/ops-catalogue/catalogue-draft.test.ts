/** A variant as it is typed. */
import { expect, test } from 'vitest';
import type { TierView } from '../../domain/sale.ts';
import { attributesIn, attributesText, tierBody, tierChange, tierDraftOf } from './catalogue-draft.ts';

const krw = (amount: number) => ({ amount, currency: 'KRW' });
const tier: TierView = {
  ...{ id: 't', name: 'M', price: krw(20_000), listPrice: krw(30_000), attributes: { size: 'M' } },
  ...{ capacity: 4, availability: 'plenty' },
};

test('CAT-16: a price goes with the ordinary price, in minor units; the number of units goes to the writer alone', () => {
  const typed = tierDraftOf(tier);
  expect(tierChange(tier, typed)).toEqual({ body: null, capacity: null });
  expect(tierChange(tier, { ...typed, capacity: '9' })).toEqual({ body: null, capacity: 9 });
  expect(tierChange(tier, { ...typed, price: '25000' }).body).toEqual({
    price: krw(25_000),
    listPrice: krw(30_000),
  });
  expect(tierChange(tier, { ...typed, listPrice: '' }).body).toEqual({ price: krw(20_000), listPrice: null });
  expect(tierChange(tier, { ...typed, name: 'L', attributes: 'size=L' }).body).toEqual({
    name: 'L',
    attributes: { size: 'L' },
  });
  const euro = tierBody({ ...typed, price: '19.99', listPrice: '29.90' }, 'EUR');
  expect([euro.price, euro.listPrice]).toEqual([
    { amount: 1_999, currency: 'EUR' },
    { amount: 2_990, currency: 'EUR' },
  ]);
});

test('CAT-16: what tells a variant from the others is typed as pairs', () => {
  expect(attributesIn(' size = M ,colour=sea blue, , x=, =y, a=b=c')).toEqual({
    size: 'M',
    colour: 'sea blue',
    a: 'b=c',
  });
  expect(attributesIn(attributesText({ size: 'M', colour: 'blue' }))).toEqual({ size: 'M', colour: 'blue' });
});

/** A new sale as it is typed. */
import { expect, test } from 'vitest';
import { emptyDraft, saleBody, slugFor } from './new-sale.ts';

test('PAG-24: what is left empty is left out, so that the server’s defaults hold', () => {
  const draft = { ...emptyDraft, title: ' Night Ferry ', slug: 'night-ferry', perVisitorMax: ' ' };
  const tiers = [{ key: 0, name: 'Floor', price: '154000', capacity: '1200' }];
  expect(saleBody({ ...draft, tiers })).toEqual({
    title: 'Night Ferry',
    slug: 'night-ferry',
    mode: 'line',
    lobby: 'shuffle',
    admitPerMinute: 300,
    floorMax: 100,
    tiers: [{ name: 'Floor', price: { amount: 154_000, currency: 'KRW' }, capacity: 1_200 }],
  });
});

test('PAG-24: prices are sent in minor units of their currency, without a rounding error', () => {
  const tiers = [{ key: 0, name: 'A', price: '19.99', capacity: '1' }];
  expect(saleBody({ ...emptyDraft, currency: 'EUR', tiers })).toMatchObject({
    tiers: [{ price: { amount: 1_999 } }],
  });
});

test('PAG-24: a time is the organiser’s own and is sent as an instant', () => {
  expect(saleBody({ ...emptyDraft, opensAt: '2027-03-01T20:00' })).toMatchObject({
    opensAt: new Date(2027, 2, 1, 20).toISOString(),
  });
});

test('PAG-24: the address follows the title', () => {
  expect(slugFor('Night Ferry: Harbour Nights!')).toBe('night-ferry-harbour-nights');
  expect(slugFor('Café Übung')).toBe('cafe-ubung');
  expect(slugFor('나이트 페리')).toBe('');
  expect(slugFor('x'.repeat(90))).toHaveLength(64);
});

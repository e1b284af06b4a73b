/** A new sale as it is typed. */
import { expect, test } from 'vitest';
import { emptyDraft, emptyTier, saleBody, slugFor } from './new-sale.ts';

test('PAG-24: what is left empty is left out, so that the server’s defaults hold', () => {
  const draft = { ...emptyDraft, title: ' Night Ferry ', slug: 'night-ferry', perVisitorMax: ' ' };
  const tiers = [{ ...emptyTier, key: 0, name: 'Floor', price: '154000', capacity: '1200' }];
  expect(saleBody({ ...draft, tiers })).toEqual({
    title: 'Night Ferry',
    slug: 'night-ferry',
    mode: 'line',
    lobby: 'shuffle',
    admitPerMinute: 300,
    floorMax: 100,
    audience: 'anyone',
    fulfilment: 'ticket',
    timeZone: 'Asia/Seoul',
    passMinutes: 10,
    claimSeconds: 60,
    holdMinutes: 10,
    priorityShare: 30,
    reserveHours: 2,
    codeRequired: false,
    autopilot: true,
    hideBeforeOpening: false,
    tiers: [{ name: 'Floor', price: { amount: 154_000, currency: 'KRW' }, capacity: 1_200 }],
  });
});

test('PAG-24: prices are sent in minor units of their currency, without a rounding error', () => {
  const tiers = [{ ...emptyTier, key: 0, name: 'A', price: '19.99', capacity: '1' }];
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

test('OPS-6: what belongs to a raffle goes along with a raffle alone', () => {
  const typed = {
    ...emptyDraft,
    ...{ winners: '40', claimHours: '36', registrationClosesAt: '2027-03-01T18:00', reserveHours: '3' },
  };
  expect(saleBody({ ...typed, mode: 'raffle' })).toMatchObject({
    ...{ mode: 'raffle', winners: 40, claimHours: 36, reserveHours: 3 },
    registrationClosesAt: new Date(2027, 2, 1, 18).toISOString(),
  });
  const line = saleBody(typed);
  for (const name of ['winners', 'claimHours', 'registrationClosesAt']) expect(line).not.toHaveProperty(name);
  expect(line.reserveHours).toBe(3);
});

test('OPS-6: sites that may frame the waiting room are sent as browsers name them', () => {
  const embedOrigins = 'https://shop.example/path\n\n  https://www.shop.example:8443 https://shop.example';
  expect(saleBody({ ...emptyDraft, embedOrigins }).embedOrigins).toEqual([
    'https://shop.example',
    'https://www.shop.example:8443',
  ]);
});

test('CAT-16: a new sale says from when it is shown, its ordinary prices, and what tells its variants apart', () => {
  const tiers = [
    {
      ...emptyTier,
      key: 0,
      name: 'M',
      price: '20000',
      listPrice: '30000',
      attributes: 'size=M',
      capacity: '2',
    },
  ];
  expect(
    saleBody({ ...emptyDraft, tiers, hideBeforeOpening: true, hiddenUntil: '2027-03-01T20:00' }),
  ).toMatchObject({
    hideBeforeOpening: true,
    hiddenUntil: new Date(2027, 2, 1, 20).toISOString(),
    tiers: [{ listPrice: { amount: 30_000, currency: 'KRW' }, attributes: { size: 'M' } }],
  });
});

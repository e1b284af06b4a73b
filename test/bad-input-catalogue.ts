/** What the routes of the catalogue are asked wrongly; the other routes stand in bad-input.ts. */
import type { Route } from './bad-route.ts';

const nul = 'a\u0000b';
const tier = { name: 'Size M', price: { amount: 2, currency: 'KRW' }, capacity: 1 };
const category = { slug: 'things', name: { ko: '물건', en: 'Things' } };

export const catalogueRoutes: Record<string, Route> = {
  'GET /api/categories': { who: 'anybody' },
  'POST /api/staff/categories': {
    who: 'steer',
    good: category,
    bad: [
      { ...category, slug: 'A B' },
      { ...category, name: { ko: '물건' } },
      { ...category, name: { ko: '물건', en: nul } },
      { ...category, parent: 'not-there' },
      { ...category, parent: 'things' },
      { ...category, position: 1 },
    ],
  },
  'PATCH /api/staff/categories/{slug}': {
    who: 'steer',
    emptyFits: true,
    good: { position: 1 },
    bad: [{ position: -1 }, { position: 0.5 }, { position: 501 }, { slug: 'other' }, { parent: 'A B' }],
  },
  'DELETE /api/staff/categories/{slug}': { who: 'steer' },
  'GET /api/pictures/{name}': { who: 'anybody' },
  'POST /api/staff/sales/{slug}/pictures': { who: 'steer', badQueries: ['altKo=%00', 'name=x'] },
  'PATCH /api/staff/sales/{slug}/pictures/{id}': {
    who: 'steer',
    emptyFits: true,
    good: { position: 0 },
    bad: [
      { position: -1 },
      { position: 13 },
      { alt: { ko: '', en: nul } },
      { alt: { ko: '' } },
      { hash: 'x' },
    ],
  },
  'DELETE /api/staff/sales/{slug}/pictures/{id}': { who: 'steer' },
  'GET /api/staff/sales/{slug}': { who: 'watch' },
  'DELETE /api/staff/sales/{slug}': { who: 'steer', badQueries: ['reason=', 'reason=%00', 'hard=1'] },
  'POST /api/staff/sales/{slug}/tiers': {
    who: 'steer',
    good: tier,
    bad: [
      { ...tier, capacity: -1 },
      { ...tier, price: { amount: 2, currency: 'EUR' } },
      { ...tier, listPrice: { amount: 2, currency: 'KRW' } },
      { ...tier, listPrice: { amount: 3, currency: 'EUR' } },
      { ...tier, attributes: { size: nul } },
      { ...tier, attributes: { size: 1 } },
      { ...tier, attributes: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, 'b'])) },
      { ...tier, sold: 1 },
    ],
  },
  'DELETE /api/staff/sales/{slug}/tiers/{id}': {
    who: 'steer',
    badQueries: ['reason=', 'reason=%00', 'hard=1'],
  },
  'PATCH /api/staff/sales/{slug}/tiers/{id}': {
    who: 'steer',
    emptyFits: true,
    good: { name: 'Size L' },
    bad: [{ capacity: 5 }, { name: nul }, { price: { amount: -1, currency: 'KRW' } }, { id: 'tier_1' }],
  },
};

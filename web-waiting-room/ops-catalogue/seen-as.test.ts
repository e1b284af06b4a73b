/** What buyers see of a sale, with what is typed in place of what is saved. */
import { expect, test } from 'vitest';
import type { SaleState, StaffSaleView } from '../../domain/sale.ts';
import { saleDefaults } from '../../domain/sale-defaults.ts';
import { localOf, type SettingsDraft, settingsOf } from '../sale-settings/settings-draft.ts';
import { seenAs } from './seen-as.ts';

const nowMs = Date.parse('2027-03-01T11:00:00Z');
const upload = { id: 'p', url: '/api/pictures/a-480.webp', alt: { ko: '', en: '' } };
const sale = {
  ...saleDefaults,
  ...{ title: 'Shirt', state: 'open', description: 'Cotton', drawing: null, pictures: [] },
  tiers: [{ id: 't', name: 'M', price: { amount: 1, currency: 'KRW' } }],
} as unknown as StaffSaleView;
const typing = (change: Partial<SettingsDraft>, more: Partial<StaffSaleView> = {}) =>
  seenAs({ ...sale, ...more }, { ...settingsOf({ ...sale, ...more }), ...change }, nowMs);

test('CAT-18: the preview has what is typed in place of what is saved', () => {
  const { view } = typing({ title: ' Shirts ', venue: 'Seoul', accent: '#1f6feb', perVisitorMax: '2' });
  expect(view).toMatchObject({ title: 'Shirts', venue: 'Seoul', accent: '#1f6feb', perVisitorMax: 2 });
  expect(typing({ startsAt: '2027-03-01T20:00' }).view.startsAt).toBe(new Date(2027, 2, 1, 20).toISOString());
  expect(typing({}).view).toMatchObject({ title: 'Shirt', tiers: [{ name: 'M' }], description: 'Cotton' });
});

test('CAT-18: an uploaded picture stands before the drawing that is typed', () => {
  expect(typing({ picture: '/art/record.svg' }).view.picture).toBe('/art/record.svg');
  const uploaded = { pictures: [upload] as unknown as StaffSaleView['pictures'] };
  expect(typing({ picture: '/art/record.svg' }, uploaded).view.picture).toBe(upload.url);
});

test('CAT-16: how much buyers see follows the state, the hiding and the teaser, as they are typed', () => {
  const later = localOf(new Date(nowMs + 3_600_000));
  const as = (state: SaleState, change: Partial<SettingsDraft> = {}) => typing(change, { state }).as;
  expect(as('draft', { hiddenUntil: later })).toBe('draft');
  expect(as('open', { hiddenUntil: later })).toBe('hidden');
  expect(as('open', { hideBeforeOpening: true })).toBe('shown');
  expect(as('lobby')).toBe('shown');
  const teaser = typing({ hideBeforeOpening: true }, { state: 'lobby' });
  expect(teaser).toMatchObject({ as: 'teaser', view: { description: '', tiers: [], title: 'Shirt' } });
});

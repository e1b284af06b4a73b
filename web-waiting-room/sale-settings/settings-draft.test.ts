/** A sale's settings as they are typed. */
import { describe, expect, test } from 'vitest';
import type { StaffSaleView } from '../../domain/sale.ts';
import { saleDefaults } from '../../domain/sale-defaults.ts';
import {
  instantOf,
  isFixed,
  localOf,
  newSettings,
  publishes,
  type SettingsDraft,
  settingNames,
  settingsBody,
  settingsChange,
  settingsOf,
} from './settings-draft.ts';

const at = '2027-03-01T11:00:00.000Z';
const sale = {
  ...saleDefaults,
  ...{ title: 'Shirt', category: 'things', description: 'Cotton', state: 'draft' },
  ...{ hiddenUntil: at, picture: '/api/pictures/a-480.webp', drawing: '/art/record.svg' },
} as unknown as StaffSaleView;
const typed = settingsOf(sale);
/** Each with a value that differs from the one it has. */
const others: SettingsDraft = {
  ...{ title: 'Shirts', category: '', venue: 'Seoul', startsAt: localOf(new Date(at)) },
  ...{ timeZone: 'Europe/Berlin', picture: '', accent: '#1f6feb', description: 'Linen', hiddenUntil: '' },
  ...{ hideBeforeOpening: true, mode: 'raffle', lobby: 'arrival', audience: 'accounts' },
  ...{ fulfilment: 'shipping', opensAt: localOf(new Date(at)), registrationClosesAt: localOf(new Date(at)) },
  ...{ winners: '40', claimHours: '36', closesAt: localOf(new Date(at)), perVisitorMax: '2' },
  ...{ admitPerMinute: '60', floorMax: '50', passMinutes: '5', claimSeconds: '30', holdMinutes: '7' },
  ...{ priorityShare: '0', reserveHours: '3', embedOrigins: 'https://shop.example/x' },
  ...{ autopilot: false, codeRequired: true },
};
const sent = {
  ...{ title: 'Shirts', category: '', venue: 'Seoul', startsAt: at, timeZone: 'Europe/Berlin' },
  ...{ picture: null, accent: '#1f6feb', description: 'Linen', hiddenUntil: null },
  ...{ hideBeforeOpening: true, mode: 'raffle', lobby: 'arrival', audience: 'accounts' },
  ...{ fulfilment: 'shipping', opensAt: at, registrationClosesAt: at, winners: 40, claimHours: 36 },
  ...{ closesAt: at, perVisitorMax: 2, admitPerMinute: 60, floorMax: 50, passMinutes: 5 },
  ...{ claimSeconds: 30, holdMinutes: 7, priorityShare: 0, reserveHours: 3 },
  ...{ embedOrigins: ['https://shop.example'], autopilot: false, codeRequired: true },
};

describe('OPS-7: a sale that is there', () => {
  test('nothing typed is no change; each setting that was changed is sent, and it alone', () => {
    expect(settingsChange(sale, typed)).toBe(null);
    expect(settingsChange(sale, others)).toEqual(sent);
    const raffle = { ...sale, mode: 'raffle' } as const;
    for (const name of settingNames.filter((one) => one !== 'mode'))
      expect(settingsChange(raffle, { ...settingsOf(raffle), [name]: others[name] })).toEqual({
        [name]: sent[name],
      });
  });

  test('what was emptied is taken away, and what is typed for a raffle means nothing to another sale', () => {
    const full = { ...sale, venue: 'Seoul', closesAt: at } as StaffSaleView;
    expect(settingsChange(full, { ...settingsOf(full), venue: ' ', closesAt: '' })).toEqual({
      venue: null,
      closesAt: null,
    });
    expect(settingsChange(sale, { ...typed, winners: '9', claimHours: '5' })).toBe(null);
  });

  test('the drawing that was set is edited, not the uploaded picture that is shown', () => {
    expect(typed.picture).toBe('/art/record.svg');
    expect(settingsChange(sale, { ...typed, picture: '' })).toEqual({ picture: null });
  });

  test('a draft is published by its opening; from then on what was promised is fixed', () => {
    expect(publishes('draft', typed)).toBe(false);
    expect(publishes('draft', others)).toBe(true);
    expect(publishes('lobby', others)).toBe(false);
    expect(settingNames.filter((name) => isFixed(name, 'draft'))).toEqual([]);
    expect(settingNames.filter((name) => isFixed(name, 'lobby'))).toEqual([
      ...['mode', 'lobby', 'audience', 'fulfilment', 'opensAt'],
      ...['registrationClosesAt', 'winners', 'claimHours'],
    ]);
  });
});

test('OPS-6: a new sale starts from the server’s defaults and can be given every setting', () => {
  expect(newSettings).toMatchObject({ mode: 'line', floorMax: '100', claimHours: '24', autopilot: true });
  const body = settingsBody(others);
  expect(Object.keys(body).sort()).toEqual(
    settingNames.filter((name) => !['category', 'picture', 'hiddenUntil'].includes(name)).sort(),
  );
  expect(body).toMatchObject({ timeZone: 'Europe/Berlin', accent: '#1f6feb', startsAt: at });
});

test('PAG-24: a time is the organiser’s own and is sent as an instant; no time is none', () => {
  expect(instantOf('2027-03-01T20:00')).toBe(new Date(2027, 2, 1, 20).toISOString());
  expect(localOf(new Date(2027, 2, 1, 20))).toBe('2027-03-01T20:00');
  expect([instantOf(''), instantOf('some day')]).toEqual([null, null]);
});

/** A form of settings sends and shows what differs, and nothing else (OPS-5). */
import { expect, test } from 'vitest';
import { originsIn, type Settings, settingsChange, settingsPreview } from './settings-change.ts';

const now: Settings = {
  ...{ autopilot: true, codeRequired: false, priorityShare: 30, reserveHours: 2, embedOrigins: [] },
};

test('OPS-5: only what differs is sent, and shown now and then', () => {
  expect(settingsChange(now, { ...now })).toBeNull();
  const wish = { ...now, autopilot: false, embedOrigins: ['https://shop.example'] };
  expect(settingsChange(now, wish)).toEqual({ autopilot: false, embedOrigins: ['https://shop.example'] });
  expect(settingsPreview(now, wish, 'en')).toEqual([
    { label: 'Autopilot', now: 'on', after: 'off' },
    { label: 'Sites that may show the waiting room, one a line', now: 'none', after: '1' },
  ]);
});

test('OPS-5: a site is named as browsers name it, once; what is none is left for the server to refuse', () => {
  expect(originsIn(' https://Shop.example/a?b \n https://shop.example\nhttp://localhost:8080/ ')).toEqual([
    'https://shop.example',
    'http://localhost:8080',
  ]);
  expect(originsIn('shop.example')).toEqual(['shop.example']);
  expect(originsIn('javascript:alert(1)')).toEqual(['javascript:alert(1)']);
  expect(originsIn('')).toEqual([]);
});

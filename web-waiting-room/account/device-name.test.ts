/** Browsers by what they call themselves. */
import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';

const onMac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const onWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const onPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test('PAG-62: where somebody is signed in is said in words, and as it was sent where it is not known', () => {
  const names = [
    `${onMac} Version/17.5 Safari/605.1.15`,
    `${onWindows} Chrome/126.0.0.0 Safari/537.36`,
    `${onWindows} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68`,
    `${onPhone} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
    'curl/8.5.0',
  ].map((name) => deviceName(name, 'en'));
  expect(names).toEqual([
    'Safari on Mac',
    'Chrome on Windows',
    'Edge on Windows',
    'Chrome on iPhone',
    'Firefox on Linux',
    'curl/8.5.0',
  ]);
  expect(deviceName(`${onMac} Version/17.5 Safari/605.1.15`, 'ko')).toBe('Mac의 Safari');
});

/** What a browser calls itself, in words: "Chrome on Linux". Pure; what is not known is shown as it was sent. */
import type { Language } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';

/** In this order: most browsers also name those that they descend from. */
const browsers = [
  [/Edg/, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Whale\//, 'Whale'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const;
const systems = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const;

const words = { en: '{browser} on {system}', ko: '{system}의 {browser}' };

export function deviceName(userAgent: string, language: Language): string {
  const known = (list: readonly (readonly [RegExp, string])[]) =>
    list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [browser, system] = [known(browsers), known(systems)];
  return browser && system ? fill(words[language], { browser, system }) : userAgent;
}

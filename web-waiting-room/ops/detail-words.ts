/** What a line of the journal was about, as the server wrote it: names of settings and times in the page's words. */
import type { Language } from '../language/choose-language.ts';
import { dateAndTime } from '../language/time.ts';
import { settingWords } from '../sale-settings/words.ts';

const named: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    opensAtWas: 'Opening before',
    nextNewsAt: 'Next word',
    slug: 'Address',
    was: 'Before',
    lane: 'Lane',
    count: 'Number',
    label: 'For whom',
    usesMax: 'Uses',
  },
  ko: {
    opensAtWas: '이전 시작 시각',
    nextNewsAt: '다음 소식',
    slug: '주소',
    was: '이전',
    lane: '줄',
    count: '수량',
    label: '누구에게',
    usesMax: '쓸 수 있는 횟수',
  },
};

/** `admitPerMinute 600 → 420, nextNewsAt 2026-11-22T06:59:44.160Z`: each part begins with a name. */
export const detailWords = (detail: string, language: Language): string =>
  detail
    .replace(/(^|, )([a-zA-Z]+)(?= )/g, (part, before: string, name: string) => {
      const words: Readonly<Record<string, unknown>> = settingWords[language];
      const label = named[language][name] ?? words[name];
      return typeof label === 'string' ? `${before}${label.replace(/ \(.*\)$/, '')}` : part;
    })
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z/g, (at) => dateAndTime(Date.parse(at), language));

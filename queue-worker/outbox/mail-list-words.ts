/** What mails about raffles and reserve lists say: what is so, what it means, what you may do. */
import type { TextLanguage } from '../../domain/price-text.ts';
import type { MailWords } from './mail-words.ts';

export const listMailKinds = ['drawn', 'not_drawn', 'reserve_turn'] as const;
export type ListMailKind = (typeof listMailKinds)[number];

export interface ListFacts {
  readonly title: string;
  /** In words, with its time zone. */
  readonly until: string;
  readonly reserveNumber: string;
}

/** The browser that holds the place is the one that can use it: an address alone buys nothing. */
const sameBrowser = {
  ko: '응모하거나 줄을 섰던 브라우저에서 열어 주세요.',
  en: 'Open it in the browser with which you joined.',
};

export const listMailWords: Readonly<
  Record<TextLanguage, Readonly<Record<ListMailKind, (facts: ListFacts) => MailWords>>>
> = {
  ko: {
    drawn: ({ title, until }) => ({
      headline: '당첨됐어요',
      text: `${title} 추첨에 당첨됐어요. ${until}까지 살 수 있어요. 그때까지 다른 분이 쓸 수 없으니 서두르지 않으셔도 돼요. ${sameBrowser.ko}`,
      link: '입장하기',
    }),
    not_drawn: ({ title, reserveNumber }) => ({
      headline: '이번에는 당첨되지 않았어요',
      text: `${title} 추첨에 당첨되지 않았어요. 예비 ${reserveNumber}번이에요. 당첨된 분이 구매하지 않으면 순서가 올라가고, 차례가 오면 다시 알려 드려요.`,
      link: '내 순서 보기',
    }),
    reserve_turn: ({ title, until }) => ({
      headline: '예비 명단 차례가 왔어요',
      text: `${title}에 자리가 나서 알려 드려요. ${until}까지 살 수 있고, 그때까지 한 자리를 잡아 둬요. ${sameBrowser.ko}`,
      link: '입장하기',
    }),
  },
  en: {
    drawn: ({ title, until }) => ({
      headline: 'You are drawn',
      text: `You are drawn for ${title}. You can buy until ${until}. Nobody else can use your turn, so there is no hurry. ${sameBrowser.en}`,
      link: 'Go in',
    }),
    not_drawn: ({ title, reserveNumber }) => ({
      headline: 'Not drawn this time',
      text: `You were not drawn for ${title}. You are number ${reserveNumber} on the reserve list. It moves up when winners do not buy, and we write to you when it is your turn.`,
      link: 'See where you stand',
    }),
    reserve_turn: ({ title, until }) => ({
      headline: 'Your turn on the reserve list',
      text: `Something came back for ${title}. You can buy until ${until}, and until then we keep one for you. ${sameBrowser.en}`,
      link: 'Go in',
    }),
  },
};

const zones = { ko: { timeZone: 'Asia/Seoul', name: '한국 시간' }, en: { timeZone: 'UTC', name: 'UTC' } };

/** A mail does not know its reader's clock, so the zone is said. */
export function untilText(at: Date, language: TextLanguage): string {
  const { timeZone, name } = zones[language];
  const format = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    ...{ timeZone, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  return `${format.format(at)} (${name})`;
}

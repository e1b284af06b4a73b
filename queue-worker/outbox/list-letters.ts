/**
 * Mails about a raffle or a reserve list (RAF-10): drawn, not drawn, your turn, in the language that was asked for. They
 * say what is so when they are sent: one about a turn that is over by then is not sent at all.
 *
 * They open nothing: the place is in the browser that joined, and an address alone buys nothing.
 */
import { z } from 'zod';
import { openContact } from '../../db/line-contacts.ts';
import { type ListMailMatter, listMailMatter } from '../../db/list-mail.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { openListAddress } from '../../tokens/list-address.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const kinds = ['drawn', 'not_drawn', 'reserve_turn'] as const;
type Kind = (typeof kinds)[number];
type Language = 'ko' | 'en';

const payloadShape = z.object({
  kind: z.enum(kinds),
  saleId: z.string(),
  visitorId: z.string(),
  admissionId: z.string().optional(),
  reserveNumber: z.int().optional(),
});

interface Facts {
  readonly title: string;
  /** In words, with its time zone. */
  readonly until: string;
  readonly reserveNumber: string;
  readonly url: string;
}

export const listWords: Readonly<Record<Language, Readonly<Record<Kind, (facts: Facts) => LetterWords>>>> = {
  ko: {
    drawn: ({ title, until, url }) => ({
      subject: `${title}: 당첨됐어요`,
      headline: '당첨됐어요',
      sentences: [
        `${title} 추첨에 당첨됐어요. ${until}까지 구매할 수 있어요.`,
        '그때까지 다른 분이 쓸 수 없으니 서두르지 않으셔도 돼요. 응모했던 브라우저에서 열어 주세요.',
      ],
      link: { label: '입장하기', url },
    }),
    not_drawn: ({ title, reserveNumber, url }) => ({
      subject: `${title}: 이번에는 당첨되지 않았어요`,
      headline: '이번에는 당첨되지 않았어요',
      sentences: [
        `${title} 추첨에서 예비 ${reserveNumber}번이 됐어요. 당첨된 분이 구매하지 않으면 순서가 올라가요.`,
        '차례가 오면 다시 알려 드려요.',
      ],
      link: { label: '추첨 결과 확인하기', url },
    }),
    reserve_turn: ({ title, until, url }) => ({
      subject: `${title}: 예비 명단 차례가 왔어요`,
      headline: '예비 명단 차례가 왔어요',
      sentences: [
        `${title}에 자리가 났어요. ${until}까지 구매할 수 있어요.`,
        '그때까지 한 자리를 잡아 둘게요. 줄을 섰던 브라우저에서 열어 주세요.',
      ],
      link: { label: '입장하기', url },
    }),
  },
  en: {
    drawn: ({ title, until, url }) => ({
      subject: `${title}: you are drawn`,
      headline: 'You are drawn',
      sentences: [
        `You are drawn for ${title}. You can buy until ${until}.`,
        'Nobody else can use your turn, so there is no hurry. Open it in the browser you registered with.',
      ],
      link: { label: 'Go in', url },
    }),
    not_drawn: ({ title, reserveNumber, url }) => ({
      subject: `${title}: not drawn this time`,
      headline: 'Not drawn this time',
      sentences: [
        `In the draw for ${title} you are number ${reserveNumber} on the reserve list. It moves up when winners do not buy.`,
        'We write to you when it is your turn.',
      ],
      link: { label: 'Check the draw', url },
    }),
    reserve_turn: ({ title, until, url }) => ({
      subject: `${title}: your turn on the reserve list`,
      headline: 'Your turn on the reserve list',
      sentences: [
        `Something came back for ${title}. You can buy until ${until}.`,
        'Until then we keep one for you. Open it in the browser you joined with.',
      ],
      link: { label: 'Go in', url },
    }),
  },
};

const listLetter: LetterWriter = async ({ db, ring, publicUrl }, row) => {
  const { kind, saleId, visitorId, admissionId = null, reserveNumber = 0 } = payloadShape.parse(row.payload);
  const matter = await listMailMatter(db, { saleId, visitorId, admissionId });
  const address = matter && addressOf(ring, matter, saleId, visitorId);
  if (!address || (kind !== 'not_drawn' && matter.claimBy === null)) return null;
  const { title, language, claimBy, slug } = matter;
  const facts = {
    title,
    until: claimBy === null ? '' : untilText(claimBy, language),
    reserveNumber: numbers[language].format(reserveNumber),
    url: `${publicUrl}/sales/${slug}/line`,
  };
  return { to: { name: '', address }, ...writeLetter(language, listWords[language][kind](facts)) };
};

export const listLetters: Readonly<Record<Kind, LetterWriter>> = {
  drawn: listLetter,
  not_drawn: listLetter,
  reserve_turn: listLetter,
};

/** The address left for the list; otherwise the one that was put to the place. */
function addressOf(
  ring: KeyRing,
  { listSealed, placeSealed }: ListMailMatter,
  saleId: string,
  visitorId: string,
): string | null {
  if (listSealed !== null) return openListAddress(ring, saleId, visitorId, listSealed);
  return placeSealed === null ? null : openContact(ring, saleId, visitorId, placeSealed);
}

// Made once: making one takes a hundred times as long as writing with it, and a draw sends letters by the thousand.
const numbers = { ko: new Intl.NumberFormat('ko-KR'), en: new Intl.NumberFormat('en-GB') };
const times = {
  ko: { format: timesIn('ko-KR', 'Asia/Seoul'), zone: '한국 시간' },
  en: { format: timesIn('en-GB', 'UTC'), zone: 'UTC' },
};

/** A mail does not know its reader's clock, so the zone is said. */
function untilText(at: Date, language: Language): string {
  const { format, zone } = times[language];
  return `${format.format(at)} (${zone})`;
}

function timesIn(locale: string, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    ...{ timeZone, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
}

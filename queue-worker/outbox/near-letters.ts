/**
 * "It opens soon", "your turn is near" and "it is sold out" (MAI-30), in the language that was asked for. Each is sent only
 * while it is true, and opens nothing: the place is in the browser that joined.
 */
import { z } from 'zod';
import { type NearMatter, nearMatter, openContact } from '../../db/line-contacts.ts';
import { stopTokenOf } from '../../tokens/stop-token.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const kinds = ['near', 'opening', 'sold_out'] as const;
type Kind = (typeof kinds)[number];
const payloadShape = z.object({ kind: z.enum(kinds), saleId: z.string(), visitorId: z.string() });
const isTrue: Readonly<Record<Kind, (matter: NearMatter) => boolean>> = {
  near: ({ state, isSoldOut }) => (state === 'open' || state === 'paused') && !isSoldOut,
  opening: ({ state }) => state === 'lobby',
  sold_out: ({ isSoldOut }) => isSoldOut,
};

interface Facts {
  readonly title: string;
  readonly claimSeconds: number;
  readonly url: string;
}

type Words = Readonly<Record<'ko' | 'en', (facts: Facts) => LetterWords>>;

const openingWords: Words = {
  en: ({ title, url }) => ({
    subject: `${title}: the line opens in a few minutes`,
    headline: 'The line opens in a few minutes',
    sentences: [
      `You asked us to remind you before the line for ${title} opens.`,
      'Open it in the browser you joined with. Your place is kept, whether you come now or a little later.',
    ],
    link: { label: 'Open the line', url },
  }),
  ko: ({ title, url }) => ({
    subject: `${title}: 곧 줄이 열려요`,
    headline: '곧 줄이 열려요',
    sentences: [
      `${title} 줄이 열리기 전에 알려 달라고 하셨어요. 몇 분 뒤에 시작해요.`,
      '줄을 섰던 브라우저에서 열어 주세요. 조금 늦어도 순서는 그대로예요.',
    ],
    link: { label: '대기실 열기', url },
  }),
};

const callWords: Words = {
  en: ({ title, claimSeconds, url }) => ({
    subject: `${title}: your turn is near`,
    headline: 'Your turn is near',
    sentences: [
      `You asked us to tell you when your turn in the line for ${title} comes close. It is some minutes away.`,
      `Open the line now in the browser you joined with, and keep it open. When we call you, you have ${claimSeconds} seconds to go in.`,
      'If you miss it, your place is kept: you are called again when you are back.',
    ],
    link: { label: 'Open the line', url },
  }),
  ko: ({ title, claimSeconds, url }) => ({
    subject: `${title}: 곧 차례예요`,
    headline: '곧 차례예요',
    sentences: [
      `${title} 대기 순서가 가까워지면 알려 달라고 하셨어요. 몇 분 안에 차례가 와요.`,
      `줄을 섰던 브라우저에서 지금 열어 두세요. 차례가 되면 ${claimSeconds}초 안에 입장해 주세요.`,
      '놓치더라도 순서는 그대로예요. 돌아오시면 다시 불러 드려요.',
    ],
    link: { label: '대기실 열기', url },
  }),
};

const soldOutWords: Words = {
  en: ({ title, url }) => ({
    subject: `${title}: sold out`,
    headline: 'Sold out before your turn',
    sentences: [
      `${title} sold out before your turn came. It was sold in the order of the line.`,
      'What comes back is offered to the reserve list first. Join it in the browser you joined with: your place in the line counts there too.',
    ],
    link: { label: 'Join the reserve list', url },
  }),
  ko: ({ title, url }) => ({
    subject: `${title}: 매진됐어요`,
    headline: '차례가 오기 전에 매진됐어요',
    sentences: [
      `차례가 오기 전에 ${title}의 판매 수량이 모두 팔렸어요. 줄 순서대로 판매됐어요.`,
      '취소된 것이 나오면 예비 명단에 있는 분께 먼저 연락드려요. 줄을 섰던 브라우저에서 명단에 올려 주세요. 줄의 순서가 명단에서도 이어져요.',
    ],
    link: { label: '예비 명단에 올리기', url },
  }),
};

export const nearWords: Readonly<Record<Kind, Words>> = {
  near: callWords,
  opening: openingWords,
  sold_out: soldOutWords,
};

const nearLetter: LetterWriter = async ({ db, ring, publicUrl }, row) => {
  const { kind, saleId, visitorId } = payloadShape.parse(row.payload);
  const matter = await nearMatter(db, saleId, visitorId);
  if (!matter || !isTrue[kind](matter)) return null;
  const address = openContact(ring, saleId, visitorId, matter.contactSealed);
  const url = `${publicUrl}/sales/${matter.slug}/line`;
  return {
    to: { name: '', address },
    stopUrl: `${publicUrl}/api/letters/stop/${stopTokenOf(ring, { saleId, visitorId })}`,
    ...writeLetter(matter.language, nearWords[kind][matter.language]({ ...matter, url })),
  };
};

export const nearLetters: Readonly<Record<Kind, LetterWriter>> = {
  near: nearLetter,
  opening: nearLetter,
  sold_out: nearLetter,
};

/**
 * "Your turn is near" (MAI-30), in the language that was asked for. It is sent only while the sale goes on, and it opens
 * nothing: the place is in the browser that joined.
 */
import { z } from 'zod';
import { nearMatter, openContact } from '../../db/line-contacts.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const payloadShape = z.object({ kind: z.literal('near'), saleId: z.string(), visitorId: z.string() });

interface Facts {
  readonly title: string;
  readonly claimSeconds: number;
  readonly url: string;
}

const words: Readonly<Record<'ko' | 'en', (facts: Facts) => LetterWords>> = {
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

const nearLetter: LetterWriter = async ({ db, ring, publicUrl }, row) => {
  const { saleId, visitorId } = payloadShape.parse(row.payload);
  const matter = await nearMatter(db, saleId, visitorId);
  if (!matter) return null;
  const address = openContact(ring, saleId, visitorId, matter.contactSealed);
  const url = `${publicUrl}/sales/${matter.slug}/line`;
  return {
    to: { name: '', address },
    ...writeLetter(matter.language, words[matter.language]({ ...matter, url })),
  };
};

export const nearLetters: Readonly<Record<'near', LetterWriter>> = { near: nearLetter };

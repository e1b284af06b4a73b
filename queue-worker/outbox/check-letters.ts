/** The letter with a code that leads out of the slow lane (ACC-14): the way round the check for who cannot do it. */
import { z } from 'zod';
import { openMailedCode } from '../../tokens/sealed-code.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const payloadShape = z.object({
  kind: z.literal('line_check'),
  saleId: z.string(),
  visitorId: z.string(),
  title: z.string(),
  language: z.enum(['ko', 'en']),
  sealed: z.string(),
});

export const checkWords: Readonly<Record<'ko' | 'en', (title: string, code: string) => LetterWords>> = {
  en: (title, code) => ({
    subject: `${title}: your code for the line`,
    headline: 'Your code for the line',
    sentences: [
      'You keep the number that you have. Type this code in the waiting room within a quarter of an hour, and you stand in the ordinary line.',
      'If you did not ask for it, you need not do anything.',
    ],
    code,
  }),
  ko: (title, code) => ({
    subject: `${title}: 대기열 확인 코드예요`,
    headline: '대기열 확인 코드예요',
    sentences: [
      '받은 번호는 그대로예요. 10분 안에 대기실에 이 코드를 입력하면 일반 줄로 옮겨져요.',
      '요청하지 않으셨다면 그대로 두셔도 돼요.',
    ],
    code,
  }),
};

const checkLetter: LetterWriter = async ({ ring }, row) => {
  const { saleId, visitorId, title, language, sealed } = payloadShape.parse(row.payload);
  const { email, code } = openMailedCode(ring, { saleId, entryId: visitorId }, sealed);
  return { to: { name: '', address: email }, ...writeLetter(language, checkWords[language](title, code)) };
};

export const checkLetters: Readonly<Record<'line_check', LetterWriter>> = { line_check: checkLetter };

/** The letters with a code for who was asked for a check (ACC-14, ACC-21): the way round it for who cannot do it. */
import { z } from 'zod';
import { MAILED_CODE_MS } from '../../domain/limits.ts';
import { openMailedCode } from '../../tokens/sealed-code.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

/** In the slow lane, with a number; and before there is a place. */
export const checkKinds = ['line_check', 'join_check'] as const;
export type CheckKind = (typeof checkKinds)[number];

const payloadShape = z.object({
  kind: z.enum(checkKinds),
  saleId: z.string(),
  visitorId: z.string(),
  title: z.string(),
  language: z.enum(['ko', 'en']),
  sealed: z.string(),
});

type Words = (title: string, code: string) => LetterWords;

const minutes = MAILED_CODE_MS / 60_000;

export const checkWords: Readonly<Record<'ko' | 'en', Readonly<Record<CheckKind, Words>>>> = {
  en: {
    line_check: (title, code) => ({
      subject: `${title}: your code for the line`,
      headline: 'Your code for the line',
      sentences: [
        `You keep the number that you have. Type this code in the waiting room within ${minutes} minutes, and you stand in the ordinary line.`,
        'If you did not ask for it, you need not do anything.',
      ],
      code,
    }),
    join_check: (title, code) => ({
      subject: `${title}: your code`,
      headline: 'Your code',
      sentences: [
        `Type this code on the page that asked for it within ${minutes} minutes, and go on where you were.`,
        'If you did not ask for it, you need not do anything.',
      ],
      code,
    }),
  },
  ko: {
    line_check: (title, code) => ({
      subject: `${title}: 대기열 확인 코드예요`,
      headline: '대기열 확인 코드예요',
      sentences: [
        `받은 번호는 그대로예요. ${minutes}분 안에 대기실에 이 코드를 입력하면 일반 줄로 옮겨져요.`,
        '요청하지 않으셨다면 그대로 두셔도 돼요.',
      ],
      code,
    }),
    join_check: (title, code) => ({
      subject: `${title}: 확인 코드예요`,
      headline: '확인 코드예요',
      sentences: [
        `${minutes}분 안에 코드를 요청한 화면에 입력하면 하던 곳에서 이어서 할 수 있어요.`,
        '요청하지 않으셨다면 그대로 두셔도 돼요.',
      ],
      code,
    }),
  },
};

const checkLetter: LetterWriter = async ({ ring }, row) => {
  const { kind, saleId, visitorId, title, language, sealed } = payloadShape.parse(row.payload);
  const { email, code } = openMailedCode(ring, { saleId, entryId: visitorId }, sealed);
  return {
    to: { name: '', address: email },
    ...writeLetter(language, checkWords[language][kind](title, code)),
  };
};

export const checkLetters: Readonly<Record<CheckKind, LetterWriter>> = {
  line_check: checkLetter,
  join_check: checkLetter,
};

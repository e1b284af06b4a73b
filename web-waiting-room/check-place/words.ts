/** The words of "check my place", in both languages. Each sentence says what was computed here and what it means. */
import type { InLanguages } from '../language/choose-language.ts';
import type { CheckName, CheckResult } from './recompute.ts';

export interface CheckWords {
  readonly start: string;
  readonly working: string;
  readonly again: string;
  /** Before each sentence, so that nothing is told by a colour or a sign alone. */
  readonly marks: Readonly<Record<'right' | 'wrong' | 'open', string>>;
  readonly results: Readonly<Record<CheckName, Readonly<Record<CheckResult, string>>>>;
  readonly allRight: string;
  readonly somethingWrong: string;
  readonly nothingDrawn: string;
  readonly failed: string;
}

const english: CheckWords = {
  start: 'Check my place',
  working: 'Computing…',
  again: 'Check again',
  marks: { right: 'Right', wrong: 'Not right', open: 'Open' },
  results: {
    entry: {
      right: 'Index {index} of the list is yours.',
      wrong: 'Index {index} of the list is not yours.',
      absent: 'You came back after the list was closed, so it does not show you. Your place stays yours.',
      later: 'The list is not closed yet.',
      unknown: 'This browser no longer has your receipt, so it cannot tell whose index {index} is.',
    },
    root: {
      right: 'Your line of the list leads to the published fingerprint.',
      wrong: 'Your line of the list does not lead to the fingerprint that was published.',
      absent: '',
      later: 'The fingerprint of the list is not published yet.',
      unknown: '',
    },
    seed: {
      right: 'The sealed number is the one whose fingerprint was published beforehand.',
      wrong: 'The sealed number is not the one whose fingerprint was published beforehand.',
      absent: '',
      later: 'The sealed number is opened with the sale.',
      unknown: '',
    },
    number: {
      right: 'From all this your browser computes number {number}: the one you have.',
      wrong: 'From all this your browser computes number {number}: not the one you were told.',
      absent: '',
      later: 'Your number can be computed once the sealed number is open.',
      unknown: 'From all this your browser computes number {number}.',
    },
  },
  allRight: 'Your place is what the draw says.',
  somethingWrong: 'Something does not fit. Keep this page and ask the organiser.',
  nothingDrawn: 'There is nothing to check yet.',
  failed: 'The proof could not be fetched. Try again in a moment.',
};

const korean: CheckWords = {
  start: '내 순서 확인하기',
  working: '계산하고 있어요…',
  again: '다시 확인하기',
  marks: { right: '맞아요', wrong: '맞지 않아요', open: '아직이에요' },
  results: {
    entry: {
      right: '목록의 {index}번 칸이 내 자리예요.',
      wrong: '목록의 {index}번 칸은 내 자리가 아니에요.',
      absent: '목록이 확정된 뒤에 돌아오셔서 목록에는 없어요. 순서는 그대로예요.',
      later: '목록이 아직 확정되지 않았어요.',
      unknown: '이 브라우저에 접수증이 없어서 {index}번 칸이 누구의 것인지 알 수 없어요.',
    },
    root: {
      right: '내 칸에서 계산한 값이 공개된 목록의 지문과 같아요.',
      wrong: '내 칸에서 계산한 값이 공개되었던 목록의 지문과 달라요.',
      absent: '',
      later: '목록의 지문이 아직 공개되지 않았어요.',
      unknown: '',
    },
    seed: {
      right: '봉인된 숫자가 미리 공개된 지문과 같아요.',
      wrong: '봉인된 숫자가 미리 공개된 지문과 달라요.',
      absent: '',
      later: '봉인된 숫자는 판매가 열릴 때 공개해요.',
      unknown: '',
    },
    number: {
      right: '이 값들로 계산한 번호는 {number}번이고, 받은 번호와 같아요.',
      wrong: '이 값들로 계산한 번호는 {number}번인데, 받은 번호와 달라요.',
      absent: '',
      later: '봉인된 숫자가 공개되면 번호를 계산할 수 있어요.',
      unknown: '이 값들로 계산한 번호는 {number}번이에요.',
    },
  },
  allRight: '순서가 추첨 결과와 같아요.',
  somethingWrong: '맞지 않는 값이 있어요. 이 화면을 보관하고 주최 측에 문의해 주세요.',
  nothingDrawn: '아직 확인할 것이 없어요.',
  failed: '자료를 받지 못했어요. 잠시 뒤에 다시 시도해 주세요.',
};

export const checkWords: InLanguages<CheckWords> = { en: english, ko: korean };

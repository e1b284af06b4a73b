/** Each "no" that somebody without JavaScript can meet, in words: what is so, what it means, what to do. */
import type { CheckReason } from '../../domain/protocol.ts';
import type { RefusalCode } from '../../domain/refusals.ts';
import { fillPlain, type PlainLanguage, type Said } from './plain-language.ts';
import { plainWhy } from './plain-why.ts';

/** What is not listed cannot be met here: then it is our fault. */
const refused: Readonly<
  Record<PlainLanguage, Partial<Record<RefusalCode, Said>> & { readonly internal: Said }>
> = {
  en: {
    not_found: { title: 'Nothing here', sentence: 'Check the address, or see all sales.' },
    invalid_request: { title: 'Something is missing', sentence: 'Please look at what you typed.' },
    not_allowed: { title: 'This form is old', sentence: 'Go back to the line and press the button again.' },
    not_signed_in: {
      title: 'Please sign in',
      sentence: 'This sale is for members, and signing in needs JavaScript.',
    },
    code_required: { title: 'This line needs a code', sentence: 'Type the code from your invitation.' },
    code_invalid: {
      title: 'This code does not work',
      sentence: 'Capitals and dashes do not matter. Look at it once more and try again.',
    },
    proof_required: {
      title: 'One more check',
      sentence: '{why}. We send you a code by email; typing it here is the whole check.',
    },
    pass_required: { title: 'Not your turn yet', sentence: 'We call you when it is. Your place is kept.' },
    sold_out: { title: 'Sold out', sentence: 'Nothing was charged.' },
    sale_not_open: { title: 'Not open', sentence: 'This is not possible in the present state of the sale.' },
    too_large: { title: 'That is too much at once', sentence: 'Please send less.' },
    too_many_requests: {
      title: 'A little slower, please',
      sentence: 'Try again in a moment. Your place is not affected.',
    },
    busy: {
      title: 'Very busy right now',
      sentence: 'Try again in a few seconds. Places and holds are safe.',
    },
    internal: { title: 'That was our fault', sentence: 'Nothing was charged. Please try again.' },
  },
  ko: {
    not_found: { title: '찾을 수 없어요', sentence: '주소를 확인하거나 전체 판매를 봐 주세요.' },
    invalid_request: { title: '빠진 것이 있어요', sentence: '입력한 내용을 확인해 주세요.' },
    not_allowed: { title: '오래된 화면이에요', sentence: '줄로 돌아가서 다시 눌러 주세요.' },
    not_signed_in: {
      title: '로그인이 필요해요',
      sentence: '회원만 살 수 있고, 로그인에는 자바스크립트가 필요해요.',
    },
    code_required: { title: '코드가 필요한 줄이에요', sentence: '초대장에 있는 코드를 입력해 주세요.' },
    code_invalid: {
      title: '맞지 않는 코드예요',
      sentence: '대소문자와 줄표는 구분하지 않아요. 다시 확인하고 입력해 주세요.',
    },
    proof_required: {
      title: '한 가지만 확인할게요',
      sentence: '{why}. 이메일로 보내 드리는 코드를 여기에 입력하면 확인이 끝나요.',
    },
    pass_required: { title: '아직 차례가 아니에요', sentence: '차례가 되면 불러 드려요. 순서는 그대로예요.' },
    sold_out: { title: '매진됐어요', sentence: '결제된 금액은 없어요.' },
    sale_not_open: { title: '지금은 할 수 없어요', sentence: '판매 상태를 확인해 주세요.' },
    too_large: { title: '한 번에 보내기에는 너무 커요', sentence: '더 작게 보내 주세요.' },
    too_many_requests: {
      title: '조금만 천천히 해 주세요',
      sentence: '잠시 뒤에 다시 시도해 주세요. 순서에는 영향이 없어요.',
    },
    busy: {
      title: '지금 많이 붐비고 있어요',
      sentence: '몇 초 뒤에 다시 시도해 주세요. 순서와 잡아 둔 표는 안전해요.',
    },
    internal: { title: '저희 쪽 문제예요', sentence: '결제된 금액은 없어요. 다시 시도해 주세요.' },
  },
};

/** `reason`: why a proof is asked for; what nobody has said is left out. */
export function plainRefusal(language: PlainLanguage, code: RefusalCode, reason?: CheckReason): Said {
  const words = refused[language];
  const { title, sentence } = words[code] ?? words.internal;
  return { title, sentence: fillPlain(sentence, { why: reason ? plainWhy[language][reason] : null }) };
}

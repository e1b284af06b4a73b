/** A "no" that a line or any page may get, in Korean. The rules of the sentences: ../refusal-words.ts */
import type { LineRefusal, RefusalTable } from '../refusal-words.ts';

export const lineRefusals: RefusalTable<LineRefusal> = {
  invalid_request: { title: '빠진 것이 있어요', sentence: '표시한 칸을 확인해 주세요.' },
  not_signed_in: { title: '로그인이 필요해요', sentence: '로그인하면 하던 곳에서 이어서 할 수 있어요.' },
  not_allowed: { title: '이 계정으로는 할 수 없어요', sentence: '권한이 필요하면 주최자에게 문의해 주세요.' },
  secret_required: {
    title: '다른 브라우저의 순서예요',
    sentence: '줄을 선 브라우저에서만 쓸 수 있어요. 여기에서 새로 줄을 설 수 있어요.',
  },
  receipt_invalid: {
    title: '맞지 않는 순서 확인증이에요',
    sentence: '다른 판매의 것이거나 내용이 바뀌었어요. 새로 줄을 설 수 있어요.',
  },
  not_found: { title: '찾을 수 없어요', sentence: '주소를 확인하거나 전체 판매를 봐 주세요.' },
  sale_not_open: {
    title: '아직 시작 전이에요',
    sentence: '[{time}에 시작해요. ]대기실에서 기다릴 수 있어요.',
  },
  registration_over: {
    title: '응모가 마감됐어요',
    sentence:
      '참가하는 분이 모두 정해졌어요. 당첨된 분이 구매하지 않으면 응모하신 예비 명단의 분께 순서대로 가요.',
  },
  too_large: { title: '한 번에 보내기에는 너무 커요', sentence: '조금 줄여서 보내 주세요.' },
  too_many_requests: {
    title: '조금만 천천히 해 주세요',
    sentence: '[{seconds}초 뒤에 다시 시도해 주세요. ]순서에는 영향이 없어요.',
  },
  code_required: {
    title: '코드가 필요한 줄이에요',
    sentence: '초대장에 있는 코드를 입력해 주세요. 대소문자와 줄표는 구분하지 않아요.',
  },
  code_invalid: {
    title: '이 코드로는 줄을 설 수 없어요',
    sentence: '잘못 입력했거나 이미 쓰였거나 기한이 지났을 수 있어요. 초대장을 다시 확인해 주세요.',
  },
  proof_required: {
    title: '한 가지만 확인할게요',
    sentence: '지금은 사람인지 확인이 필요해요. 잠시 뒤에 다시 시도해 주세요.',
  },
  busy: {
    title: '지금 많이 붐비고 있어요',
    sentence: '순서와 잡아 둔 표는 안전해요. [{seconds}초 뒤에 ]다시 시도해 주세요.',
  },
  internal: {
    title: '저희 쪽 문제예요',
    sentence: '중복으로 결제되지는 않아요. 다시 시도[하거나 {code}번으로 문의]해 주세요.',
  },
  offline: {
    title: '연결이 끊겼어요',
    sentence: '서버에 연결하지 못했어요. 잃은 것은 없어요. 다시 시도해 주세요.',
  },
};

/** A "no" that only checkout, orders and staff may get, in Korean. The rules of the sentences: ../refusal-words.ts */
import type { OrderRefusal, RefusalTable } from '../refusal-words.ts';

export const orderRefusals: RefusalTable<OrderRefusal> = {
  return_closed: {
    title: '지금은 반품할 수 없어요',
    sentence: '반품할 수 있는 기간이 지났거나 상품이 아직 도착하지 않았어요.',
  },
  return_settled: {
    title: '이미 결정된 반품이에요',
    sentence: '주문을 다시 열면 결과를 볼 수 있어요.',
  },
  tier_in_use: {
    title: '지금은 지울 수 없어요',
    sentence:
      '이 판매를 기다리는 분이 있거나, 누군가 잡아 두었거나 받기로 되어 있어요. 대신 수량을 줄일 수 있어요.',
  },
  last_tier: {
    title: '옵션은 하나 이상 있어야 해요',
    sentence: '먼저 다른 옵션을 추가하거나, 판매를 삭제해 주세요.',
  },
  account_flagged: {
    title: '계정에 제한 표시가 있어요',
    sentence: '해결될 때까지 여기에서는 주문할 수 없어요. 이유와 이의 제기 방법은 계정 화면에 있어요.',
  },
  flag_settled: { title: '이미 결정된 일이에요', sentence: '화면을 다시 열면 결과를 볼 수 있어요.' },
  last_owner: {
    title: '소유자는 한 명 이상 있어야 해요',
    sentence: '먼저 다른 사람을 소유자로 정해 주세요.',
  },
  two_step_required: {
    title: '먼저 2단계 로그인을 켜 주세요',
    sentence: '소유자와 운영자에게는 꼭 필요해요. 운영진 화면에서 켤 수 있어요.',
  },
  account_taken: {
    title: '이미 계정이 있어요',
    sentence: '이 주소나 전화번호를 쓰는 다른 계정이 있어요. 그 계정으로 로그인해 주세요.',
  },
  pass_required: { title: '먼저 줄을 서 주세요', sentence: '줄을 서면 차례가 될 때 불러 드려요.' },
  pass_invalid: {
    title: '이 링크로는 입장할 수 없어요',
    sentence: '다른 분의 링크이거나 내용이 바뀌었어요. 내 순서는 그대로예요.',
  },
  pass_ended: {
    title: '구매 시간이 끝났어요',
    sentence: '[{time}까지였어요. ]이미 결제한 표는 그대로이고, 다시 줄을 설 수 있어요.',
  },
  sold_out: {
    title: '방금 {tier} 매진됐어요',
    sentence: '결제된 금액은 없어요.[ 아직 남아 있어요: {left}.]',
  },
  sold_out_partly: {
    title: '{tier}, 그만큼은 남지 않았어요',
    sentence: '결제된 금액은 없어요.[ 아직 남아 있어요: {left}.]',
  },
  sale_ended: { title: '판매가 끝났어요', sentence: '더 이상 살 수 없어요. 이미 결제한 표는 그대로예요.' },
  limit_reached: {
    title: '한 사람당 {max}장이에요',
    sentence: '이미 담았거나 산 표와 합쳐 {max}장을 넘어요. 수량을 줄여 주세요.',
  },
  key_reused: {
    title: '주문 내용이 중간에 바뀌었어요',
    sentence: '처음 주문은 그대로예요. 다시 주문하기 전에 확인해 주세요.',
  },
  in_progress: { title: '아직 처리하고 있어요', sentence: '주문을 넣고 있어요. 다시 누르지 않아도 돼요.' },
  capacity_in_use: {
    title: '이미 그보다 많이 팔렸어요',
    sentence: '결제 중이거나 판매된 수보다 적어요. 더 큰 수를 넣어 주세요.',
  },
  order_not_payable: {
    title: '결제를 기다리는 주문이 아니에요',
    sentence: '이미 결제했거나, 반납했거나, 끝난 주문이에요. 주문을 확인해 주세요.',
  },
  payment_not_taken: {
    title: '이 방법으로는 결제할 수 없어요',
    sentence:
      '결제사가 받지 않는 금액이에요. 다른 방법으로 결제하거나, 반납한 뒤 포인트를 줄여 다시 주문해 주세요.',
  },
  order_not_cancellable: {
    title: '여기서는 반납할 수 없어요',
    sentence: '주문을 확인하거나 주최자에게 문의해 주세요.',
  },
  ticket_not_transferable: {
    title: '지금은 넘길 수 없는 표예요',
    sentence: '이미 사용했거나 반납했거나, 다른 분에게 넘겼거나 넘기는 중인 표예요.',
  },
  transfer_ended: {
    title: '더 이상 받을 수 없는 표예요',
    sentence: '보낸 분이 취소했거나, 이미 사용했거나 환불된 표예요. 보낸 분께 확인해 주세요.',
  },
  category_taken: {
    title: '이미 쓰고 있는 이름이에요',
    sentence: '다른 분류가 쓰고 있어요. 다른 슬러그를 골라 주세요.',
  },
  category_in_use: {
    title: '비어 있지 않은 분류예요',
    sentence: '판매나 하위 분류가 들어 있어요. 먼저 옮겨 주세요.',
  },
  sale_in_use: {
    title: '지금 구매하는 사람이 있어요',
    sentence: '결제 중인 주문이 있어요. 판매를 닫고, 정리된 뒤 다시 해 주세요.',
  },
  refund_too_large: {
    title: '그만큼은 돌려줄 수 없어요',
    sentence: '일부가 이미 반납됐거나 사용된 표예요. 주문을 확인해 주세요.',
  },
  nothing_to_replay: {
    title: '다시 할 것이 없어요',
    sentence: '그 사이에 처리됐거나, 요청한 분께 이미 답을 드렸어요. 목록을 다시 확인해 주세요.',
  },
  not_enough_points: {
    title: '포인트가 부족해요',
    sentence: '다른 주문에서 쓰고 있을 수 있어요. 줄이거나 쓰지 않고 주문해 주세요. 결제된 금액은 없어요.',
  },
  too_little_left: {
    title: '남는 결제 금액이 너무 적어요',
    sentence:
      '이렇게 적은 금액은 결제할 수 없어요. 포인트를 줄이거나 전액을 포인트로 결제해 주세요. 결제된 금액은 없어요.',
  },
  slug_taken: {
    title: '이미 쓰고 있는 주소예요',
    sentence: '다른 판매가 쓰고 있어요. 다른 주소를 골라 주세요.',
  },
  hold_lapsed: {
    title: '표를 잡아 둔 시간이 끝났어요',
    sentence: '[{time}에 ]표가 반납됐어요. 뒤늦게 결제되더라도 표를 드리거나 전액 돌려드려요.',
  },
};

/** What the page of an order says beside how it stands. */
import type { Fulfilment } from '../../domain/sale.ts';
import { spoken } from '../language/language.ts';

export const orderLabels = {
  en: {
    title: 'Your order',
    loading: 'Fetching your order.',
    number: 'Order {id}',
    offline: 'Not connected. You see how it was at {time}.',
    print: 'Print',
    back: 'Give back, get a refund',
    backTitle: 'Give it back?',
    backText:
      'All that you still have of the order goes back.[ {money} is returned the way you paid.][ You get {points} points back.] The tickets no longer let anybody in, nor those that you gave away.',
    backHeldText: 'What is held goes on sale again at once. Nothing is charged.',
    backReason: 'Why, if you want to say',
    reasons: { buyer: 'Your reason: “{reason}”', staff: 'The organiser’s reason: “{reason}”' },
    keep: 'Keep it',
    backNow: 'Give back',
    pay: 'Pay {price}',
    goOnPaying: 'Go back to the payment page',
    leaving: 'Taking you to the payment page',
    how: 'How you pay',
    sale: 'See the sale',
    otherSales: 'See other sales',
    details: 'What you ordered',
    sentTo: 'We write to {email}.',
    missing: 'This browser does not hold the key to this order. Open the link in the email we sent you.',
  },
  ko: {
    title: '내 주문',
    loading: '주문을 불러오고 있어요.',
    number: '주문 {id}',
    offline: '연결이 끊겼어요. {time} 기준이에요.',
    print: '인쇄하기',
    back: '반납하고 환불받기',
    backTitle: '반납할까요?',
    backText:
      '남아 있는 주문 전체가 반납돼요.[ 결제하신 방법으로 {money}을 돌려드려요.][ {points}포인트를 돌려드려요.] 다른 분에게 넘긴 표도 포함해서, 더 이상 입장할 수 없어요.',
    backHeldText: '잡아 둔 표는 바로 다시 판매돼요. 결제되는 금액은 없어요.',
    backReason: '이유(적지 않아도 돼요)',
    reasons: { buyer: '적어 주신 이유: “{reason}”', staff: '주최자가 적은 이유: “{reason}”' },
    keep: '그대로 두기',
    backNow: '반납하기',
    pay: '{price} 결제하기',
    goOnPaying: '결제 화면으로 돌아가기',
    leaving: '결제 화면으로 이동하고 있어요',
    how: '결제 방법',
    sale: '판매 보기',
    otherSales: '다른 판매 보기',
    details: '주문한 것',
    sentTo: '{email}으로 알려 드려요.',
    missing: '이 브라우저에는 이 주문의 열쇠가 없어요. 보내 드린 이메일의 링크를 열어 주세요.',
  },
};

/** Where no tickets are sold but things that are sent. */
const goodsLabels: Readonly<Record<'en' | 'ko', Partial<typeof orderLabels.en>>> = {
  en: {
    backText:
      'All that you still have of the order goes back.[ {money} is returned the way you paid.][ You get {points} points back.]',
  },
  ko: {
    backText:
      '남아 있는 주문 전체가 반납돼요.[ 결제하신 방법으로 {money}을 돌려드려요.][ {points}포인트를 돌려드려요.]',
    backHeldText: '잡아 둔 상품은 바로 다시 판매돼요. 결제되는 금액은 없어요.',
  },
};

/** In the reader's language. */
export const orderLabelsOf = (fulfilment: Fulfilment): typeof orderLabels.en => ({
  ...spoken(orderLabels),
  ...(fulfilment !== 'ticket' && spoken(goodsLabels)),
});
